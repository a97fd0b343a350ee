/** When to ask again: pure, so that the pace can be tested without a clock. */

/** What the last tries told; `failures` counts tries in a row that brought no answer. */
export interface Pace {
  /** The quicker of the last two answers: one that waited for a restart says nothing of those to come. */
  readonly took: number
  readonly newest: number
  readonly retryAfter: number | null
  readonly failures: number
}

export const STARTING_PACE: Pace = { took: 0, newest: 0, retryAfter: null, failures: 0 }

const LEAST = 1_000
const MOST = 30_000
const FIRST_BACKOFF = 2_000

/** Milliseconds until the next question. Answers that stay slow and failures lengthen it, the server's Retry-After is its least. */
export function nextDelay(pace: Pace, usual: number): number {
  const asked = (pace.retryAfter ?? 0) * 1_000
  if (pace.failures > 0) {
    const backoff = Math.min(MOST, FIRST_BACKOFF * 2 ** Math.min(pace.failures - 1, 10))
    return Math.max(asked, backoff, Math.min(usual, MOST))
  }
  // grows with the square root: 16 ms cost nothing, 0.4 s ask for 4 s, 2 s for 10 s
  const eased = 250 * Math.sqrt(pace.took) - 1_000
  return Math.max(LEAST, asked, usual, Math.min(eased, MOST))
}

/** The pace after an answer. */
export function answered(before: Pace, took: number, retryAfter: number | null): Pace {
  return { took: Math.min(before.newest, took), newest: took, retryAfter, failures: 0 }
}

/** The pace after a try that brought nothing. */
export function failed(pace: Pace, retryAfter: number | null = null): Pace {
  return { ...pace, retryAfter, failures: pace.failures + 1 }
}
