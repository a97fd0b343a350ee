/** The double at the edge: what the API answers in a test. */
import { HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { BASE_URL } from '@/services/client'

export const API = BASE_URL
export const server = setupServer()

/** An error as the API writes it. */
export function problem(status: number, code: string, detail: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  return HttpResponse.json(
    { type: 'about:blank', title: code, status, detail, instance: '/', code, request_id: 'req_81f0c2aa', retryable: status >= 500, error_count: 0, errors: [], ...more },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  )
}
