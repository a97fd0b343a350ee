/** The axis of the histogram: ticks where tiers begin, and each tier's count below its own bins. */
import { TierChip } from '@/components/TierChip'
import { formatCount, formatShare } from '@/lib/format'

export interface TierCount {
  readonly tier: string
  readonly count: number
  /** The least score of the tier; null for open and disqualified, which lie on no bin. */
  readonly from: number | null
}

interface Band {
  readonly tier: string
  readonly count: number
  readonly rank: number
  readonly from: number
  readonly span: number
}

/** Bands from the lowest tier to the highest, in columns of 5 points. */
export function bandsOf(tiers: readonly TierCount[]): Band[] {
  const placed = tiers.flatMap(({ tier, count, from }, rank) => (from === null ? [] : [{ tier, count, from, rank }])).toSorted((a, b) => a.from - b.from)
  return placed.map((band, index) => ({ ...band, span: Math.max(1, Math.round(((placed[index + 1]?.from ?? 100) - band.from) / 5)) }))
}

const SPANS = ['col-span-1', 'col-span-2', 'col-span-3', 'col-span-4', 'col-span-5', 'col-span-6', 'col-span-7', 'col-span-8', 'col-span-9', 'col-span-10', 'col-span-11', 'col-span-12', 'col-span-13', 'col-span-14', 'col-span-15', 'col-span-16', 'col-span-17', 'col-span-18', 'col-span-19', 'col-span-20'] as const

function spanClass(span: number): string {
  return SPANS[Math.min(SPANS.length, span) - 1] ?? 'col-span-1'
}

export function HistogramTiers({ tiers }: { readonly tiers: readonly TierCount[] }) {
  const bands = bandsOf(tiers)
  const total = tiers.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <div className="grid grid-cols-20 pt-1 text-2xs text-ink-3" aria-hidden="true">
        {bands.map(({ tier, from, span }, index) => (
          <span key={tier} className={`flex justify-between ${spanClass(span)}`}>
            <span>{from}</span>
            {index === bands.length - 1 ? <span>100</span> : null}
          </span>
        ))}
      </div>
      <dl className="grid grid-cols-20 pt-1.5">
        {bands.map(({ tier, count, rank, span }) => (
          <div key={tier} className={`pr-2 ${spanClass(span)}`}>
            <dt className="inline"><TierChip tier={tier} rank={rank} /></dt>
            <dd className="ml-1 inline font-medium text-ink">
              {formatCount(count)}
              <small className="ml-1 text-xs font-normal text-ink-3 max-md:hidden">{formatShare(count, total)}</small>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
