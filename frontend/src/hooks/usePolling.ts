/** A query that asks again at the pace of lib/polling.ts, rests while the tab is hidden and stops at an end. */
import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient, QueryKey, UseQueryResult } from '@tanstack/react-query'
import { connection } from '@/lib/connection'
import { STARTING_PACE, answered, failed, nextDelay } from '@/lib/polling'
import type { Pace } from '@/lib/polling'
import type { CallOptions } from '@/services/client'
import { ApiError } from '@/services/errors'

interface Options<T> {
  readonly queryKey: QueryKey
  /** One method of api.ts with its parameters bound; pass the options on. */
  readonly read: (options: CallOptions) => Promise<T>
  /** Milliseconds between two answers when all is quick; 2 s. */
  readonly usual?: number
  /** Whether there is nothing more to come. */
  readonly ended?: (data: T) => boolean
  /** Stopped by a person; what is there stays. */
  readonly paused?: boolean
  readonly enabled?: boolean
}

const paces = new WeakMap<QueryClient, Map<string, Pace>>()

function pacesOf(client: QueryClient): Map<string, Pace> {
  const known = paces.get(client) ?? new Map<string, Pace>()
  paces.set(client, known)
  return known
}

/** A refusal stays one however often it is asked for; the session's end is waited out elsewhere. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.answered && error.status !== 408 && error.status !== 429
}

export function usePolling<T>({ queryKey, read, usual = 2_000, ended, paused = false, enabled = true }: Options<T>): UseQueryResult<T> {
  const client = useQueryClient()
  const pace = pacesOf(client)
  const hash = hashKey(queryKey)
  const isOver = (data: T | undefined) => data !== undefined && (ended?.(data) ?? false)

  return useQuery<T>({
    queryKey,
    enabled,
    staleTime: 1_000,
    queryFn: async ({ signal }) => {
      // the next question is the retry of a failed refresh; only the first load is worth retrying at once
      const before = client.getQueryState(queryKey)
      const retries = before?.data === undefined && !before?.errorUpdateCount ? undefined : 0
      try {
        return await read({ signal, retries, onAnswer: ({ took, retryAfter }) => pace.set(hash, answered(pace.get(hash) ?? STARTING_PACE, took, retryAfter)) })
      } catch (error) {
        if (!signal.aborted) {
          const next = failed(pace.get(hash) ?? STARTING_PACE, error instanceof ApiError ? error.retryAfter : null)
          pace.set(hash, next)
          connection.willTry(Date.now() + nextDelay(next, usual))
        }
        throw error
      }
    },
    refetchInterval: ({ state }) => {
      if (paused || isOver(state.data) || (state.status === 'error' && isFinal(state.error))) return false
      return nextDelay(pace.get(hash) ?? STARTING_PACE, usual)
    },
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: ({ state }) => !paused && !isOver(state.data),
  })
}
