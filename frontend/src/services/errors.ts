/** Every failure of a request as one error: what happened, its code, and what helps. */
import type { Fault, Problem } from '@/services/types'

interface Facts {
  readonly code: string
  readonly status: number
  readonly title?: string | null
  readonly requestId?: string | null
  readonly retryable?: boolean
  readonly faults?: readonly Fault[]
  readonly faultCount?: number
  readonly retryAfter?: number | null
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  /** 0 when there was no answer at all. */
  readonly status: number
  readonly title: string | null
  readonly requestId: string | null
  readonly retryable: boolean
  readonly faults: readonly Fault[]
  readonly faultCount: number
  /** Seconds after which the API asks to be asked again. */
  readonly retryAfter: number | null

  constructor(message: string, facts: Facts) {
    super(message)
    this.code = facts.code
    this.status = facts.status
    this.title = facts.title ?? null
    this.requestId = facts.requestId ?? null
    this.retryable = facts.retryable ?? false
    this.faults = facts.faults ?? []
    this.faultCount = facts.faultCount ?? this.faults.length
    this.retryAfter = facts.retryAfter ?? null
  }

  /** Whether the API answered at all, be it with a refusal. */
  get answered(): boolean {
    return this.status > 0 && this.status < 500
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
}

/** Retry-After in seconds; the API sends no dates. */
export function retryAfterOf(response: Response): number | null {
  const value = response.headers.get('Retry-After')
  const seconds = value === null ? Number.NaN : Number(value)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** The error that an answer with a status of 400 or more means. */
export function errorOf(response: Response, body: unknown): ApiError {
  const common = { status: response.status, retryAfter: retryAfterOf(response) }
  if (isProblem(body)) {
    const { code, detail, title, request_id, retryable, errors, error_count } = body
    return new ApiError(detail, { ...common, code, title, requestId: request_id, retryable, faults: errors, faultCount: error_count })
  }
  // a proxy between here and the API speaks in its own words
  const requestId = response.headers.get('X-Request-Id')
  return new ApiError(`The API answered ${response.status} without saying why.`, { ...common, code: 'unknown_answer', requestId, retryable: response.status >= 500 })
}

/** The error for a request that brought no answer. */
export function noAnswer(cause: unknown): ApiError {
  const timedOut = typeof cause === 'object' && cause !== null && 'name' in cause && cause.name === 'TimeoutError'
  const error = timedOut
    ? new ApiError('The API did not answer in time.', { code: 'no_answer_in_time', status: 0, retryable: true })
    : new ApiError('The API cannot be reached.', { code: 'unreachable', status: 0, retryable: true })
  error.cause = cause
  return error
}

/** Anything thrown, as an ApiError, for places that show one. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(error instanceof Error ? error.message : String(error), { code: 'page_fault', status: 0 })
}
