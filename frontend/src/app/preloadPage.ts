/** Has a page's files fetched before it is shown: when a link to it is pointed at or focused. */
import { useEffect } from 'react'
import { preloadModule } from 'react-dom'
import { pageFiles } from '@/lib/pageFiles'

export function preloadPage(path: string): void {
  for (const file of pageFiles(path)) preloadModule(file, { as: 'script' })
}

function onApproach({ target }: Event): void {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (link && link.origin === location.origin) preloadPage(link.pathname)
}

/** Preloads from now on every page that somebody is about to open. */
export function usePreloading(): void {
  useEffect(() => {
    document.addEventListener('pointerover', onApproach, { passive: true })
    document.addEventListener('focusin', onApproach)
    return () => {
      document.removeEventListener('pointerover', onApproach)
      document.removeEventListener('focusin', onApproach)
    }
  }, [])
}
