/** Disqualifiers while they are typed. */
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { EntryButtons } from '@/features/profiles/EntryButtons'
import { MOST, emptyDisqualifier, keyOf, moved } from '@/features/profiles/draft'
import type { DraftDisqualifier } from '@/features/profiles/draft'
import { DraftField, PlaceFault } from '@/features/profiles/fields'

interface Props {
  readonly disqualifiers: readonly DraftDisqualifier[]
  readonly onChange: (disqualifiers: readonly DraftDisqualifier[]) => void
}

export function DisqualifierFields({ disqualifiers, onChange }: Props) {
  const change = (id: string, part: Partial<DraftDisqualifier>) => onChange(disqualifiers.map((each) => (each.id === id ? { ...each, ...part } : each)))
  const full = disqualifiers.length >= MOST.disqualifiers ? `A profile has at most ${MOST.disqualifiers}` : null
  return (
    <Section title="Disqualifiers" count={disqualifiers.length} note="Each rules a lead out, whatever its score">
      <PlaceFault place="/disqualifiers" />
      {disqualifiers.map(({ id, key, label, question }, index) => {
        const place = `/disqualifiers/${index}`
        const called = label || `Disqualifier ${index + 1}`
        return (
          <fieldset key={id} className="min-w-0 border-b border-line pt-3 pb-4">
            <legend className="float-left font-medium text-ink">{called}</legend>
            <div className="flex"><EntryButtons what={called} index={index} count={disqualifiers.length} onMove={(by) => onChange(moved(disqualifiers, index, by))} onRemove={() => onChange(disqualifiers.filter((each) => each.id !== id))} /></div>
            <div className="grid clear-both gap-x-4 gap-y-2.5 pt-1 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <DraftField label="Label" place={`${place}/label`} value={label} maxLength={80} onChange={(text) => change(id, { label: text })} />
              <DraftField label="Key" place={`${place}/key`} value={key} placeholder={keyOf({ key: '', label })} maxLength={40} onChange={(text) => change(id, { key: text })} />
              <DraftField label="Question" place={`${place}/question`} value={question} maxLength={300} lines={2} onChange={(text) => change(id, { question: text })} className="md:col-span-full" />
            </div>
          </fieldset>
        )
      })}
      <div className="pt-3"><Button icon="plus" onClick={() => onChange([...disqualifiers, emptyDisqualifier()])} disabledReason={full}>Add a disqualifier</Button></div>
    </Section>
  )
}
