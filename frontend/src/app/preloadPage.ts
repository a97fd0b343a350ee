/** Has a page's files fetched before it is shown: beside the first request for the session, and when a link to it is pointed at or focused. */
import { useEffect } from 'react'
import { preloadModule } from 'react-dom'

const PAGES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\/$/, 'Dashboard'],
  [/^\/jobs\/new$/, 'NewJobPage'],
  [/^\/jobs\/[^/]+$/, 'JobPage'],
  [/^\/leads$/, 'LeadsPage'],
  [/^\/leads\/[^/]+$/, 'LeadPage'],
  [/^\/sign-in$/, 'SignInPage'],
]

/** The built index.html names the files (scripts/pageFiles.ts); the development server has none to name. */
export function preloadPage(path: string): void {
  const page = PAGES.find(([pattern]) => pattern.test(path))?.[1]
  const files = document.querySelector<HTMLMetaElement>(`meta[name="files:${page ?? ''}"]`)?.content.split(' ') ?? []
  for (const file of files) preloadModule(file, { as: 'script' })
}

function onApproach({ target }: Event): void {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (link && link.origin === location.origin) preloadPage(link.pathname)
}

/** Preloads the page at this address, and from now on every page that somebody is about to open. */
export function usePreloading(path: string): void {
  preloadPage(path)
  useEffect(() => {
    document.addEventListener('pointerover', onApproach, { passive: true })
    document.addEventListener('focusin', onApproach)
    return () => {
      document.removeEventListener('pointerover', onApproach)
      document.removeEventListener('focusin', onApproach)
    }
  }, [])
}
