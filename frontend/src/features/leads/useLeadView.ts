/** The view of the list that the address names, and the ways from it: another filter, another page. */
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { leadsHref, readFilters } from '@/features/leads/filters'
import type { LeadFilters } from '@/features/leads/filters'
import { useQueryParams } from '@/hooks/useQueryParams'

/** What the history remembers of a page of the list: the cursors of the pages before it. */
export interface ListState {
  readonly before: ReadonlyArray<string | null>
}

export interface LeadView {
  readonly filters: LeadFilters
  readonly cursor: string | null
  /** From 0; null when the address was opened by itself and nobody knows. */
  readonly page: number | null
  readonly href: string
  readonly state: ListState
  /** Another filter, search or order: back to page 1. */
  readonly change: (part: Partial<LeadFilters>, options?: { replace?: boolean }) => void
  readonly goNext: (cursor: string) => void
  /** To the page before, as far as it is known, else to the first. */
  readonly goBack: () => void
}

function readState(state: unknown): ListState {
  const before = typeof state === 'object' && state !== null && 'before' in state ? state.before : null
  return { before: Array.isArray(before) ? before.filter((cursor) => cursor === null || typeof cursor === 'string') : [] }
}

export function useLeadView(): LeadView {
  const params = useQueryParams()
  const [, navigate] = useLocation()
  const historyState = useHistoryState<unknown>()
  const search = params.toString()
  const filters = useMemo(() => readFilters(search), [search])
  const cursor = params.get('cursor')
  const { before } = readState(historyState)
  const known = cursor === null || before.length > 0
  const state = { before: cursor === null ? [] : before }

  return {
    filters,
    cursor,
    page: known ? state.before.length : null,
    href: leadsHref(filters, cursor),
    state,
    change: (part, { replace = false } = {}) => navigate(leadsHref({ ...filters, ...part }), { replace }),
    goNext: (next) => navigate(leadsHref(filters, next), { state: { before: known ? [...state.before, cursor] : [] } }),
    goBack: () => navigate(leadsHref(filters, state.before.at(-1) ?? null), { state: { before: state.before.slice(0, -1) } }),
  }
}
