/** The figures of the overview and the provider's state of the bar: one query, asked at the pace of its quickest reader. */
import { usePolling } from '@/hooks/usePolling'
import { api } from '@/services/api'

export const summaryKeys = {
  all: ['summary'] as const,
  since: (since: string | undefined) => [...summaryKeys.all, since ?? 'day'] as const,
}

interface Options {
  readonly since?: string
  readonly usual?: number
  readonly paused?: boolean
  readonly enabled?: boolean
}

export function useSummary({ since, usual, paused, enabled }: Options = {}) {
  return usePolling({ queryKey: summaryKeys.since(since), read: (options) => api.getSummary(since ? { since } : {}, options), usual, paused, enabled })
}
