/** What a version says: to whom what is sold, criteria with their levels and weights, tiers, disqualifiers. */
import { Button, ButtonLink } from '@/components/Button'
import { Section } from '@/components/Section'
import { Row, RowHead, Sub, Table, Td, Th } from '@/components/Table'
import { TierChip } from '@/components/TierChip'
import { CriteriaTable } from '@/features/profiles/CriteriaTable'
import { editAddress, newAddress } from '@/features/profiles/address'
import { useSession } from '@/hooks/useSession'
import { formatPercentExact } from '@/lib/format'
import type { ProfileText, ProfileVersion } from '@/services/types'

/** "80 to 100", as far as the tier above; the last reaches down to 0. */
export function rangeOf(tiers: ProfileText['tiers'], index: number): string {
  const above = tiers[index - 1]
  return `${tiers[index]?.at_least ?? 0} to ${above ? above.at_least - 1 : 100}`
}

function Tiers({ tiers, least_coverage: least }: ProfileText) {
  return (
    <Section title="Tiers" note={`Open under ${formatPercentExact(least)} coverage`}>
      <Table caption="Tiers">
        <thead><tr><Th>Tier</Th><Th num>Score</Th></tr></thead>
        <tbody>
          {tiers.map(({ name }, index) => (
            <Row key={name}><RowHead><TierChip tier={name} rank={index} /></RowHead><Td num>{rangeOf(tiers, index)}</Td></Row>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function Disqualifiers({ disqualifiers }: ProfileText) {
  return (
    <Section title="Disqualifiers" count={disqualifiers.length} note="Each rules a lead out, whatever its score">
      {disqualifiers.length === 0 ? <p className="pt-2">None.</p> : (
        <Table caption="Disqualifiers">
          <thead><tr><Th>Disqualifier</Th><Th hide="sm">Question</Th></tr></thead>
          <tbody>
            {disqualifiers.map(({ key, label, question }) => (
              <Row key={key}><RowHead>{label}<Sub><code>{key}</code></Sub><Sub only="sm">{question}</Sub></RowHead><Td hide="sm">{question}</Td></Row>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  )
}

const MAY_NOT = 'This key may not change profiles'

/** Ways on from the version shown; a new draft in either case. */
function Ways({ version: { version, profile } }: { readonly version: ProfileVersion }) {
  const mayConfigure = useSession().scopes.includes('configure')
  if (!mayConfigure) return <Button size="sm" disabledReason={MAY_NOT}>Edit</Button>
  return (
    <>
      <ButtonLink size="sm" href={newAddress({ profileId: profile.id, version })} aria-label={`Copy v${version}`}>Copy</ButtonLink>
      <ButtonLink size="sm" href={editAddress(profile.id, version)} aria-label={`Edit v${version}`}>Edit</ButtonLink>
    </>
  )
}

export function VersionContent({ version: whole }: { readonly version: ProfileVersion }) {
  const { version, content } = whole
  return (
    <>
      <Section title={<>{content.name}, v{version}</>} note={<Ways version={whole} />}>
        <dl className="grid gap-x-6 gap-y-1 pt-2.5 wrap-anywhere md:grid-cols-[7rem_1fr]">
          <dt className="text-ink-3">What is sold</dt><dd>{content.seller}</dd>
          <dt className="text-ink-3">To whom</dt><dd>{content.customer}</dd>
        </dl>
      </Section>
      <CriteriaTable criteria={content.criteria} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Tiers {...content} />
        <Disqualifiers {...content} />
      </div>
    </>
  )
}
