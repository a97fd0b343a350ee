/** One page of leads by filter; read anew whenever it is shown. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '@/services/api'
import type { LeadQuery } from '@/services/types'

export const leadKeys = {
  all: ['leads'] as const,
  list: (query: LeadQuery) => [...leadKeys.all, 'list', query] as const,
  one: (id: string) => [...leadKeys.all, 'one', id] as const,
}

export function leadsOptions(query: LeadQuery) {
  return queryOptions({
    queryKey: leadKeys.list(query),
    queryFn: ({ signal }) => api.getLeads(query, { signal }),
    // the old page stays, dimmed, until the new one is there
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  })
}

export function useLeads(query: LeadQuery = {}) {
  return useQuery(leadsOptions(query))
}
