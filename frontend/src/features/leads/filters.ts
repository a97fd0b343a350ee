/** What narrows and orders the list of leads. All of it stands in the URL, so that a view can be sent and Back works. */
import type { LeadFilter, LeadQuery, OutcomeKind } from '@/services/types'

export type LeadSort = 'score' | 'company' | 'scored' | 'time'
export type Order = 'asc' | 'desc'
/** How a lead ended; `none`: nobody said so. */
export type OutcomeWanted = OutcomeKind | 'none'

export interface LeadFilters {
  readonly q: string
  readonly tiers: readonly string[]
  readonly minScore: number | null
  readonly maxScore: number | null
  /** `today`, `7d`, `30d`, or a moment as RFC 3339. */
  readonly since: string | null
  readonly flagged: boolean
  readonly jobId: string | null
  /** Whether a person overrode the score; null: either. */
  readonly overridden: boolean | null
  readonly outcomes: readonly OutcomeWanted[]
  readonly sort: LeadSort
  readonly order: Order
}

export const ROWS = 50
/** Whom to call first: leads in a tier by score, then those of whom too little is known, then those ruled out. */
const USUAL_SORT: LeadSort = 'score'
const LONGEST_SEARCH = 100
const DAYS_BACK: Readonly<Record<string, number>> = { today: 0, '7d': 6, '30d': 29 }
/** The order that a first press on a column's head gives. */
export const FIRST_ORDER: Readonly<Record<LeadSort, Order>> = { score: 'desc', company: 'asc', scored: 'desc', time: 'desc' }

export const NO_FILTERS = { q: '', tiers: [], minScore: null, maxScore: null, since: null, flagged: false, jobId: null, overridden: null, outcomes: [] } as const satisfies Partial<LeadFilters>

function scoreOf(value: string | null): number | null {
  if (value === null || !/^\d{1,3}$/.test(value)) return null
  return Number(value) <= 100 ? Number(value) : null
}

function sinceOf(value: string | null): string | null {
  if (value === null) return null
  const isMoment = /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
  return value in DAYS_BACK || isMoment ? value : null
}

const OUTCOMES: readonly OutcomeWanted[] = ['won', 'lost', 'none']

/** The filters of an address; what nobody can have meant is left out. */
export function readFilters(search: string): LeadFilters {
  const params = new URLSearchParams(search)
  const wanted = params.get('sort')
  const sort = wanted !== null && wanted in FIRST_ORDER ? (wanted as LeadSort) : USUAL_SORT
  const order = params.get('order')
  const jobId = params.get('job_id')
  return {
    q: (params.get('q') ?? '').slice(0, LONGEST_SEARCH),
    tiers: [...new Set(params.getAll('tier').filter((tier) => tier !== '' && tier.length <= 64))],
    minScore: scoreOf(params.get('min_score')),
    maxScore: scoreOf(params.get('max_score')),
    since: sinceOf(params.get('since')),
    flagged: params.get('flagged') === 'true',
    overridden: { true: true, false: false }[params.get('overridden') ?? ''] ?? null,
    outcomes: OUTCOMES.filter((outcome) => params.getAll('outcome').includes(outcome)),
    jobId: jobId !== null && /^[\da-f-]{36}$/i.test(jobId) ? jobId : null,
    sort,
    order: order === 'asc' || order === 'desc' ? order : FIRST_ORDER[sort],
  }
}

/** The address of a view of the list; what is as usual is not written. */
export function leadsHref(filters: LeadFilters, cursor: string | null = null): string {
  const params = new URLSearchParams()
  const { q, tiers, minScore, maxScore, since, flagged, jobId, overridden, outcomes, sort, order } = filters
  if (q.trim()) params.set('q', q.trim())
  for (const tier of tiers) params.append('tier', tier)
  if (minScore !== null) params.set('min_score', String(minScore))
  if (maxScore !== null) params.set('max_score', String(maxScore))
  if (since !== null) params.set('since', since)
  if (flagged) params.set('flagged', 'true')
  if (jobId !== null) params.set('job_id', jobId)
  if (overridden !== null) params.set('overridden', String(overridden))
  for (const outcome of outcomes) params.append('outcome', outcome)
  if (sort !== USUAL_SORT) params.set('sort', sort)
  if (order !== FIRST_ORDER[sort]) params.set('order', order)
  if (cursor !== null) params.set('cursor', cursor)
  const search = params.toString()
  return search ? `/leads?${search}` : '/leads'
}

/** The moment that "today" or "7 days" begins with: midnight here, so that it holds still for a day. */
export function sinceMoment(since: string, now = new Date()): string {
  const days = DAYS_BACK[since]
  if (days === undefined) return new Date(since).toISOString()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString()
}

/** For the counts by tier: every filter but the tier. */
export function countQuery(filters: LeadFilters): LeadFilter {
  const { q, minScore, maxScore, since, flagged, jobId, overridden, outcomes } = filters
  return {
    ...(q.trim() && { q: q.trim() }),
    ...(minScore !== null && { min_score: minScore }),
    ...(maxScore !== null && { max_score: maxScore }),
    ...(since !== null && { since: sinceMoment(since) }),
    ...(flagged && { flagged }),
    ...(jobId !== null && { job_id: jobId }),
    ...(overridden !== null && { overridden }),
    ...(outcomes.length > 0 && { outcome: [...outcomes] }),
  }
}

export function listQuery(filters: LeadFilters, cursor: string | null): LeadQuery {
  const { tiers, sort, order } = filters
  return { ...countQuery(filters), ...(tiers.length > 0 && { tier: [...tiers] }), sort, order, limit: ROWS, ...(cursor !== null && { cursor }) }
}

export function isNarrowed(filters: LeadFilters): boolean {
  const { q, tiers, minScore, maxScore, since, flagged, jobId, overridden, outcomes } = filters
  return overridden !== null || outcomes.length > 0 || q.trim() !== '' || tiers.length > 0 || minScore !== null || maxScore !== null || since !== null || flagged || jobId !== null
}
