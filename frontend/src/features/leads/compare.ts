/** Two judgements of one lead, criterion by criterion: what stood then, what stands now, what changed. */
import type { Lead } from '@/services/types'

export type PastAssessment = Lead['history'][number]
export type PastCriterion = PastAssessment['criteria'][number]

export interface ComparedRow {
  readonly key: string
  readonly label: string
  readonly then: PastCriterion | null
  readonly now: PastCriterion | null
  readonly levelChanged: boolean
  readonly weightChanged: boolean
}

/** Rows in the order of today's profile; criteria that are gone come last. */
export function compareAssessments(then: PastAssessment, now: PastAssessment): ComparedRow[] {
  const earlier = new Map(then.criteria.map((criterion) => [criterion.key, criterion]))
  const present = now.criteria.map((criterion) => row(earlier.get(criterion.key) ?? null, criterion))
  const kept = new Set(now.criteria.map(({ key }) => key))
  const gone = then.criteria.filter(({ key }) => !kept.has(key)).map((criterion) => row(criterion, null))
  return [...present, ...gone].filter((each) => each !== null)
}

function row(then: PastCriterion | null, now: PastCriterion | null): ComparedRow | null {
  const named = now ?? then
  if (!named) return null
  return { key: named.key, label: named.label, then, now, levelChanged: then?.level !== now?.level, weightChanged: then?.weight !== now?.weight }
}
