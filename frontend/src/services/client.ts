/** How requests go out: base address, time limit, retries, ETags, and what the page learns of its API. */
import createClient from 'openapi-fetch'
import { connection } from '@/lib/connection'
import { ApiError, errorOf, retryAfterOf } from '@/services/errors'
import { MOST_RETRIES, withRetries } from '@/services/retry'
import type { Routes } from '@/services/types'

export const BASE_URL = new URL(import.meta.env.VITE_API_BASE_URL ?? '/api/v1', location.origin).href.replace(/\/$/, '')
const READ_LIMIT = 15_000
const WRITE_LIMIT = 120_000
const KEPT_ANSWERS = 100

/** What an answer told beside its body; polling sets its pace by it. */
export interface AnswerFacts {
  readonly took: number
  readonly retryAfter: number | null
  readonly unchanged: boolean
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Retries at most; the default is 3 for reads and 0 for writes. */
  readonly retries?: number
  readonly onAnswer?: (facts: AnswerFacts) => void
}

interface Kept {
  readonly etag: string
  readonly data: unknown
}

const kept = new Map<string, Kept>()

function keep(url: string, etag: string | null, data: unknown): void {
  kept.delete(url)
  if (etag === null) return
  kept.set(url, { etag, data })
  const oldest = kept.size > KEPT_ANSWERS ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
}

/** Forgets every kept answer: another key may see other things. */
export function forgetAnswers(): void {
  kept.clear()
}

function withLimit(request: Request, signal: AbortSignal | undefined, limit: number): Request {
  const timeout = AbortSignal.timeout(limit)
  return new Request(request, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
}

function noteOutcome(path: string, status: number): void {
  if (status === 0 || status >= 500) connection.failed()
  else connection.answered()
  if (status === 401 && !path.endsWith('/session')) connection.endSession()
}

/** One call: sends through the given function and answers with the body, or throws an ApiError. */
export async function call<T>(options: CallOptions, send: (fetch: (request: Request) => Promise<Response>) => Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { signal, onAnswer } = options
  let url = ''
  let known: Kept | undefined
  const started = performance.now()
  const transport = (request: Request) => {
    url = request.url
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    known = request.method === 'GET' ? kept.get(url) : undefined
    if (known) request.headers.set('If-None-Match', known.etag)
    const limit = isRead ? READ_LIMIT : WRITE_LIMIT
    const retries = options.retries ?? (isRead ? MOST_RETRIES : 0)
    return withRetries(() => fetch(withLimit(request.clone(), signal, limit)), { retries, signal })
  }
  const { data, error, response } = await send(transport).catch((failure: unknown) => {
    if (failure instanceof ApiError) noteOutcome(url, 0)
    throw failure
  })
  noteOutcome(new URL(url).pathname, response.status)
  onAnswer?.({ took: performance.now() - started, retryAfter: retryAfterOf(response), unchanged: response.status === 304 })
  if (response.status === 304) return known?.data as T
  if (!response.ok) throw errorOf(response, error)
  keep(url, response.headers.get('ETag'), data)
  return data as T
}

export const client = createClient<Routes>({ baseUrl: BASE_URL })
