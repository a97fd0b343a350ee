/** What every page stands on: the query client, toasts, and the browser's word on being online. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ToastProvider } from '@/components/Toast'
import { connection } from '@/lib/connection'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // services/retry.ts is the one layer that retries; and an API on this machine answers without a network
      queries: { retry: false, networkMode: 'always', staleTime: 1_000, refetchOnReconnect: false },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

export function Providers({ client, children }: { readonly client?: QueryClient; readonly children: ReactNode }) {
  const [queries] = useState(() => client ?? createQueryClient())

  useEffect(() => {
    const update = () => {
      connection.setOnline(navigator.onLine)
      if (navigator.onLine) void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
    }
    connection.setOnline(navigator.onLine)
    window.addEventListener('online', update)
    window.addEventListener('offline', update)
    return () => {
      window.removeEventListener('online', update)
      window.removeEventListener('offline', update)
    }
  }, [queries])

  return (
    <QueryClientProvider client={queries}>
      <ToastProvider>{children}</ToastProvider>
    </QueryClientProvider>
  )
}
