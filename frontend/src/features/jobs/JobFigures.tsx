/** What people ask of a job: how fast, how long, what it waits on, at what cost; and once it ended, how it went. */
import { Amount, Money, Time } from '@/components/Amounts'
import { Figure, Figures } from '@/components/Figures'
import { useNow } from '@/hooks/useConnection'
import { formatCount, formatMoney, plural } from '@/lib/format'
import { isEnded, secondsOf, timeLeftOf } from '@/lib/jobs'
import { formatDuration } from '@/lib/time'
import type { Job } from '@/services/types'

const COST = 'Cost so far, list price'
const RESULTS_FOR_A_GUESS = 30

export function JobFigures({ job }: { readonly job: Job }) {
  return <Figures columns={4} className="mt-4">{isEnded(job) ? <Ended job={job} /> : <Open job={job} />}</Figures>
}

function Open({ job }: { readonly job: Job }) {
  const now = useNow(job.status !== 'paused')
  const { progress, status } = job
  const { value, unit } = timeLeftOf(job)
  const [wait, why] = describeWaiting(job)
  return (
    <>
      <Figure label="Leads a minute" value={<Amount value={status === 'paused' ? 0 : progress.rate_per_minute} />}>{describeRate(job)}</Figure>
      <Figure label="Time left" value={value} unit={unit} word={unit === null}>
        {progress.stalled ? <span className="text-warn">nothing ended for 60 s</span> : job.started_at === null ? 'waits for its first lead' : `running for ${formatDuration(secondsOf(job, now))}`}
      </Figure>
      <Figure label="Waiting on" value={wait} word>{why}</Figure>
      <Figure label={COST} value={<Money usd={job.cost.actual_usd} />}>{describeCost(job)}</Figure>
    </>
  )
}

const OUTCOMES = { succeeded: 'All scored', partial: 'Scored in part', failed: 'None scored' } as const

function Ended({ job }: { readonly job: Job }) {
  const { succeeded, failed, cancelled, expired } = job.request_counts
  const seconds = secondsOf(job, 0)
  const judged = succeeded + failed
  const left = cancelled + expired
  return (
    <>
      <Figure label="Leads a minute" value={seconds > 0 ? <Amount value={(judged / seconds) * 60} /> : '–'}>on average</Figure>
      <Figure label="Took" value={formatDuration(seconds)}>ended <Time at={job.completed_at} seconds /></Figure>
      <Figure label="Outcome" value={job.outcome === null ? 'Ended' : OUTCOMES[job.outcome]} word>
        {[failed > 0 ? `${formatCount(failed)} failed` : null, left > 0 ? `${formatCount(left)} not judged` : null].filter(Boolean).join(', ') || `${plural(succeeded, 'lead')}, no failure`}
      </Figure>
      <Figure label="Cost, list price" value={<Money usd={job.cost.actual_usd} />}>{describeCost(job)}</Figure>
    </>
  )
}

/** Over what time the rate is: a young job has not run for a minute. */
export function describeRate({ status, progress: { rate_seconds: seconds, stalled } }: Job): string {
  if (status === 'paused') return 'while it is paused'
  if (stalled) return 'none in the last 60 s'
  return seconds === null ? 'not known yet' : `over the last ${formatDuration(seconds)}`
}

/** In words: what it waits on, and what that means. */
export function describeWaiting({ status, progress, request_counts: counts }: Job): [string, string] {
  if (status === 'paused') return ['Somebody', 'paused; nothing is asked until it goes on']
  switch (progress.waiting_on) {
    case 'workers': return ['Workers', 'none serves this job now']
    case 'retry': return ['The next try', 'all that is left waits after a fault']
    case 'calls': return ['Answers', `${plural(counts.in_progress, 'call')} at the model`]
    case 'queue': return ['Its turn', `${plural(counts.queued, 'lead')} not asked yet`]
    case null: return ['–', 'nothing']
  }
}

/** The cost at the end by the mean so far, once that means something; else what the sum is. */
export function describeCost(job: Job): string {
  const { cached, cost, simulated, request_counts: counts } = job
  const billed = simulated ? 'simulator: nothing billed' : 'by the provider’s list prices'
  const judged = counts.succeeded + counts.failed
  const open = counts.queued + counts.in_progress
  if (isEnded(job) || job.status === 'cancelling' || open === 0 || judged < RESULTS_FOR_A_GUESS) return cached > 0 ? `${formatCount(cached)} reused at no cost` : billed
  const spent = Number(cost.actual_usd)
  return `about ${formatMoney(spent + (spent / judged) * open)} at the end${simulated ? ', not billed' : ''}`
}
