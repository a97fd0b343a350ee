/** Who is signed in: the query, and a hook for pages, which are only shown to somebody. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { sessionApi } from '@/services/session'
import type { Session } from '@/services/session'

export const sessionKeys = { current: ['session'] as const }

export function sessionOptions() {
  return queryOptions({
    queryKey: sessionKeys.current,
    queryFn: ({ signal }) => sessionApi.getSession({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The session of a page behind the gate. */
export function useSession(): Session {
  return useSuspenseQuery(sessionOptions()).data
}
