/** A tier: steps of the accent, never traffic lights; Open is dashed, for too little is known. */
import { cx } from '@/lib/classes'

interface Props {
  /** A tier of the profile, `open` or `disqualified`. */
  readonly tier: string
  /** The place among the profile's tiers from the best, 0 first; needed where a profile names others than A to D. */
  readonly rank?: number
}

const STEPS = [
  'border-transparent bg-tier-a font-semibold text-tier-a-ink',
  'border-transparent bg-tier-b font-semibold text-tier-b-ink',
  'border-tier-c-line font-semibold text-tier-c-ink',
  'border-transparent bg-tier-d font-semibold text-tier-d-ink',
] as const
const DASHED = 'border-dashed border-line-control font-medium text-ink-3'

/** The tier as people read it: "A", "Open", "Disqualified". */
export function tierName(tier: string): string {
  return tier === 'open' || tier === 'disqualified' ? tier.charAt(0).toUpperCase() + tier.slice(1) : tier
}

function stepOf(tier: string, rank: number | undefined): string {
  if (tier === 'open' || tier === 'disqualified') return DASHED
  const place = rank ?? 'ABCD'.indexOf(tier)
  return STEPS[Math.min(STEPS.length - 1, place < 0 ? STEPS.length - 1 : place)] ?? STEPS[3]
}

export function TierChip({ tier, rank }: Props) {
  return (
    <span className={cx('inline-flex h-[1.125rem] min-w-5 items-center justify-center justify-self-start rounded-sm border px-1 text-xs leading-none whitespace-nowrap', stepOf(tier, rank))}>
      <span className="sr-only">Tier </span>
      {tier === 'disqualified' ? 'Out' : tierName(tier)}
      {tier === 'disqualified' ? <span className="sr-only"> (disqualified)</span> : null}
    </span>
  )
}
