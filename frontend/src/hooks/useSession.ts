/** Who is signed in: the query, and a hook for pages, which are only shown to somebody. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '@/services/api'
import type { Session } from '@/services/types'

export const sessionKeys = { current: ['session'] as const }

export function sessionOptions() {
  return queryOptions({
    queryKey: sessionKeys.current,
    queryFn: ({ signal }) => api.getSession({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The session of a page behind the gate. */
export function useSession(): Session {
  return useSuspenseQuery(sessionOptions()).data
}

/** Whether the key that is signed in may hand in leads; true until it is known. */
export function useMayHandIn(): boolean {
  const session = useQuery({ ...sessionOptions(), enabled: false }).data
  return session?.scopes.includes('submit') ?? true
}
