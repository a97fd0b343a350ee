/** What the page knows of its API, and a clock for what is written with seconds. */
import { useCallback, useSyncExternalStore } from 'react'
import { connection } from '@/lib/connection'
import type { Connection } from '@/lib/connection'

export function useConnection(): Connection {
  return useSyncExternalStore(connection.subscribe, connection.read)
}

/** The time in whole seconds (of `every` milliseconds), moving on by itself while `running`. */
export function useNow(running = true, every = 1_000): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!running) return () => undefined
      const timer = setInterval(listener, every)
      return () => clearInterval(timer)
    },
    [running, every],
  )
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / every) * every)
}
