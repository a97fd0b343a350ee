/** Criteria while they are typed: what is asked, what each level means, what it weighs. */
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { EntryButtons } from '@/features/profiles/EntryButtons'
import { MOST, emptyCriterion, keyOf, moved, sumOf } from '@/features/profiles/draft'
import type { DraftCriterion } from '@/features/profiles/draft'
import { DraftField, PlaceFault } from '@/features/profiles/fields'
import { formatCount } from '@/lib/format'

interface Props {
  readonly criteria: readonly DraftCriterion[]
  readonly onChange: (criteria: readonly DraftCriterion[]) => void
}

interface OneProps {
  readonly criterion: DraftCriterion
  readonly index: number
  readonly count: number
  readonly onChange: (part: Partial<DraftCriterion>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

function CriterionFields({ criterion, index, count, onChange, onMove, onRemove }: OneProps) {
  const place = `/criteria/${index}`
  const { label, weight, question, anchors, keywords, key } = criterion
  const called = label || `Criterion ${index + 1}`
  const setAnchor = (level: number, text: string) => onChange({ anchors: anchors.map((anchor, at) => (at === level ? text : anchor)) })
  return (
    <fieldset className="min-w-0 border-b border-line pt-3 pb-4">
      <legend className="float-left font-medium text-ink">{called}</legend>
      <div className="flex"><EntryButtons what={called} index={index} count={count} onMove={onMove} onRemove={onRemove} kept={count === 1 ? 'A profile has one criterion at least' : null} /></div>
      <PlaceFault place={place} />
      <div className="grid clear-both grid-cols-[minmax(0,1fr)_5rem] gap-x-4 gap-y-2.5 pt-1 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_5rem]">
        <DraftField label="Label" place={`${place}/label`} value={label} maxLength={80} onChange={(text) => onChange({ label: text })} className="max-md:col-span-2" />
        <DraftField label="Key" place={`${place}/key`} value={key} placeholder={keyOf({ key: '', label })} maxLength={40} onChange={(text) => onChange({ key: text })} />
        <DraftField label="Weight" place={`${place}/weight`} value={weight} inputMode="numeric" maxLength={3} onChange={(text) => onChange({ weight: text })} />
        <DraftField label="Question" place={`${place}/question`} value={question} maxLength={300} lines={2} onChange={(text) => onChange({ question: text })} className="col-span-full" />
        {anchors.map((anchor, level) => (
          // oxlint-disable-next-line react/no-array-index-key -- the place is the level
          <DraftField key={level} label={`Level ${level}`} place={`${place}/anchors/${level}`} value={anchor} maxLength={300} onChange={(text) => setAnchor(level, text)} className="col-span-full" />
        ))}
        <DraftField label="Signs" help="Words to look for, parted by commas" place={`${place}/keywords`} value={keywords} onChange={(text) => onChange({ keywords: text })} className="col-span-full" />
      </div>
    </fieldset>
  )
}

export function CriteriaFields({ criteria, onChange }: Props) {
  const full = criteria.length >= MOST.criteria ? `A profile has at most ${MOST.criteria}` : null
  return (
    <Section title="Criteria" count={criteria.length} note={<>Weights add up to {formatCount(sumOf(criteria))}</>}>
      <PlaceFault place="/criteria" />
      {criteria.map((criterion, index) => (
        <CriterionFields
          key={criterion.id}
          criterion={criterion}
          index={index}
          count={criteria.length}
          onChange={(part) => onChange(criteria.map((each) => (each.id === criterion.id ? { ...each, ...part } : each)))}
          onMove={(by) => onChange(moved(criteria, index, by))}
          onRemove={() => onChange(criteria.filter(({ id }) => id !== criterion.id))}
        />
      ))}
      <div className="pt-3"><Button icon="plus" onClick={() => onChange([...criteria, emptyCriterion()])} disabledReason={full}>Add a criterion</Button></div>
    </Section>
  )
}
