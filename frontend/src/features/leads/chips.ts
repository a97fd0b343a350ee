/** The filters in words: one chip each, with what its removal leaves. */
import { tierName } from '@/components/TierChip'
import { shortId } from '@/lib/format'
import { formatWhen } from '@/lib/time'
import type { LeadFilters, OutcomeWanted } from '@/features/leads/filters'

export interface Chip {
  readonly key: string
  /** In front, plain: "Scored". */
  readonly word: string
  /** After it, bold: "today". */
  readonly value: string
  /** The change that removes it. */
  readonly without: Partial<LeadFilters>
}

const SINCE: Readonly<Record<string, string>> = { today: 'today', '7d': 'in the last 7 days', '30d': 'in the last 30 days' }

const OUTCOMES: Readonly<Record<OutcomeWanted, string>> = { won: 'won', lost: 'lost', none: 'not recorded' }

function scoreRange({ minScore, maxScore }: LeadFilters): string {
  if (minScore === null) return `at most ${maxScore}`
  if (maxScore === null) return `at least ${minScore}`
  return minScore === maxScore ? String(minScore) : `${minScore} to ${maxScore}`
}

/** Chips of what the search field and the tier segments do not show. */
export function chipsOf(filters: LeadFilters, jobName: string | null): Chip[] {
  const { minScore, maxScore, since, flagged, jobId, overridden, outcomes } = filters
  const chips: Array<Chip | false> = [
    (minScore !== null || maxScore !== null) && { key: 'score', word: 'Score', value: scoreRange(filters), without: { minScore: null, maxScore: null } },
    since !== null && { key: 'since', word: 'Scored', value: SINCE[since] ?? `since ${formatWhen(since)}`, without: { since: null } },
    flagged && { key: 'flagged', word: 'Contains', value: 'instructions', without: { flagged: false } },
    overridden !== null && { key: 'overridden', word: 'Score', value: overridden ? 'overridden' : 'not overridden', without: { overridden: null } },
    outcomes.length > 0 && { key: 'outcome', word: 'Outcome', value: outcomes.map((outcome) => OUTCOMES[outcome]).join(' or '), without: { outcomes: [] } },
    jobId !== null && { key: 'job', word: 'Job', value: jobName ?? shortId(jobId), without: { jobId: null } },
  ]
  return chips.filter((chip) => chip !== false)
}

/** The tiers as a chip: for several at once, or one that the segments do not know. */
export function tierChip({ tiers }: LeadFilters): Chip | null {
  if (tiers.length === 0) return null
  return { key: 'tier', word: tiers.length === 1 ? 'Tier' : 'Tiers', value: tiers.map(tierName).join(', '), without: { tiers: [] } }
}

/** Everything that narrows, in the order in which it is drawn: what can be removed when nothing matches. */
export function removable(filters: LeadFilters, jobName: string | null): Chip[] {
  const q = filters.q.trim()
  const tier = tierChip(filters)
  return [...(q ? [{ key: 'q', word: 'Search', value: q, without: { q: '' } }] : []), ...(tier ? [tier] : []), ...chipsOf(filters, jobName)]
}
