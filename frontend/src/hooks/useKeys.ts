/** Single keys of a page. They rest while something is typed or a dialog is open. */
import { useEffect, useEffectEvent } from 'react'
import { commandKey } from '@/lib/keyboard'

/** What each key does: `{ '/': focusSearch, j: next, 'Shift+x': selectRange }`. A handler that answers false leaves the key alone. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void | false>>

export function useKeys(keys: Keys, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = commandKey(event)
    const handler = key === null ? undefined : keys[key]
    if (handler && handler(event) !== false) event.preventDefault()
  })
  useEffect(() => {
    if (!enabled) return
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [enabled])
}
