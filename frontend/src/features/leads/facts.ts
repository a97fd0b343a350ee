/** How many leads match, in numbers and in words. */
import { formatCount, plural } from '@/lib/format'
import type { LeadCounts } from '@/services/types'

/** Leads that match every filter, the tiers included; null while unknown. */
export function matching(counts: LeadCounts | undefined, tiers: readonly string[]): number | null {
  if (!counts) return null
  if (tiers.length === 0) return counts.total
  return counts.tiers.reduce((sum, { tier, count }) => sum + (tiers.includes(tier) ? count : 0), 0)
}

interface Facts {
  readonly total: number | null
  /** All leads there are; asked for at another time, so it can lag behind. */
  readonly all: number | null
  readonly narrowed: boolean
  /** Among them, leads that no tier counts. */
  readonly unjudged: number
}

/** "2,488 of 12,486 match", "12,486 leads, 3 of them not judged". */
export function matchWords({ total, all, narrowed, unjudged }: Facts): string {
  if (total === null) return ''
  const rest = unjudged > 0 ? `, ${formatCount(unjudged)} of them not judged` : ''
  if (!narrowed) return `${plural(total, 'lead')}${rest}`
  if (all === null || all < total) return `${plural(total, 'lead')} ${total === 1 ? 'matches' : 'match'}${rest}`
  return `${formatCount(total)} of ${formatCount(all)} match${rest}`
}
