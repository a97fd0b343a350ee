/** What the page knows of its API: a small store that services write and the banner reads. */

export interface Connection {
  readonly online: boolean
  /** When the API last answered anything, in milliseconds; null before its first answer. */
  readonly answeredAt: number | null
  readonly failingSince: number | null
  readonly failures: number
  readonly nextTryAt: number | null
  readonly sessionEnded: boolean
  readonly newVersion: boolean
}

export type BannerKind = 'session' | 'offline' | 'stale' | 'version'

const START: Connection = { online: true, answeredAt: null, failingSince: null, failures: 0, nextTryAt: null, sessionEnded: false, newVersion: false }
/** One lost answer is no news; two in a row, or this long without one, is. */
const PATIENCE = 6_000

let state = START
const listeners = new Set<() => void>()

function change(next: Partial<Connection>): void {
  const keys = Object.keys(next) as Array<keyof Connection>
  if (keys.every((key) => state[key] === next[key])) return
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

export const connection = {
  read: (): Connection => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  answered(now = Date.now()): void {
    // while all is well the time alone changes, and nobody needs to draw for that
    if (state.failures === 0) state = { ...state, answeredAt: now }
    else change({ answeredAt: now, failingSince: null, failures: 0, nextTryAt: null })
  },
  failed(now = Date.now()): void {
    change({ failures: state.failures + 1, failingSince: state.failingSince ?? now })
  },
  willTry(at: number): void {
    if (state.failures > 0) change({ nextTryAt: at })
  },
  setOnline(online: boolean): void {
    change({ online })
  },
  endSession(): void {
    change({ sessionEnded: true })
  },
  resumeSession(): void {
    change({ sessionEnded: false })
  },
  foundNewVersion(): void {
    change({ newVersion: true })
  },
  reset(): void {
    change(START)
  },
}

/** The one banner that is due: the gravest wins. */
export function bannerOf(now: number, { online, failures, failingSince, sessionEnded, newVersion }: Connection): BannerKind | null {
  if (sessionEnded) return 'session'
  // a machine without a network still reaches an API on itself: only a failed try proves the loss
  if (failures > 0 && !online) return 'offline'
  if (failures > 1 || (failingSince !== null && now - failingSince > PATIENCE)) return 'stale'
  return newVersion ? 'version' : null
}
