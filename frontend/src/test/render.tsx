/** Draws something with what every page stands on, at an address. */
import type { QueryClient } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Providers, createQueryClient } from '@/app/providers'
import { sessionKeys } from '@/hooks/useSession'
import { SESSION } from '@/test/fixtures'
import type { Session } from '@/services/types'

interface Options {
  readonly path?: string
  readonly client?: QueryClient
}

/** A client that knows who is signed in, by default a key that may do everything. */
export function signedIn(session: Session = SESSION): QueryClient {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, session)
  return client
}

export function renderWith(ui: ReactNode, { path = '/', client = createQueryClient() }: Options = {}) {
  history.replaceState(null, '', path)
  return { client, ...render(<Providers client={client}>{ui}</Providers>) }
}
