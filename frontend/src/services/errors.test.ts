import { expect, it } from 'vitest'
import { ApiError, asApiError, errorOf, noAnswer, retryAfterOf } from '@/services/errors'

it('reads a problem document', () => {
  const body = { code: 'lead_invalid', detail: '2 leads are not valid.', title: 'Leads', status: 422, request_id: 'req_1', retryable: false, error_count: 2, errors: [{ code: 'email_invalid', detail: 'No address.', row: 18 }] }
  expect(errorOf(new Response(null, { status: 422, headers: { 'Retry-After': '3' } }), body)).toMatchObject({
    message: '2 leads are not valid.', code: 'lead_invalid', status: 422, requestId: 'req_1', retryable: false, faultCount: 2, retryAfter: 3, answered: true, faults: [{ row: 18 }],
  })
})

it('makes do with what a proxy says', () => {
  const error = errorOf(new Response(null, { status: 502, headers: { 'X-Request-Id': 'req_2' } }), '<html>')
  expect(error).toMatchObject({ code: 'unknown_answer', status: 502, requestId: 'req_2', retryable: true, answered: false })
})

it('reads Retry-After in seconds only', () => {
  const after = (value: string) => retryAfterOf(new Response(null, { headers: { 'Retry-After': value } }))
  expect([after('5'), after('Tue, 24 Nov 2026 14:00:00 GMT'), after('-1')]).toEqual([5, null, null])
})

it('makes one kind of error of everything', () => {
  const error = noAnswer(new TypeError('x'))
  expect(asApiError(error)).toBe(error)
  expect(asApiError(new RangeError('odd'))).toMatchObject({ code: 'page_fault', message: 'odd' })
  expect(asApiError('text')).toBeInstanceOf(ApiError)
})
