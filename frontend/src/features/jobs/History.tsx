/** Who did what to the job, and when; read when it is unfolded, and again when the job stands differently. */
import { useState } from 'react'
import { Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { Row, RowHead, Table, TableFoot, Td, Th } from '@/components/Table'
import { useEvents } from '@/features/jobs/queries'
import { plural } from '@/lib/format'
import { asApiError } from '@/services/errors'
import type { Job, JobEvent } from '@/services/types'

const DEEDS: Readonly<Record<string, string>> = {
  'job.cancel': 'Cancelled',
  'job.pause': 'Paused',
  'job.resume': 'Resumed',
  'job.retry': 'Tried again',
  'job.auto_pause': 'Paused by itself',
}

export function History({ job }: { readonly job: Job }) {
  const [isOpen, setOpen] = useState(false)
  const events = useEvents(job.id, isOpen ? job.status : null)
  const toggle = <Button variant="quiet" size="sm" className="-my-1.5 -mr-1.5" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? 'Hide' : 'Show who did what'}</Button>
  return (
    <Section title="History" note={toggle}>
      {isOpen ? <Events events={events.data?.data} error={events.error} /> : null}
    </Section>
  )
}

function Events({ events, error }: { readonly events: readonly JobEvent[] | undefined; readonly error: Error | null }) {
  if (error && !events) return <p role="alert" className="pt-2 text-danger">The history could not be loaded. {asApiError(error).message}</p>
  if (!events) return <p role="status" className="pt-2 text-ink-3">Loading the history.</p>
  if (events.length === 0) return <p className="pt-2 text-ink-3">Nobody paused, resumed, cancelled or retried it.</p>
  return (
    <Table caption="What was done to the job, newest first">
      <thead><tr><Th>What</Th><Th>Who</Th><Th>When</Th></tr></thead>
      <tbody>
        {events.map((event) => (
          <Row key={`${event.at} ${event.action}`}>
            <RowHead>{DEEDS[event.action] ?? event.action}{leadsOf(event)}</RowHead>
            <Td>{event.actor_kind === 'system' ? `the ${event.actor}` : event.actor}</Td>
            <Td><Time at={event.at} /></Td>
          </Row>
        ))}
      </tbody>
      {events.length >= 200 ? <tfoot><tr><td><TableFoot>The newest 200.</TableFoot></td></tr></tfoot> : null}
    </Table>
  )
}

function leadsOf({ detail }: JobEvent): string {
  const leads = (detail as { leads?: unknown }).leads
  return typeof leads === 'number' ? `, ${plural(leads, 'lead')}` : ''
}
