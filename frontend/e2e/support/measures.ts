/** What a person feels of a page, by the browser's own observers. */
import type { Page, Request } from '@playwright/test'

interface Felt {
  /** Sum of every shift that no input brought about; the limit counts only the worst five seconds. */
  shifts: number
  /** The largest of them, by what moved. */
  moved: string[]
  /** Milliseconds until the largest content stood. */
  lcp: number
  /** Milliseconds from an input to its handlers. */
  inputDelay: number
  inputs: number
}

declare global {
  interface Window {
    felt: Felt
  }
}

/** Must come before the page is opened. */
export async function feel(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const felt: Felt = { shifts: 0, moved: [], lcp: 0, inputDelay: 0, inputs: 0 }
    window.felt = felt
    const observe = (type: string, note: (entry: never) => void, options: object = {}) =>
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry as never))).observe({ type, buffered: true, ...options })
    observe('layout-shift', ({ value, hadRecentInput, sources }: { value: number; hadRecentInput: boolean; sources: Array<{ node: Node | null }> }) => {
      if (hadRecentInput) return
      felt.shifts += value
      const names = sources.map(({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()} "${node.textContent?.trim().slice(0, 40)}"` : String(node?.nodeName)))
      felt.moved.push(`${value.toFixed(4)} at ${Math.round(performance.now())} ms: ${names.join(', ')}`)
    })
    observe('largest-contentful-paint', ({ startTime }: PerformanceEntry) => (felt.lcp = startTime))
    observe('event', ({ processingStart, startTime }: PerformanceEventTiming) => {
      felt.inputs += 1
      felt.inputDelay = Math.max(felt.inputDelay, processingStart - startTime)
    }, { durationThreshold: 16 })
  })
}

export function felt(page: Page): Promise<Felt> {
  return page.evaluate(() => window.felt)
}

export interface Asked {
  readonly path: string
  readonly at: number
}

/** Every request to the API from now on. */
export function watchRequests(page: Page): Asked[] {
  const asked: Asked[] = []
  page.on('request', (request: Request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) asked.push({ path: pathname, at: Date.now() })
  })
  return asked
}

/** The shortest time between two requests for the same thing. */
export function shortestGap(asked: readonly Asked[], path: string): number {
  const times = asked.filter((one) => one.path === path).map(({ at }) => at)
  return Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))
}

/** The tab goes behind another one, or comes back: headless Chromium has no other way. */
export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (state ? 'hidden' : 'visible') })
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => state })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, hidden)
}
