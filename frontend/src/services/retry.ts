/** The one layer that tries again: only what may be repeated, at most three times, with full jitter. */
import { ApiError, noAnswer, retryAfterOf } from '@/services/errors'

export const MOST_RETRIES = 3
const WORTH_RETRYING = new Set([408, 429, 502, 503, 504])
const BASE = 300
const CAP = 5_000
/** Seconds that a person waits in silence; a longer Retry-After is shown instead of waited for. */
const LONGEST_WAIT = 10

export interface RetryOptions {
  readonly retries: number
  readonly signal?: AbortSignal
  readonly random?: () => number
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** Milliseconds before try `attempt` + 1; null if waiting that long is no use to anybody. */
export function delayBefore(attempt: number, retryAfter: number | null, random: () => number = Math.random): number | null {
  if (retryAfter !== null && retryAfter > LONGEST_WAIT) return null
  return (retryAfter ?? 0) * 1_000 + random() * Math.min(CAP, BASE * 2 ** attempt)
}

/** Sends, and sends again where that helps; ends with an answer of any status or with the last error. */
export async function withRetries(send: () => Promise<Response>, options: RetryOptions): Promise<Response> {
  const { retries, signal, random, sleep = pause } = options
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(send, signal)
    const isAnswer = outcome instanceof Response
    if (isAnswer && !WORTH_RETRYING.has(outcome.status)) return outcome
    const delay = attempt < retries ? delayBefore(attempt, isAnswer ? retryAfterOf(outcome) : null, random) : null
    if (delay === null) {
      if (isAnswer) return outcome
      throw outcome
    }
    await sleep(delay, signal)
  }
}

async function attemptOnce(send: () => Promise<Response>, signal?: AbortSignal): Promise<Response | ApiError> {
  try {
    return await send()
  } catch (error) {
    // the caller's own abort is no failure of the API
    if (signal?.aborted) throw error
    return noAnswer(error)
  }
}
