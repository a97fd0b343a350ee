/** Who said what of the lead and took what back, newest first. */
import { Time } from '@/components/Amounts'
import { Section } from '@/components/Section'
import { Row, RowHead, Table, Td, Th } from '@/components/Table'
import { eventWords } from '@/features/leads/word'
import type { LeadEvent } from '@/services/types'

export function WordHistory({ events }: { readonly events: readonly LeadEvent[] }) {
  if (events.length === 0) return null
  return (
    <Section title="What people said">
      <Table caption="What people said of this lead, newest first">
        <thead>
          <tr><Th>What</Th><Th hide="sm">Who</Th><Th num>When</Th></tr>
        </thead>
        <tbody>
          {events.map((event, index) => {
            const { deed, reason } = eventWords(event)
            return (
              // oxlint-disable-next-line react/no-array-index-key -- two deeds may share a moment
              <Row key={`${event.at} ${index}`}>
                <RowHead className="font-normal">
                  {deed}
                  {reason === null ? null : <span className="block wrap-anywhere whitespace-pre-line text-ink-3">{reason}</span>}
                  <span className="block text-ink-3 md:hidden">{event.actor}</span>
                </RowHead>
                <Td hide="sm">{event.actor}</Td>
                <Td num muted><Time at={event.at} /></Td>
              </Row>
            )
          })}
        </tbody>
      </Table>
    </Section>
  )
}
