/** The versions of a profile, newest first. */
import { useState } from 'react'
import { Link } from 'wouter'
import { Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { StateMark } from '@/components/StateMark'
import { Row, RowHead, Table, TableFoot, Td, Th } from '@/components/Table'
import { versionAddress } from '@/features/profiles/address'
import { formatCount } from '@/lib/format'
import type { Profile, VersionHead } from '@/services/types'

const NEWEST = 8

/** Active; used by a job or a preview, so that it stays as it is; or a draft that may still change. */
export function VersionState({ head }: { readonly head: VersionHead }) {
  if (head.is_active) return <StateMark kind="ok">Active</StateMark>
  return head.editable ? <StateMark kind="queue">Draft</StateMark> : <StateMark kind="off" icon="clock">Used</StateMark>
}

export function VersionList({ profile, shown }: { readonly profile: Profile; readonly shown: number }) {
  const [all, setAll] = useState(false)
  // the newest, and of the others those that matter now
  const listed = profile.versions.filter((head, index) => all || index < NEWEST || head.is_active || head.version === shown)
  const rest = profile.versions.length - listed.length
  return (
    <Section title="Versions" count={profile.versions.length}>
      <Table caption={`Versions of ${profile.name}`}>
        <thead><tr><Th>Version</Th><Th>State</Th><Th num>Written</Th></tr></thead>
        <tbody>
          {listed.map((head) => (
            <Row key={head.version} selected={head.version === shown}>
              <RowHead><Link href={versionAddress(profile.id, head.version)} aria-current={head.version === shown ? 'true' : undefined}>v{head.version}</Link></RowHead>
              <Td><VersionState head={head} /></Td>
              <Td num muted><Time at={head.created_at} /></Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {rest > 0 ? <TableFoot><Button variant="quiet" size="sm" onClick={() => setAll(true)}>Show {formatCount(rest)} more</Button></TableFoot> : null}
    </Section>
  )
}
