/** One job: its state at a pace until it ends; its failures and results only when there are more of them. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { jobKeys } from '@/features/jobs/keys'
import { usePolling } from '@/hooks/usePolling'
import { useSlowly } from '@/hooks/useSlowly'
import { isEnded } from '@/lib/jobs'
import { api } from '@/services/api'
import type { Job, RetryChoice } from '@/services/types'

const PAGE = 50
const FAILURES_EVERY = 5_000

export function useJob(id: string) {
  return usePolling({ queryKey: jobKeys.one(id), read: (options) => api.getJob(id, options), ended: isEnded })
}

/** Asks again when `count` has changed, every 5 s at most. */
export function useFailures(id: string, count: number) {
  const slow = useSlowly(count, FAILURES_EVERY)
  return useQuery({
    queryKey: jobKeys.failures(id, slow),
    queryFn: ({ signal }) => api.listFailures(id, { signal }),
    enabled: slow > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}

/** The newest results as they were when `seen` had succeeded; null asks for none yet. */
export function useResults(id: string, seen: number | null) {
  return useInfiniteQuery({
    queryKey: jobKeys.results(id, seen),
    queryFn: ({ pageParam, signal }) => api.listResults(id, { status: ['succeeded'], order: 'recent', limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    enabled: seen !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    refetchOnWindowFocus: false,
  })
}

/** Leads that stand under this job in Leads, asked for once it has ended; a person's newer row may be of another job. */
export function useLeadsOf({ id, status }: Job): number | null {
  const counts = useQuery({
    queryKey: jobKeys.persons(id),
    queryFn: ({ signal }) => api.getLeadCounts({ job_id: id }, { signal }),
    enabled: isEnded({ status }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
  return counts.data?.total ?? null
}

/** What was done to it; `status` null asks for nothing yet, another status asks anew. */
export function useEvents(id: string, status: string | null) {
  return useQuery({
    queryKey: jobKeys.events(id, status),
    queryFn: ({ signal }) => api.listJobEvents(id, { signal }),
    enabled: status !== null,
    placeholderData: keepPreviousData,
  })
}

function useDeed(id: string, act: (id: string) => Promise<Job>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      // a poll under way would bring back the state before
      await client.cancelQueries({ queryKey: jobKeys.one(id) })
      return act(id)
    },
    onSuccess: (job) => client.setQueryData(jobKeys.one(id), job),
    onSettled: () => client.invalidateQueries({ queryKey: jobKeys.one(id) }),
  })
}

export const useCancelJob = (id: string) => useDeed(id, api.cancelJob)
export const usePauseJob = (id: string) => useDeed(id, api.pauseJob)
export const useResumeJob = (id: string) => useDeed(id, api.resumeJob)

/** Answers the new job; the old one then names it. */
export function useRetryJob(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (choice: RetryChoice) => api.retryJob(id, choice),
    onSuccess: () => client.invalidateQueries({ queryKey: jobKeys.one(id) }),
  })
}
