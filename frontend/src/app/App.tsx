/** The whole dashboard. */
import type { QueryClient } from '@tanstack/react-query'
import { Providers } from '@/app/providers'
import { AppRoutes } from '@/app/routes'

export function App({ client }: { readonly client?: QueryClient }) {
  return (
    <Providers client={client}>
      <AppRoutes />
    </Providers>
  )
}
