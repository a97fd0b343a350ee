/** The versions of a profile, newest first. */
import { Link } from 'wouter'
import { Time } from '@/components/Amounts'
import { Section } from '@/components/Section'
import { StateMark } from '@/components/StateMark'
import { Row, RowHead, Table, Td, Th } from '@/components/Table'
import { versionAddress } from '@/features/profiles/address'
import type { Profile, VersionHead } from '@/services/types'

/** Active, used before, or a draft that may still change. */
export function VersionState({ head }: { readonly head: VersionHead }) {
  if (head.is_active) return <StateMark kind="ok">Active</StateMark>
  return head.editable ? <StateMark kind="queue">Draft</StateMark> : <StateMark kind="off">Used before</StateMark>
}

export function VersionList({ profile, shown }: { readonly profile: Profile; readonly shown: number }) {
  return (
    <Section title="Versions" count={profile.versions.length}>
      <Table caption={`Versions of ${profile.name}`}>
        <thead><tr><Th>Version</Th><Th>State</Th><Th num>Written</Th></tr></thead>
        <tbody>
          {profile.versions.map((head) => (
            <Row key={head.version} selected={head.version === shown}>
              <RowHead><Link href={versionAddress(profile.id, head.version)} aria-current={head.version === shown ? 'true' : undefined}>v{head.version}</Link></RowHead>
              <Td><VersionState head={head} /></Td>
              <Td num muted><Time at={head.created_at} /></Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
