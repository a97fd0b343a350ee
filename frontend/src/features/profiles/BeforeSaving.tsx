/** Beside what is typed: the weights as a sum, what is wrong where, and the way to save. */
import { Button } from '@/components/Button'
import { Sum, Sums } from '@/components/Receipt'
import { Section } from '@/components/Section'
import { StateMark } from '@/components/StateMark'
import { describePlace, placeOf, sumOf } from '@/features/profiles/draft'
import type { DraftCriterion } from '@/features/profiles/draft'
import { goTo } from '@/features/profiles/fields'
import { formatCount, formatShare, plural } from '@/lib/format'
import type { Fault, ProfileCheck } from '@/services/types'

/** Each leads to its place. */
function Places({ faults, label }: { readonly faults: readonly Fault[]; readonly label: string }) {
  return (
    <ul aria-label={label} className="grid gap-1.5 pt-1.5">
      {faults.map(({ pointer = '', code, detail }) => (
        <li key={`${pointer} ${code}`}>
          <button type="button" className="text-left text-link underline" onClick={() => goTo(placeOf(pointer))}>{describePlace(pointer)}</button>: {detail}
        </li>
      ))}
    </ul>
  )
}

function Weights({ criteria }: { readonly criteria: readonly DraftCriterion[] }) {
  const sum = sumOf(criteria)
  return (
    <Sums caption="Weights and their sum">
      {criteria.map(({ id, label, weight }, index) => <Sum key={id} label={label || `Criterion ${index + 1}`} what={formatShare(Number(weight) || 0, sum)}>{weight || '–'}</Sum>)}
      <Sum label="Sum of weights" kind="total">{formatCount(sum)}</Sum>
    </Sums>
  )
}

interface Props {
  readonly criteria: readonly DraftCriterion[]
  readonly check: ProfileCheck | undefined
  readonly checking: boolean
  /** The check itself failed. */
  readonly unchecked: string | null
  /** Why it cannot be saved now. */
  readonly hindrance: string | null
  /** Label of the button that writes over the draft; null where there is none. */
  readonly replaceLabel: string | null
  readonly onSave: () => void
  readonly onReplace: () => void
}

export function BeforeSaving({ criteria, check, checking, unchecked, hindrance, replaceLabel, onSave, onReplace }: Props) {
  const errors = check?.errors ?? []
  const verdict = unchecked ? <StateMark kind="late" className="whitespace-normal">{unchecked}</StateMark>
    : checking ? <StateMark kind="run">Checking</StateMark>
    : errors.length > 0 ? <StateMark kind="bad">{plural(errors.length, 'fault')} to mend</StateMark>
    : <StateMark kind="ok">No fault</StateMark>
  return (
    <Section title="Before you save" className="lg:sticky lg:top-2 lg:max-h-[calc(100vh-1rem)] lg:overflow-y-auto">
      <div className="pt-1.5"><Weights criteria={criteria} /></div>
      <p className="pt-3" role="status">{verdict}</p>
      {errors.length > 0 ? <Places faults={errors} label="Faults" /> : null}
      {check && check.warnings.length > 0 ? <><h3 className="pt-3">Seldom meant</h3><Places faults={check.warnings} label="Warnings" /></> : null}
      <div className="grid gap-2 py-3">
        <Button variant="primary" size="lg" onClick={onSave} disabledReason={hindrance}>Save as a new draft</Button>
        {replaceLabel ? <Button onClick={onReplace} disabledReason={hindrance}>{replaceLabel}</Button> : null}
      </div>
    </Section>
  )
}
