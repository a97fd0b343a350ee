/** Tiers while they are typed, from high to low, and the least coverage. */
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { EntryButtons } from '@/features/profiles/EntryButtons'
import { MOST, emptyTier, moved } from '@/features/profiles/draft'
import type { DraftTier } from '@/features/profiles/draft'
import { DraftField, PlaceFault } from '@/features/profiles/fields'

interface Props {
  readonly tiers: readonly DraftTier[]
  readonly coverage: string
  readonly onTiers: (tiers: readonly DraftTier[]) => void
  readonly onCoverage: (coverage: string) => void
}

export function TierFields({ tiers, coverage, onTiers, onCoverage }: Props) {
  const change = (id: string, part: Partial<DraftTier>) => onTiers(tiers.map((each) => (each.id === id ? { ...each, ...part } : each)))
  const full = tiers.length >= MOST.tiers ? `A profile has at most ${MOST.tiers}` : null
  return (
    <Section title="Tiers" count={tiers.length} note="From high to low; the last begins at 0">
      <PlaceFault place="/tiers" />
      {tiers.map(({ id, name, at_least: least }, index) => (
        <fieldset key={id} className="flex min-w-0 items-end gap-4 pt-2.5">
          <legend className="sr-only">Tier {index + 1}</legend>
          <DraftField label="Tier" place={`/tiers/${index}/name`} value={name} maxLength={20} onChange={(text) => change(id, { name: text })} className="min-w-0 flex-1" />
          <DraftField label="From score" place={`/tiers/${index}/at_least`} value={least} inputMode="numeric" maxLength={3} onChange={(text) => change(id, { at_least: text })} className="w-28" />
          <EntryButtons what={name || `tier ${index + 1}`} index={index} count={tiers.length} onMove={(by) => onTiers(moved(tiers, index, by))} onRemove={() => onTiers(tiers.filter((each) => each.id !== id))} kept={tiers.length === 1 ? 'A profile has one tier at least' : null} />
        </fieldset>
      ))}
      <div className="pt-3"><Button icon="plus" onClick={() => onTiers([...tiers, emptyTier()])} disabledReason={full}>Add a tier</Button></div>
      <DraftField label="Least coverage, %" help="A lead of which less is known is in tier Open, whatever its score" place="/least_coverage" value={coverage} inputMode="decimal" maxLength={8} onChange={onCoverage} className="max-w-56 pt-4" />
    </Section>
  )
}
