/** Shows its children to somebody who is signed in; others go to the sign-in page and come back. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Redirect, useLocation } from 'wouter'
import { LoadFailed } from '@/components/Empty'
import { signInPath } from '@/features/session/address'
import { useQueryParams } from '@/hooks/useQueryParams'
import { sessionOptions } from '@/hooks/useSession'
import { ApiError } from '@/services/errors'

interface Props {
  /** What stands there until the answer. */
  readonly waiting: ReactNode
  readonly children: ReactNode
}

export function SessionGate({ waiting, children }: Props) {
  const [path] = useLocation()
  const search = useQueryParams()
  const session = useQuery(sessionOptions())
  if (session.data) return children
  if (session.isPending) return waiting
  if (session.error instanceof ApiError && session.error.status === 401) return <Redirect to={signInPath(path, search.toString())} replace />
  return (
    <div className="container">
      <LoadFailed heading="h1" title="The dashboard cannot reach its API" error={session.error} onRetry={() => void session.refetch()} />
    </div>
  )
}
