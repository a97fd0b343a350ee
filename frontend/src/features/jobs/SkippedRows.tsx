/** Rows of the file that were left out before the job began, by line and reason. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { Row, RowHead, Table, TableFoot, Td, Th } from '@/components/Table'
import { faultWords, fieldLabel } from '@/lib/fields'
import { foldAt } from '@/lib/fold'
import { formatCount } from '@/lib/format'
import { leadWords, lineWords } from '@/lib/place'
import type { Fault, Job } from '@/services/types'

const FIRST = 5

/** "Line 12" of a file, "Lead 18" of a JSON list. */
export function placeOf({ row, pointer }: Fault): string {
  if (row !== undefined) return lineWords(row)
  const lead = /^\/leads\/(\d+)/.exec(pointer ?? '')?.[1]
  return lead === undefined ? '–' : leadWords(Number(lead) + 1)
}

/** The header of the reader's file; of a list, what the page calls the field. */
function fieldOf({ column, pointer }: Fault): string {
  if (column !== undefined) return column
  const key = /^\/leads\/\d+\/(?:.*\/)?([^/]+)$/.exec(pointer ?? '')?.[1]
  return key === undefined ? '–' : fieldLabel(key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function SkippedRows({ skipped }: { readonly skipped: Job['skipped'] }) {
  const [all, setAll] = useState(false)
  if (skipped.count === 0) return null
  const shown = all ? skipped.errors : skipped.errors.slice(0, foldAt(skipped.errors.length, FIRST))
  const hidden = skipped.errors.length - shown.length
  return (
    <Section title="Left out" count={formatCount(skipped.count)} note="beside the leads of this job, never judged">
      <Table caption="Rows that were left out">
        <thead><tr><Th className="w-24">Where</Th><Th hide="sm" className="w-48">Field</Th><Th>Why</Th></tr></thead>
        <tbody>
          {shown.map((fault, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- faults of a job never change
            <Row key={index}>
              <RowHead className="whitespace-nowrap max-md:align-top">{placeOf(fault)}</RowHead>
              <Td hide="sm">{fieldOf(fault)}</Td>
              <Td>{faultWords(fault)}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {hidden > 0 ? <TableFoot><Button variant="quiet" size="sm" className="-ml-1.5" onClick={() => setAll(true)}>Show the other {formatCount(hidden)}</Button></TableFoot> : null}
      {hidden === 0 && skipped.error_count > skipped.errors.length ? <TableFoot>The first {formatCount(skipped.errors.length)} of {formatCount(skipped.error_count)} faults.</TableFoot> : null}
    </Section>
  )
}
