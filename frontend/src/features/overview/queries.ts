/** Jobs of the overview: the open ones at a pace, the ended ones when one more has ended. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { overviewKeys } from '@/features/overview/keys'
import { usePolling } from '@/hooks/usePolling'
import { useSlowly } from '@/hooks/useSlowly'
import { ENDED_STATUSES, OPEN_STATUSES } from '@/lib/jobs'
import { api } from '@/services/api'

/** With the summary's 2 s this stays below one request a second. */
const PACE = 3_000
const ENDED_PACE = 10_000
const MOST_OPEN = 50
const PAGE = 10

export function useOpenJobs(paused: boolean) {
  return usePolling({
    queryKey: overviewKeys.open,
    read: (options) => api.listJobs({ status: [...OPEN_STATUSES], limit: MOST_OPEN }, options),
    usual: PACE,
    paused,
  })
}

/** Newest first; `latest` is how many have ended, and a change of it asks every loaded page anew, so not often. */
export function useEndedJobs(latest: number | undefined) {
  const count = useSlowly(latest, ENDED_PACE)
  const client = useQueryClient()
  const known = useRef(count)
  useEffect(() => {
    if (known.current !== undefined && known.current !== count) void client.invalidateQueries({ queryKey: overviewKeys.ended })
    known.current = count
  }, [client, count])

  return useInfiniteQuery({
    queryKey: overviewKeys.ended,
    queryFn: ({ pageParam, signal }) => api.listJobs({ status: [...ENDED_STATUSES], limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  })
}
