/** How it goes, in five figures: pace, scored, failed, still to judge, spent. */
import { Link } from 'wouter'
import { Amount, Money } from '@/components/Amounts'
import { Figure, FigureSkeleton, Figures } from '@/components/Figures'
import { Sparkline } from '@/components/Sparkline'
import { tierName } from '@/components/TierChip'
import { formatCount, formatMoney, plural } from '@/lib/format'
import type { Summary } from '@/services/types'

const LABELS = { pace: 'Leads a minute', scored: 'Scored in 24 h', failed: 'Failed in 24 h', open: 'Still to judge', cost: 'Spent in 24 h, list price' }

export function OverviewFigures({ summary }: { readonly summary: Summary }) {
  const { rate_per_minute, minutes, ended, cost } = summary
  return (
    <Figures columns={5}>
      <Figure label={LABELS.pace} value={<Amount value={rate_per_minute} />} aside={<Sparkline values={minutes} label={describeMinutes(minutes)} />}>
        last 60 s; the curve 30 min
      </Figure>
      <Figure label={LABELS.scored} value={<Amount value={ended.succeeded} />}><BestTier summary={summary} /></Figure>
      <Figure label={LABELS.failed} value={<Amount value={ended.failed} />}>{describeFailed(ended)}</Figure>
      <Figure label={LABELS.open} value={<Amount value={summary.open.queued + summary.open.in_progress} />}>{describeOpen(summary)}</Figure>
      <Figure label={LABELS.cost} value={<Money usd={cost.since_usd} />}>
        {formatMoney(cost.month_usd)} this month{summary.provider.simulated ? ', nothing billed' : ''}
      </Figure>
    </Figures>
  )
}

/** As high as the figures, before they are known. */
export function FiguresSkeleton() {
  return (
    <Figures columns={5}>
      {Object.values(LABELS).map((label) => <FigureSkeleton key={label} label={label} />)}
    </Figures>
  )
}

function BestTier({ summary }: { readonly summary: Summary }) {
  const best = summary.tiers.find(({ from }) => from !== null)
  if (!best) return 'no tier yet'
  const words = `${plural(best.count, 'lead')} in tier ${tierName(best.tier)}`
  return best.count === 0 ? words : <Link href={`/leads?${new URLSearchParams({ tier: best.tier, since: summary.since, sort: 'score' })}`}>{words}</Link>
}

/** "between 180 and 240 in the last 30 minutes". */
export function describeMinutes(minutes: readonly number[]): string {
  const [least, most] = [Math.min(...minutes), Math.max(...minutes)]
  if (minutes.length === 0 || most === 0) return 'Leads a minute over the last 30 minutes: none'
  const range = least === most ? formatCount(most) : `between ${formatCount(least)} and ${formatCount(most)}`
  return `Leads a minute over the last 30 minutes: ${range}, ${formatCount(minutes.at(-1))} in the last`
}

function describeFailed({ failed, failed_retryable: retryable }: Summary['ended']): string {
  if (failed === 0) return 'nothing to mend'
  if (retryable === 0) return 'another try does not help'
  return retryable === failed ? 'all worth another try' : `${formatCount(retryable)} worth another try`
}

function describeOpen({ open, jobs }: Summary): string {
  if (jobs.open === 0) return 'no job is open'
  const where = `in ${plural(jobs.open, 'job')}`
  return jobs.paused > 0 ? `${where}, ${formatCount(jobs.paused)} paused` : `${formatCount(open.in_progress)} at the model, ${where}`
}
