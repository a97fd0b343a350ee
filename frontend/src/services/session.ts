/** Session and summary, typed by hand until docs/openapi.json describes them; then they become methods of api.ts. */
import { BASE_URL, call, forgetAnswers } from '@/services/client'
import type { CallOptions } from '@/services/client'

export interface Session {
  readonly object: 'session'
  readonly name: string
  readonly scopes: readonly string[]
  readonly signed_in_by: 'key' | 'link' | 'bearer'
  readonly expires_at: string
  readonly simulated: boolean
  readonly provider: string
  readonly model: string
  readonly limits: { readonly max_leads_per_job: number; readonly max_body_mb: number }
}

export type ProviderStateName = 'simulator' | 'answers' | 'limited' | 'silent' | 'refused' | 'idle'

export interface Summary {
  readonly object: 'summary'
  readonly since: string
  readonly as_of: string
  readonly rate_per_minute: number
  readonly minutes: readonly number[]
  readonly ended: { readonly succeeded: number; readonly failed: number; readonly failed_retryable: number; readonly cancelled: number; readonly cached: number }
  readonly open: { readonly queued: number; readonly in_progress: number }
  readonly jobs: { readonly open: number; readonly paused: number; readonly ended: number }
  readonly cost: { readonly since_usd: string; readonly month_usd: string }
  readonly tiers: ReadonlyArray<{ readonly tier: string; readonly count: number; readonly from: number | null }>
  readonly histogram: readonly number[]
  readonly leads: number
  readonly provider: {
    readonly name: string
    readonly model: string
    readonly simulated: boolean
    readonly state: ProviderStateName
    readonly since: string | null
    readonly calls_last_minute: number
    readonly tokens_last_minute: number
    readonly median_latency_ms: number | null
    readonly slots: number
    readonly in_flight: number
    readonly workers: number
  }
}

export type Credentials = { readonly key: string } | { readonly link: string }

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

function send<T>(method: string, path: string, options: CallOptions, body?: unknown): Promise<T> {
  return call<T>(options, async (fetch) => {
    const headers = body === undefined ? undefined : { 'Content-Type': 'application/json' }
    const response = await fetch(new Request(BASE_URL + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }))
    const answer = await bodyOf(response)
    return response.ok ? { data: answer as T, response } : { error: answer, response }
  })
}

export const sessionApi = {
  getSession: (options: CallOptions = {}) => send<Session>('GET', '/session', options),

  createSession: async (credentials: Credentials, options: CallOptions = {}) => {
    const session = await send<Session>('POST', '/session', options, credentials)
    forgetAnswers()
    return session
  },

  deleteSession: async (options: CallOptions = {}) => {
    await send<void>('DELETE', '/session', options)
    forgetAnswers()
  },

  getSummary: (since: string | undefined, options: CallOptions = {}) =>
    send<Summary>('GET', `/insights/summary${since ? `?since=${encodeURIComponent(since)}` : ''}`, options),
}
