/** A value that follows at most once in so many milliseconds, and not at all while the tab is hidden. */
import { useEffect, useRef, useState } from 'react'

export function useSlowly<T>(value: T, every: number): T {
  const [slow, setSlow] = useState(value)
  const changedAt = useRef(0)

  useEffect(() => {
    if (Object.is(slow, value)) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const follow = () => {
      changedAt.current = Date.now()
      setSlow(value)
    }
    const plan = () => {
      clearTimeout(timer)
      if (!document.hidden) timer = setTimeout(follow, Math.max(0, changedAt.current + every - Date.now()))
    }
    plan()
    document.addEventListener('visibilitychange', plan)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', plan)
    }
  }, [slow, value, every])
  return slow
}
