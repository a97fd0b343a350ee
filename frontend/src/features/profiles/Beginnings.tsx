/** Where a new profile may begin: presets of the product, and profiles that are there. */
import { Link } from 'wouter'
import { LoadFailed } from '@/components/Empty'
import { Section } from '@/components/Section'
import { newAddress } from '@/features/profiles/address'
import { usePresets, useProfiles } from '@/features/profiles/queries'
import { plural } from '@/lib/format'

const ITEM = 'flex min-h-row flex-wrap items-baseline gap-x-3 border-b border-line py-1.5'

export function Beginnings() {
  const presets = usePresets()
  const profiles = useProfiles()
  return (
    <>
      <Section title="Begin from a preset" note="Complete, to be fitted to what you sell">
        {presets.error ? <LoadFailed title="The presets could not be loaded" error={presets.error} onRetry={() => void presets.refetch()} /> : null}
        <ul aria-busy={presets.isPending || undefined}>
          {presets.data?.data.map(({ preset, content }) => (
            <li key={preset} className={ITEM}>
              <Link href={newAddress({ preset })}>{content.name}</Link>
              <span className="text-ink-3">{plural(content.criteria.length, 'criterion', 'criteria')}: {content.criteria.map(({ label }) => label).join(', ')}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Or from a copy">
        {profiles.error ? <LoadFailed title="Profiles could not be loaded" error={profiles.error} onRetry={() => void profiles.refetch()} /> : null}
        <ul aria-busy={profiles.isPending || undefined}>
          {profiles.data?.pages.flatMap((page) => page.data).map(({ id, name, active_version: active, latest_version: latest }) => (
            <li key={id} className={ITEM}><Link href={newAddress({ profileId: id, version: active ?? latest })}>{name}, v{active ?? latest}</Link></li>
          ))}
        </ul>
      </Section>
    </>
  )
}
