/** How far a job is: one track, counts that add up to its total, and its scored leads by tier. */
import { Count, Counts } from '@/components/Counts'
import { ProgressTrack } from '@/components/ProgressTrack'
import { TierChip } from '@/components/TierChip'
import { formatCount, formatPercent } from '@/lib/format'
import { isEnded, jobTitle } from '@/lib/jobs'
import type { Job } from '@/services/types'

export function JobProgress({ job }: { readonly job: Job }) {
  const { request_counts: counts } = job
  const judged = counts.succeeded + counts.failed
  const over = isEnded(job)
  const left = counts.cancelled + counts.expired
  return (
    <section aria-label="Progress">
      <p className="flex items-baseline pb-1 text-ink-3">
        <span><b className="font-semibold text-ink">{formatCount(judged)}</b> of {formatCount(counts.total)} {over ? 'judged' : 'done'}</span>
        <b className="ml-auto font-semibold text-ink">{formatPercent(counts.total > 0 ? judged / counts.total : 0)}</b>
      </p>
      <ProgressTrack name={jobTitle(job)} counts={counts} large />
      <div className="flex min-h-8 flex-wrap items-center gap-x-6 lg:justify-between">
        <Counts>
          <Count label="Scored" mark="done">{formatCount(counts.succeeded)}</Count>
          <Count label="Failed" mark="failed">{counts.failed > 0 ? <a href="#failed" className="text-danger">{formatCount(counts.failed)}</a> : <span className="font-normal text-ink-3">0</span>}</Count>
          {over ? null : <Count label="At the model" mark="flight">{formatCount(counts.in_progress)}</Count>}
          {over ? null : <Count label="Waiting" mark="queued">{formatCount(counts.queued)}</Count>}
          {left > 0 ? <Count label="Not judged" mark={over ? 'queued' : undefined}>{formatCount(left)}</Count> : null}
        </Counts>
        <Tiers job={job} />
      </div>
    </section>
  )
}

function Tiers({ job }: { readonly job: Job }) {
  const shown = job.tiers.filter(({ tier, count }) => count > 0 || (tier !== 'open' && tier !== 'disqualified'))
  return (
    <dl className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1 pt-2">
      <dt className="sr-only">Scored, by tier</dt>
      {shown.map(({ tier, count }, rank) => (
        <dd key={tier} className="flex items-center gap-1.5 font-medium text-ink"><TierChip tier={tier} rank={rank} /> {formatCount(count)}</dd>
      ))}
    </dl>
  )
}
