import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/services/errors'
import { MOST_RETRIES, delayBefore, withRetries } from '@/services/retry'

const sleep = vi.fn(async () => undefined)
function answers(...statuses: Array<number | Error>) {
  const queue = [...statuses]
  return vi.fn(async () => {
    const next = queue.shift() ?? 200
    if (typeof next !== 'number') throw next
    return new Response(null, { status: next, headers: next === 429 ? { 'Retry-After': '2' } : {} })
  })
}

describe('withRetries', () => {
  it.each([408, 429, 502, 503, 504])('sends again after %s', async (status) => {
    const send = answers(status, 200)
    expect((await withRetries(send, { retries: 3, sleep })).status).toBe(200)
    expect(send).toHaveBeenCalledTimes(2)
  })
  it.each([200, 304, 400, 401, 404, 409, 422, 500, 501])('takes %s as the answer', async (status) => {
    const send = answers(status)
    expect((await withRetries(send, { retries: 3, sleep })).status).toBe(status)
    expect(send).toHaveBeenCalledTimes(1)
  })
  it('gives up after three retries with the last answer', async () => {
    const send = answers(503, 503, 503, 503, 503)
    expect((await withRetries(send, { retries: MOST_RETRIES, sleep })).status).toBe(503)
    expect(send).toHaveBeenCalledTimes(4)
  })
  it('sends again after a lost connection and ends with an error that says so', async () => {
    const lost = new TypeError('fetch failed')
    expect((await withRetries(answers(lost, 200), { retries: 3, sleep })).status).toBe(200)
    const failure = await withRetries(answers(lost, lost), { retries: 1, sleep }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ApiError)
    expect(failure).toMatchObject({ code: 'unreachable', status: 0, retryable: true, cause: lost })
  })
  it('tells a time limit from a lost connection', async () => {
    const late = new DOMException('too long', 'TimeoutError')
    await expect(withRetries(answers(late), { retries: 0, sleep })).rejects.toMatchObject({ code: 'no_answer_in_time' })
  })
  it('lets the caller\'s own abort through, in the middle of a wait too', async () => {
    const control = new AbortController()
    const waiting = withRetries(answers(503, 503), { retries: 3, signal: control.signal, random: () => 1 })
    queueMicrotask(() => control.abort(new Error('left the page')))
    await expect(waiting).rejects.toThrow('left the page')
    await expect(withRetries(() => Promise.reject(new Error('left')), { retries: 3, signal: control.signal, sleep })).rejects.toThrow('left')
  })
  it('waits between two tries', async () => {
    vi.useFakeTimers()
    const send = answers(503, 200)
    const done = withRetries(send, { retries: 3, random: () => 1 })
    await vi.advanceTimersByTimeAsync(299)
    expect(send).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect((await done).status).toBe(200)
  })
})

describe('delayBefore', () => {
  it('is full jitter under a doubling roof', () => {
    expect([0, 1, 2, 9].map((attempt) => delayBefore(attempt, null, () => 1))).toEqual([300, 600, 1200, 5000])
    expect(delayBefore(2, null, () => 0)).toBe(0)
  })
  it('honours Retry-After, but waits for no long one in silence', () => {
    expect(delayBefore(0, 2, () => 0)).toBe(2_000)
    expect(delayBefore(0, 60, () => 0)).toBeNull()
  })
})
