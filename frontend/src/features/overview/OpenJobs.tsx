/** Jobs that still move or wait: how far, how fast, how long, at what cost. Rows stack on the phone. */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- rows drawn as grids lose their roles unless they are written out */
import { Link } from 'wouter'
import { Amount, Money } from '@/components/Amounts'
import { LoadFailed } from '@/components/Empty'
import { ProgressTrack, endedOf } from '@/components/ProgressTrack'
import { Section } from '@/components/Section'
import { Skeleton } from '@/components/Skeleton'
import { JobState } from '@/components/StateMark'
import { Row, RowHead, Sub, Table, Td, Th } from '@/components/Table'
import { useMayHandIn } from '@/hooks/useSession'
import { formatCount, formatPercent } from '@/lib/format'
import { jobTitle, timeLeftOf } from '@/lib/jobs'
import { formatWhen } from '@/lib/time'
import type { JobPage, JobSummary } from '@/services/types'

interface Props {
  readonly page: JobPage | undefined
  readonly error: unknown
  readonly onRetry: () => void
}

export function OpenJobs({ page, error, onRetry }: Props) {
  const jobs = page?.data
  const mayHandIn = useMayHandIn()
  return (
    <Section title="Open jobs" note={jobs && jobs.length > 0 ? describeStates(jobs, page.has_more) : undefined}>
      {/* as high as a table of one job, so that a job's end moves little */}
      <div className="min-h-20">
        {jobs === undefined && error ? <LoadFailed title="Open jobs could not be loaded" error={error} onRetry={onRetry} /> : null}
        {jobs === undefined && !error ? <div className="py-5" aria-busy="true"><Skeleton width={320} /></div> : null}
        {jobs?.length === 0 ? <p className="py-3 text-ink-3">No job is open. {mayHandIn ? <><Link href="/jobs/new">Hand in a file</Link> and it appears here.</> : null}</p> : null}
        {jobs && jobs.length > 0 ? <JobTable jobs={jobs} /> : null}
      </div>
    </Section>
  )
}

/** "2 running, 1 paused". */
export function describeStates(jobs: readonly JobSummary[], more: boolean): string {
  const words = [['in_progress', 'running'], ['queued', 'queued'], ['paused', 'paused'], ['cancelling', 'cancelling']] as const
  const parts = words.map(([status, word]) => [jobs.filter((job) => job.status === status).length, word] as const).filter(([count]) => count > 0)
  const text = parts.map(([count, word]) => `${formatCount(count)} ${word}`).join(', ')
  return more ? `${text}; the newest ${formatCount(jobs.length)}` : text
}

function JobTable({ jobs }: { readonly jobs: readonly JobSummary[] }) {
  return (
    <Table caption="Open jobs" role="table" className="max-md:block">
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row">
          <Th role="columnheader">Job</Th>
          <Th role="columnheader" className="w-76">Done</Th>
          <Th role="columnheader" num hide="sm">A minute</Th>
          <Th role="columnheader" hide="sm" className="w-32">Time left</Th>
          <Th role="columnheader" className="w-52">State</Th>
          <Th role="columnheader" num>Cost</Th>
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">{jobs.map((job) => <JobRow key={job.id} job={job} />)}</tbody>
    </Table>
  )
}

const STACKED = 'max-md:block max-md:h-auto max-md:border-0 max-md:p-0!'

function JobRow({ job }: { readonly job: JobSummary }) {
  const { progress, status } = job
  const { value, unit } = timeLeftOf(job)
  const left = unit === null ? value : `${value} ${unit}`
  const waits = status === 'paused' || progress.rate_per_minute === null
  return (
    <Row role="row" className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1.5 max-md:border-b max-md:border-line max-md:py-3">
      <RowHead role="rowheader" className={`${STACKED} max-md:col-span-2`}>
        <Link href={`/jobs/${job.id}`} className="wrap-anywhere">{jobTitle(job)}</Link>
        <Sub>
          since {formatWhen(job.started_at ?? job.created_at)}, profile v{job.profile.version}
          <span className="md:hidden">, {left}{unit === null ? '' : ' left'}</span>
        </Sub>
      </RowHead>
      <Td role="cell" className={`${STACKED} max-md:col-span-2`}><Done job={job} /></Td>
      <Td role="cell" num hide="sm"><Amount value={status === 'paused' ? 0 : progress.rate_per_minute} /></Td>
      <Td role="cell" hide="sm" className="whitespace-nowrap" muted={waits}>{left}</Td>
      <Td role="cell" className={STACKED}><JobState job={job} /></Td>
      <Td role="cell" num className={`${STACKED} text-ink`}><Money usd={job.cost.actual_usd} /></Td>
    </Row>
  )
}

function Done({ job }: { readonly job: JobSummary }) {
  const { request_counts: counts, progress } = job
  return (
    <>
      <span className="flex items-baseline gap-2 pb-0.5 text-xs text-ink-3">
        <span><b className="font-medium text-ink">{formatCount(endedOf(counts))}</b> of {formatCount(counts.total)}{counts.failed > 0 ? <>, <span className="text-danger">{formatCount(counts.failed)} failed</span></> : null}</span>
        <span className="ml-auto">{formatPercent(progress.percent / 100)}</span>
      </span>
      <ProgressTrack name={jobTitle(job)} counts={counts} />
    </>
  )
}
