/** What the pages of leads ask beside the list itself (hooks/useLeads.ts). */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { leadKeys } from '@/hooks/useLeads'
import { api } from '@/services/api'
import { ApiError } from '@/services/errors'
import type { Lead, LeadFilter } from '@/services/types'

const CHOOSABLE_JOBS = 50

export function countsOptions(query: LeadFilter) {
  return queryOptions({
    queryKey: [...leadKeys.all, 'counts', query] as const,
    queryFn: ({ signal }) => api.getLeadCounts(query, { signal }),
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  })
}

export function leadOptions(id: string) {
  return queryOptions({ queryKey: leadKeys.one(id), queryFn: ({ signal }) => api.getLead(id, { signal }), refetchOnMount: 'always' })
}

/** Something said of a lead, or taken back; the lead as it is then takes the place of what was read before. */
export function useWord<Said>(id: string, send: (said: Said) => Promise<Lead>, on: { onSuccess?: (said: Said) => void; onError?: (error: Error) => void } = {}) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (said: Said) => {
      // a read under way would bring back the state before
      await client.cancelQueries({ queryKey: leadKeys.one(id) })
      return send(said)
    },
    onSuccess: (lead, said) => {
      client.setQueryData(leadKeys.one(id), lead)
      on.onSuccess?.(said)
    },
    onError: on.onError,
  })
}

/** Jobs to choose from, and the one that a filter names. */
export function jobOptions(id: string) {
  return queryOptions({ queryKey: ['leads', 'job', id] as const, queryFn: ({ signal }) => api.getJob(id, { signal }), staleTime: 60_000 })
}

export function jobChoices() {
  return queryOptions({ queryKey: ['leads', 'jobs'] as const, queryFn: ({ signal }) => api.listJobs({ limit: CHOOSABLE_JOBS }, { signal }), staleTime: 10_000 })
}

const ANY_STATUS = ['queued', 'in_progress', 'succeeded', 'failed', 'cancelled', 'expired'] as const

/** The row of a job at a position: under which id it was handed in. */
export function rowOptions(jobId: string, position: number) {
  return queryOptions({
    queryKey: ['leads', 'row', jobId, position] as const,
    queryFn: async ({ signal }) => {
      const page = await api.listResults(jobId, { status: [...ANY_STATUS], index: position, limit: 1 }, { signal })
      return page.data[0] ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Why a row of a job has no score. */
export function failureOptions(jobId: string, position: number) {
  return queryOptions({
    queryKey: ['leads', 'failure', jobId, position] as const,
    queryFn: async ({ signal }) => {
      const page = await api.listResults(jobId, { status: ['failed'], index: position, limit: 1 }, { signal })
      return page.data[0]?.error ?? null
    },
  })
}

/** Whether there is no such lead, rather than no answer. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}
