/** Where faults of the page go. They wait in a buffer until a collector is set; Sentry's client will be one. */

export interface FaultReport {
  readonly id: string
  readonly message: string
  readonly stack: string | null
  readonly componentStack: string | null
  /** How it was met: caught by a boundary, uncaught, or a promise nobody waited for. */
  readonly mechanism: 'caught' | 'uncaught' | 'rejection' | 'recovered'
  readonly path: string
  readonly at: string
}

export type Collector = (report: FaultReport) => void

const KEPT = 20
const waiting: FaultReport[] = []
const ids = new WeakMap<object, string>()
let collector: Collector | null = null

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(3))
  return `web_${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The id under which this error is reported; the same error always has the same one. */
export function faultId(error: unknown): string {
  if (typeof error !== 'object' || error === null) return newId()
  const known = ids.get(error) ?? newId()
  ids.set(error, known)
  return known
}

/** Reports an error once it is met and returns its id. Never the page's data: message and stacks only. */
export function report(error: unknown, mechanism: FaultReport['mechanism'], componentStack: string | null = null): string {
  const id = faultId(error)
  const fault: FaultReport = {
    id,
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
    componentStack,
    mechanism,
    path: location.pathname,
    at: new Date().toISOString(),
  }
  console.error(id, error)
  if (collector) collector(fault)
  else if (waiting.push(fault) > KEPT) waiting.shift()
  return id
}

/** Sends what waits, and from now on everything, to the collector; null makes reports wait again. */
export function setCollector(next: Collector | null): void {
  collector = next
  if (next) waiting.splice(0).forEach(next)
}

/** Listens for what no boundary sees; returns how to stop. */
export function watchWindow(target: Window = window): () => void {
  const onRejection = (event: PromiseRejectionEvent) => void report(event.reason, 'rejection')
  const onError = (event: ErrorEvent) => void report(event.error ?? event.message, 'uncaught')
  target.addEventListener('unhandledrejection', onRejection)
  target.addEventListener('error', onError)
  return () => {
    target.removeEventListener('unhandledrejection', onRejection)
    target.removeEventListener('error', onError)
  }
}
