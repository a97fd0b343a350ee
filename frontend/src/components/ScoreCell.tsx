/** A score in a row: number, tier, bar. In tier Open the number is grey and the bar hatched. */
import { HATCH } from '@/components/Hatch'
import { TierChip } from '@/components/TierChip'
import { ABSENT } from '@/lib/format'
import { cx } from '@/lib/classes'

interface Props {
  /** Null when nothing is known of the lead. */
  readonly score: number | null
  /** Null before the lead was judged. */
  readonly tier: string | null
  readonly rank?: number
}

export function ScoreCell({ score, tier, rank }: Props) {
  const certain = tier !== null && tier !== 'open' && tier !== 'disqualified'
  return (
    <span className="inline-grid grid-cols-[1.625rem_2.5rem_3.5rem] items-center gap-x-2 align-middle max-md:grid-cols-[auto_auto]">
      <span className={cx('text-right', certain ? 'font-semibold text-ink' : 'text-ink-3')}>
        <span className="sr-only">Score </span>
        {score ?? ABSENT}
      </span>
      {tier === null ? <span /> : <TierChip tier={tier} rank={rank} />}
      <svg className="h-1 w-14 overflow-hidden rounded-xs max-md:hidden" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className="track" width="100" height="4" />
        {score === null ? null : <rect className={certain ? 'fill-data' : undefined} fill={certain ? undefined : HATCH} width={score} height="4" />}
      </svg>
    </span>
  )
}
