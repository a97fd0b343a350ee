/** Draws something with what every page stands on, at an address. */
import type { QueryClient } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Providers, createQueryClient } from '@/app/providers'

interface Options {
  readonly path?: string
  readonly client?: QueryClient
}

export function renderWith(ui: ReactNode, { path = '/', client = createQueryClient() }: Options = {}) {
  history.replaceState(null, '', path)
  return { client, ...render(<Providers client={client}>{ui}</Providers>) }
}
