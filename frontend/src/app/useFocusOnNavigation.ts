/** After a step to another page the reading starts at its top; going back leaves that to the browser. */
import { useEffect, useRef } from 'react'

export function useFocusOnNavigation(path: string): void {
  const shown = useRef(path)
  const wentBack = useRef(false)

  useEffect(() => {
    const note = () => {
      wentBack.current = true
    }
    window.addEventListener('popstate', note)
    return () => window.removeEventListener('popstate', note)
  }, [])

  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    document.getElementById('main')?.focus({ preventScroll: true })
    if (!wentBack.current) window.scrollTo(0, 0)
    wentBack.current = false
  }, [path])
}
