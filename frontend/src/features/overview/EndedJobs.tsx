/** What has ended, newest first, ten at a time. */
import { Link } from 'wouter'
import { Amount, Money, Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { JobState, describeJob } from '@/components/StateMark'
import { Row, RowHead, Sub, Table, TableFoot, Td, Th } from '@/components/Table'
import { formatCount } from '@/lib/format'
import { formatTook, jobTitle } from '@/lib/jobs'
import { formatWhen } from '@/lib/time'
import type { JobSummary } from '@/services/types'

interface Props {
  readonly jobs: readonly JobSummary[] | undefined
  /** All that have ended. */
  readonly count: number | undefined
  readonly error: unknown
  readonly onRetry: () => void
  /** Null when all are shown. */
  readonly onMore: (() => void) | null
  readonly loadingMore: boolean
}

const COLUMNS = [{ width: 160 }, { width: 90, hide: 'sm' }, { width: 40, num: true, hide: 'sm' }, { width: 40, num: true, hide: 'sm' }, { width: 20, num: true, hide: 'sm' }, { width: 50, num: true, hide: 'md' }, { width: 40, num: true }, { width: 50, num: true, hide: 'sm' }] as const

export function EndedJobs({ jobs, count, error, onRetry, onMore, loadingMore }: Props) {
  const body = () => {
    if (jobs === undefined && error) return <LoadFailed title="Ended jobs could not be loaded" error={error} onRetry={onRetry} />
    if (jobs?.length === 0) return <p className="py-3 text-ink-3">No job has ended yet.</p>
    return (
      <>
        <EndedTable jobs={jobs} />
        {jobs && onMore ? (
          <TableFoot>
            <span>{formatCount(jobs.length)}{count === undefined ? '' : ` of ${formatCount(count)}`}</span>
            <Button variant="quiet" size="sm" onClick={onMore} disabledReason={loadingMore ? 'Loading' : null}>Show more</Button>
          </TableFoot>
        ) : null}
      </>
    )
  }
  return <Section title="Ended jobs" count={count ? formatCount(count) : undefined}>{body()}</Section>
}

function EndedTable({ jobs }: { readonly jobs: readonly JobSummary[] | undefined }) {
  return (
    <Table caption="Ended jobs" aria-busy={jobs === undefined}>
      <thead>
        <tr>
          <Th>Job</Th>
          <Th hide="sm">State</Th>
          <Th num hide="sm">Leads</Th>
          <Th num hide="sm">Scored</Th>
          <Th num hide="sm">Failed</Th>
          <Th num hide="md">Took</Th>
          <Th num className="max-md:pr-0!">Cost</Th>
          <Th num hide="sm">Ended</Th>
        </tr>
      </thead>
      <tbody>{jobs === undefined ? <SkeletonRows columns={COLUMNS} rows={5} /> : jobs.map((job) => <EndedRow key={job.id} job={job} />)}</tbody>
    </Table>
  )
}

function EndedRow({ job }: { readonly job: JobSummary }) {
  const { total, succeeded, failed } = job.request_counts
  return (
    <Row>
      <RowHead>
        <Link href={`/jobs/${job.id}`} className="wrap-anywhere">{jobTitle(job)}</Link>
        <Sub only="sm">{job.status === 'completed' ? null : `${describeJob(job).text}, `}{formatCount(succeeded)} of {formatCount(total)} scored, {formatWhen(job.completed_at)}</Sub>
      </RowHead>
      <Td hide="sm"><JobState job={job} /></Td>
      <Td num hide="sm"><Amount value={total} /></Td>
      <Td num hide="sm"><Amount value={succeeded} /></Td>
      <Td num hide="sm">{failed > 0 ? <Link href={`/jobs/${job.id}#failed`} className="text-danger" aria-label={`${formatCount(failed)} failed of ${jobTitle(job)}`}>{formatCount(failed)}</Link> : <Amount value={0} />}</Td>
      <Td num hide="md">{formatTook(job)}</Td>
      <Td num className="max-md:pr-0!"><Money usd={job.cost.actual_usd} /></Td>
      <Td num hide="sm" muted><Time at={job.completed_at} /></Td>
    </Row>
  )
}
