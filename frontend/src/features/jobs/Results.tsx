/** Results, newest first. New ones wait until they are asked for, so that no row moves below the eyes. */
import { useEffect, useEffectEvent } from 'react'
import { Button, ButtonLink } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { Legend } from '@/components/Legend'
import { HeadSpace, Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { Table, TableFoot, Th } from '@/components/Table'
import { ResultRow } from '@/features/jobs/ResultRow'
import { useLeadsOf, useResults } from '@/features/jobs/queries'
import { useSeen } from '@/features/jobs/useSeen'
import { useRowCursor } from '@/hooks/useRowCursor'
import { formatCount } from '@/lib/format'
import { isEnded } from '@/lib/jobs'
import type { Job, Result } from '@/services/types'

const SECTION = 'results'
const COLUMNS = [{ width: 50, hide: 'sm' }, { width: 110 }, { width: 70, hide: 'sm' }, { width: 30, num: true, hide: 'sm' }, { width: 150 }, { width: 230, hide: 'md' }, { width: 54, num: true, hide: 'sm' }, { width: 54, num: true, hide: 'md' }] as const

export function Results({ job }: { readonly job: Job }) {
  const { succeeded } = job.request_counts
  const { seen, lookAgain } = useSeen(succeeded, job.request_counts.total, isEnded(job))
  const results = useResults(job.id, seen)
  const rows = results.data?.pages.flatMap(({ data }) => data)
  // a whole list is counted, a part of it by what the job said at the time
  const known = results.isPlaceholderData || results.hasNextPage || !rows ? (seen ?? 0) : rows.length
  const waiting = results.isPlaceholderData || seen === null ? 0 : Math.max(0, succeeded - known)
  useAtEnd(isEnded(job) && waiting > 0 && results.data?.pages.length === 1, lookAgain)
  const persons = useLeadsOf(job)
  const fewer = persons !== null && persons < succeeded + job.request_counts.failed
  const note = waiting > 0 ? (
    <>
      <span className="max-md:hidden">{formatCount(waiting)} more since you looked</span>
      <Button size="sm" onClick={lookAgain}>Show {formatCount(waiting)}</Button>
    </>
  ) : <HeadSpace />
  const body = () => {
    if (!rows && results.isError) return <LoadFailed title="Results could not be loaded" error={results.error} onRetry={() => void results.refetch()} />
    if (succeeded === 0 && isEnded(job)) return <p className="py-3 text-ink-3">No lead was scored.</p>
    return (
      <>
        <ResultTable rows={rows} skipped={job.skipped.errors} waits={seen === null} />
        {rows ? (
          <TableFoot>
            <span>{formatCount(rows.length)} newest of {formatCount(succeeded)}</span>
            {results.hasNextPage ? <Button variant="quiet" size="sm" onClick={() => void results.fetchNextPage()} disabledReason={results.isFetchingNextPage ? 'Loading' : null}>Show more</Button> : null}
            <ButtonLink variant="quiet" size="sm" href={`/leads?${new URLSearchParams({ job_id: job.id })}`}>Open all in Leads</ButtonLink>
            {fewer ? <span>Leads shows each person once, by the newest row.</span> : null}
          </TableFoot>
        ) : null}
        {rows ? <Legend /> : null}
      </>
    )
  }
  return <Section id={SECTION} title="Results" count={formatCount(succeeded)} note={note}>{body()}</Section>
}

/** Once nothing more can come, the rest is shown by itself, unless that moved what somebody holds or reads. */
function useAtEnd(due: boolean, show: () => void) {
  const showUnlessHeld = useEffectEvent(() => {
    if (!isHeld(document.getElementById(SECTION))) show()
  })
  useEffect(() => {
    if (due) showUnlessHeld()
  }, [due])
}

/** Whether the focus or a selection is in the section, or its rows are scrolled into. */
function isHeld(section: HTMLElement | null): boolean {
  if (!section) return true
  const selection = getSelection()
  const selects = selection !== null && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(section)
  return selects || section.contains(document.activeElement) || section.getBoundingClientRect().top < 0
}

interface TableProps {
  readonly rows: readonly Result[] | undefined
  readonly skipped: Job['skipped']['errors']
  /** Nothing was asked for yet, for there is nothing. */
  readonly waits: boolean
}

function ResultTable({ rows, skipped, waits }: TableProps) {
  const cursor = useRowCursor({ ids: rows?.filter(({ lead_id }) => lead_id !== null).map(({ index }) => String(index)) ?? [] })
  return (
    <>
      {waits ? <p className="h-11 py-3 text-ink-3">The first results appear here.</p> : null}
      <Table dense caption="Results, newest first" aria-busy={rows === undefined} className={waits ? 'hidden' : undefined}>
        <thead>
          <tr>
            <Th hide="sm" className="w-24">Where</Th>
            <Th className="w-[10.75rem] max-md:w-[6.5rem]">Score</Th>
            <Th hide="sm" className="w-21">Levels</Th>
            <Th num hide="sm" className="w-18">Coverage</Th>
            <Th className="md:w-56 lg:w-64">Company</Th>
            <Th hide="md">Next question</Th>
            <Th num hide="sm" className="w-22">Cost</Th>
            <Th num hide="md" className="w-24">Scored</Th>
          </tr>
        </thead>
        <tbody>
          {rows ? rows.map((row) => <ResultRow key={row.index} row={row} skipped={skipped} current={cursor.current === String(row.index)} link={cursor.linkProps(String(row.index))} />) : <SkeletonRows columns={COLUMNS} rows={10} />}
        </tbody>
      </Table>
    </>
  )
}
