/** Failed leads by cause: sentence, count, code, remedy, and the first rows; all of them as a file. */
import { useEffect, useRef, useState } from 'react'
import { Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { HeadSpace, Section } from '@/components/Section'
import { PlaceName } from '@/components/PlaceName'
import { Skeleton } from '@/components/Skeleton'
import { Icon } from '@/components/Icon'
import { Row, Table, Td, Th } from '@/components/Table'
import { DownloadLink } from '@/features/jobs/DownloadLink'
import { formatCount, plural } from '@/lib/format'
import { placeOf } from '@/lib/place'
import { exportUrl } from '@/services/links'
import type { FailureGroup, Job } from '@/services/types'

interface Props {
  readonly jobId: string
  /** By the job; the groups may be some seconds behind. */
  readonly count: number
  readonly groups: readonly FailureGroup[] | undefined
  /** Of the same job. */
  readonly skipped: Job['skipped']['errors']
  readonly error: unknown
  readonly onRetry: () => void
  /** Whether rows are shown at once: not while more of them arrive and would push the page. */
  readonly unfolded: boolean
}

export function Failures({ jobId, count, groups, skipped, error, onRetry, unfolded }: Props) {
  const late = groups ? count - groups.reduce((sum, group) => sum + group.count, 0) : 0
  const note = count > 0 ? (
    <>
      {late > 0 ? <span className="max-md:hidden">and {formatCount(late)} more just now</span> : null}
      <DownloadLink size="sm" icon="down" href={exportUrl(jobId, 'csv', ['failed'])}>{`Download ${plural(count, 'row')}`}</DownloadLink>
    </>
  ) : <HeadSpace />
  return (
    <Section id="failed" title="Failed" count={formatCount(count)} note={note}>
      {count === 0 ? <p className="flex h-11 items-center text-ink-3">No lead has failed.</p> : null}
      {count > 0 && !groups && error ? <LoadFailed title="The failed leads could not be loaded" error={error} onRetry={onRetry} /> : null}
      {count > 0 && !groups && !error ? <div className="flex h-11 items-center" aria-busy="true"><Skeleton width={280} /></div> : null}
      {count > 0 && groups ? <Groups groups={groups} skipped={skipped} unfolded={unfolded} /> : null}
    </Section>
  )
}

type GroupsProps = Pick<Props, 'skipped' | 'unfolded'> & { readonly groups: readonly FailureGroup[] }

function Groups({ groups, skipped, unfolded }: GroupsProps) {
  const table = useRef<HTMLTableElement>(null)
  useEffect(() => {
    // the address pointed here before this was drawn
    if (location.hash === '#failed') table.current?.closest('section')?.scrollIntoView?.()
  }, [])
  return (
    <Table ref={table} caption="Failed leads by cause">
      <thead className="sr-only">
        <tr><Th>Where</Th><Th>Lead</Th><Th>Attempts</Th><Th>When or code</Th><Th>What to do</Th><Th>Rows</Th></tr>
      </thead>
      {groups.map((group) => <Group key={group.code} group={group} skipped={skipped} unfolded={unfolded} />)}
    </Table>
  )
}

function Group({ group, skipped, unfolded }: Pick<Props, 'skipped' | 'unfolded'> & { readonly group: FailureGroup }) {
  const [open, setOpen] = useState(unfolded)
  const { code, count, message, remedy, sample } = group
  // a heading, not a sentence
  const title = message.replace(/\.$/, '')
  const line = open ? 'border-b-0' : ''
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2} className={`h-11 border-line py-1.5 pr-3 text-left font-semibold text-ink ${open ? '' : 'border-b'} max-md:border-b-0 max-md:pb-0`}>
          <span className="flex items-start gap-1.5">
            <Icon name="bad" className="mt-[3px] flex-none text-danger" />
            <span>{title}<span className="font-normal text-ink-3 md:hidden">, {plural(count, 'lead')}</span></span>
          </span>
        </th>
        <Td num hide="sm" className={`${line} font-semibold text-ink`}>{plural(count, 'lead')}</Td>
        <Td hide="sm" className={line}><code>{code}</code></Td>
        <Td hide="sm" className={line}>{remedy}</Td>
        <Td num className={`${line} max-md:border-b-0 max-md:pb-0`}>
          <Button size="sm" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'} rows<span className="sr-only"> of: {title}</span>
          </Button>
        </Td>
      </tr>
      <tr className="md:hidden"><td colSpan={3} className={`pb-2 ${open ? '' : 'border-b border-line'}`}>{remedy} <code className="text-ink-3">{code}</code></td></tr>
      {open ? sample.map((row) => (
        <Row key={row.index}>
          <Td muted className="w-28 wrap-anywhere max-md:w-20 md:pl-5"><PlaceName place={placeOf(row, skipped)} /></Td>
          <Td className="text-ink">{row.company_name || <span className="text-ink-3">no company</span>}</Td>
          <Td num hide="sm" muted>{plural(row.attempts, 'attempt')}</Td>
          <Td hide="sm" muted className="whitespace-nowrap"><Time at={row.completed_at} seconds /></Td>
          <Td hide="sm" />
          <Td num />
        </Row>
      )) : null}
      {open && count > sample.length ? (
        <tr><td colSpan={6} className="border-b border-line py-1.5 text-xs text-ink-3 md:pl-5">and {formatCount(count - sample.length)} more in the file</td></tr>
      ) : null}
    </tbody>
  )
}
