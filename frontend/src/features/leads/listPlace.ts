/** Where in the list a lead was opened from: kept in the history, so that its page can lead on and back. */
import { useHistoryState } from 'wouter/use-browser-location'
import type { ListState } from '@/features/leads/useLeadView'

export interface ListPlace {
  /** The address of the list, and what its history entry held. */
  readonly href: string
  readonly state: ListState
  /** The leads of that page in their order. */
  readonly ids: readonly string[]
  /** How many stand before this page; null when unknown. */
  readonly offset: number | null
  /** How many match; null when unknown. */
  readonly total: number | null
}

export interface LeadState {
  readonly list: ListPlace
}

function isPlace(value: unknown): value is ListPlace {
  if (typeof value !== 'object' || value === null) return false
  const { href, ids, state } = value as Partial<ListPlace>
  return typeof href === 'string' && href.startsWith('/leads') && Array.isArray(ids) && typeof state === 'object'
}

/** The place that the history remembers for this lead's page; null when it was opened by its address. */
export function useListPlace(): ListPlace | null {
  const state = useHistoryState<unknown>()
  const list = typeof state === 'object' && state !== null && 'list' in state ? state.list : null
  return isPlace(list) ? list : null
}

export interface Neighbours {
  readonly previous: string | null
  readonly next: string | null
  /** "5 of 2,488", in numbers. */
  readonly at: number | null
}

export function neighboursOf(place: ListPlace, id: string): Neighbours | null {
  const index = place.ids.indexOf(id)
  if (index < 0) return null
  return { previous: place.ids[index - 1] ?? null, next: place.ids[index + 1] ?? null, at: place.offset === null ? null : place.offset + index + 1 }
}
