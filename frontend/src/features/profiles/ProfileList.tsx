/** All profiles, the default one first. */
import { Link } from 'wouter'
import { Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { SkeletonRows } from '@/components/Skeleton'
import { Row, RowHead, Sub, Table, TableFoot, Td, Th } from '@/components/Table'
import { versionAddress } from '@/features/profiles/address'
import { plural } from '@/lib/format'
import type { ProfileSummary } from '@/services/types'

const HEAD = (
  <thead>
    <tr>
      <Th>Name</Th>
      <Th num>Active</Th>
      <Th num>Newest</Th>
      <Th hide="sm">Used for</Th>
      <Th num hide="sm">Changed</Th>
    </tr>
  </thead>
)

interface Props {
  readonly profiles: readonly ProfileSummary[]
  /** The id of the one shown below. */
  readonly shown: string | null
  readonly more: { readonly busy: boolean; readonly load: () => void } | null
}

export function ProfileList({ profiles, shown, more }: Props) {
  return (
    <>
      <Table caption="Profiles">
        {HEAD}
        <tbody>{profiles.map((profile) => <ProfileRow key={profile.id} profile={profile} shown={profile.id === shown} />)}</tbody>
      </Table>
      {more ? <TableFoot>{plural(profiles.length, 'profile')} shown<Button size="sm" onClick={more.load} disabledReason={more.busy ? 'They are on their way' : null}>Show more</Button></TableFoot> : null}
    </>
  )
}

function ProfileRow({ profile, shown }: { readonly profile: ProfileSummary; readonly shown: boolean }) {
  const { id, name, active_version: active, latest_version: latest, is_default: isDefault, updated_at: changed } = profile
  const uses = isDefault ? 'Jobs that name no profile' : active === null ? 'Nothing yet: no version is active' : 'Jobs that name it'
  return (
    <Row selected={shown}>
      <RowHead className="wrap-anywhere">
        <Link href={versionAddress(id)} aria-current={shown ? 'true' : undefined}>{name}</Link>
        <Sub only="sm">{uses}</Sub>
      </RowHead>
      <Td num>{active === null ? <span className="text-ink-3">none</span> : `v${active}`}</Td>
      <Td num>v{latest}</Td>
      <Td hide="sm" muted={!isDefault}>{uses}</Td>
      <Td num hide="sm" muted><Time at={changed} /></Td>
    </Row>
  )
}

export function ProfileListSkeleton() {
  return (
    <Table caption="Profiles" aria-busy="true">
      {HEAD}
      <tbody><SkeletonRows rows={2} columns={[{ width: 160 }, { width: 20, num: true }, { width: 20, num: true }, { width: 150, hide: 'sm' }, { width: 60, num: true, hide: 'sm' }]} /></tbody>
    </Table>
  )
}
