/** One job: how far it is, what failed, what came of it. */
import { useState } from 'react'
import { Link } from 'wouter'
import { ButtonLink } from '@/components/Button'
import { Empty, LoadFailed } from '@/components/Empty'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Crumbs, Page } from '@/components/Page'
import { SimulatorMark } from '@/components/SimulatorMark'
import { JobState, describeJob } from '@/components/StateMark'
import { Time } from '@/components/Amounts'
import { Failures } from '@/features/jobs/Failures'
import { JobActions } from '@/features/jobs/JobActions'
import { JobFigures } from '@/features/jobs/JobFigures'
import { JobProgress } from '@/features/jobs/JobProgress'
import { JobSkeleton } from '@/features/jobs/JobSkeleton'
import { History } from '@/features/jobs/History'
import { Paused } from '@/features/jobs/Paused'
import { Results } from '@/features/jobs/Results'
import { SkippedRows } from '@/features/jobs/SkippedRows'
import { useFailures, useJob } from '@/features/jobs/queries'
import { useAnnouncement } from '@/hooks/useAnnouncement'
import { useLastError } from '@/hooks/useLastError'
import { formatCount, shortId } from '@/lib/format'
import { isEnded, jobTitle } from '@/lib/jobs'
import { ApiError } from '@/services/errors'
import type { Job } from '@/services/types'

export default function JobPage({ id }: { readonly id: string }) {
  const { data: job, error: newest, refetch } = useJob(id)
  const error = useLastError(newest, job !== undefined)
  const crumbs = <Crumbs trail={[{ label: 'Overview', href: '/' }, { label: <>Job <code>{shortId(id)}</code></> }]} />
  if (job) return <LoadedJob job={job} crumbs={crumbs} />
  if (isUnknown(error)) {
    return (
      <Page title="No such job" crumbs={crumbs}>
        <Empty title="There is no job at this address" actions={<ButtonLink href="/">Go to Overview</ButtonLink>}>
          <p>The link may be cut off or from another installation. Every job stands on the overview.</p>
        </Empty>
      </Page>
    )
  }
  return (
    <Page title={`Job ${shortId(id)}`} crumbs={crumbs}>
      {error ? <LoadFailed title="The job could not be loaded" error={error} onRetry={() => void refetch()} /> : <JobSkeleton />}
    </Page>
  )
}

/** No such job, or an address that is no id at all. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 422)
}

function LoadedJob({ job, crumbs }: { readonly job: Job; readonly crumbs: React.ReactNode }) {
  const { failed } = job.request_counts
  const [beganEnded] = useState(() => isEnded(job))
  const failures = useFailures(job.id, failed)
  const settled = failed === 0 || failures.data !== undefined || failures.isError
  const [seenSettled, setSeenSettled] = useState(settled)
  if (settled && !seenSettled) setSeenSettled(true)
  const announcement = useAnnouncement(announce(job), isEnded(job))
  return (
    <Page title={jobTitle(job)} crumbs={crumbs} facts={<Facts job={job} />} actions={<JobActions job={job} />}>
      <div className="sr-only" role="status">{announcement}</div>
      <ErrorBoundary name="The progress">
        <Paused job={job} />
        <JobProgress job={job} />
        <JobFigures job={job} />
      </ErrorBoundary>
      <ErrorBoundary name="The list of failures">
        <Failures jobId={job.id} count={failed} groups={failures.data?.data} skipped={job.skipped.errors} error={failures.error} onRetry={() => void failures.refetch()} unfolded={beganEnded} />
      </ErrorBoundary>
      {/* drawn once what stands above has its height */}
      {seenSettled ? (
        <>
          <ErrorBoundary name="The list of rows left out"><SkippedRows skipped={job.skipped} /></ErrorBoundary>
          <ErrorBoundary name="The results"><Results job={job} /></ErrorBoundary>
          <ErrorBoundary name="The history"><History job={job} /></ErrorBoundary>
        </>
      ) : null}
    </Page>
  )
}

function Facts({ job }: { readonly job: Job }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <JobState job={job} />
      <span>{job.profile.name} v{job.profile.version}, handed in <Time at={job.created_at} /></span>
      {job.retry_of ? <Link href={`/jobs/${job.retry_of}`}>leads of an earlier job</Link> : null}
      {job.retried_by.map((id) => <Link key={id} href={`/jobs/${id}`}>tried again <code>{shortId(id)}</code></Link>)}
      {job.simulated ? <SimulatorMark inline /> : null}
    </span>
  )
}

/** "Running: 1,126 of 1,840 done, 17 failed". */
export function announce(job: Job): string {
  const { succeeded, failed, total } = job.request_counts
  return `${describeJob(job).text}: ${formatCount(succeeded + failed)} of ${formatCount(total)} ${isEnded(job) ? 'judged' : 'done'}, ${formatCount(failed)} failed`
}
