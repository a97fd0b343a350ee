import { QueryClientProvider, focusManager } from '@tanstack/react-query'
import { act, fireEvent, render, renderHook, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '@/app/providers'
import { useKeys } from '@/hooks/useKeys'
import { useLeads } from '@/hooks/useLeads'
import { useConnection, useNow } from '@/hooks/useConnection'
import { usePolling } from '@/hooks/usePolling'
import { useRowCursor } from '@/hooks/useRowCursor'
import { connection } from '@/lib/connection'
import { ApiError } from '@/services/errors'
import type { CallOptions } from '@/services/client'
import { LEAD, leadPage } from '@/test/fixtures'
import { API, server } from '@/test/server'

function wrapper(client = createQueryClient()) {
  return ({ children }: { readonly children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
const answerWith = (retryAfter: number | null, took = 10) => ({ onAnswer }: CallOptions) => onAnswer?.({ took, retryAfter, unchanged: false })
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))
const lost = () => new ApiError('The API cannot be reached.', { code: 'unreachable', status: 0 })

afterEach(() => focusManager.setFocused(undefined))

describe('usePolling', () => {
  function poll(read: (options: CallOptions) => Promise<number>, more: { ended?: (n: number) => boolean; paused?: boolean; usual?: number } = {}) {
    vi.useFakeTimers()
    return renderHook((props: typeof more) => usePolling({ queryKey: ['job'], read, ...more, ...props }), { wrapper: wrapper(), initialProps: {} })
  }

  it('asks every 2 s while answers are quick', async () => {
    const read = vi.fn(async (options: CallOptions) => (answerWith(null)(options), 1))
    poll(read)
    await pass(0)
    expect(read).toHaveBeenCalledTimes(1)
    await pass(1_999)
    expect(read).toHaveBeenCalledTimes(1)
    await pass(4_001)
    expect(read).toHaveBeenCalledTimes(4)
  })

  it('takes the server\'s Retry-After as its least, and answers that stay slow as a plea', async () => {
    const read = vi.fn(async (options: CallOptions) => (answerWith(5)(options), 1))
    poll(read)
    await pass(0)
    await pass(4_900)
    expect(read).toHaveBeenCalledTimes(1)
    read.mockImplementation(async (options) => (answerWith(null, 2_000)(options), 1))
    await pass(100)
    expect(read).toHaveBeenCalledTimes(2)
    // one may be chance
    await pass(2_000)
    expect(read).toHaveBeenCalledTimes(3)
    await pass(10_000)
    expect(read).toHaveBeenCalledTimes(3)
    await pass(300)
    expect(read).toHaveBeenCalledTimes(4)
  })

  it('sends nothing while hidden, and asks at once on return', async () => {
    const read = vi.fn(async (options: CallOptions) => (answerWith(null)(options), 1))
    poll(read)
    await pass(0)
    act(() => focusManager.setFocused(false))
    await pass(60_000)
    expect(read).toHaveBeenCalledTimes(1)
    act(() => focusManager.setFocused(true))
    await pass(0)
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('stops at the end of what it watches, for good', async () => {
    let value = 0
    const read = vi.fn(async (options: CallOptions) => (answerWith(null)(options), (value += 1)))
    poll(read, { ended: (n) => n >= 3 })
    await pass(60_000)
    expect(read).toHaveBeenCalledTimes(3)
    act(() => focusManager.setFocused(false))
    act(() => focusManager.setFocused(true))
    await pass(5_000)
    expect(read).toHaveBeenCalledTimes(3)
  })

  it('rests while somebody paused it', async () => {
    const read = vi.fn(async (options: CallOptions) => (answerWith(null)(options), 1))
    const { rerender } = poll(read, { paused: true })
    await pass(30_000)
    expect(read).toHaveBeenCalledTimes(1)
    rerender({ paused: false })
    await pass(2_000)
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('backs off while nothing answers, keeps the old figures, and says when it tries next', async () => {
    const read = vi.fn(async (options: CallOptions): Promise<number> => (answerWith(null)(options), 7))
    const { result } = poll(read)
    await pass(0)
    connection.failed()
    read.mockRejectedValue(lost())
    const began = Date.now()
    await pass(2_000)
    expect(read).toHaveBeenCalledTimes(2)
    expect(read.mock.lastCall?.[0].retries).toBe(0)
    expect(connection.read().nextTryAt).toBe(began + 4_000)
    await pass(2_000)
    await pass(4_000)
    expect(read).toHaveBeenCalledTimes(4)
    await pass(7_000)
    expect(read).toHaveBeenCalledTimes(4)
    await pass(1_000)
    expect(read).toHaveBeenCalledTimes(5)
    expect(result.current.data).toBe(7)
  })

  it('does not ask again what was refused', async () => {
    const read = vi.fn(async (): Promise<number> => { throw new ApiError('Gone.', { code: 'job_not_found', status: 404 }) })
    const { result } = poll(read)
    await pass(60_000)
    expect(read).toHaveBeenCalledTimes(1)
    expect(result.current.error).toMatchObject({ code: 'job_not_found' })
  })
})

describe('useLeads', () => {
  it('reads leads, and anew each time they are shown', async () => {
    const asked = vi.fn(() => HttpResponse.json(leadPage()))
    server.use(http.get(`${API}/leads`, asked))
    const client = createQueryClient()
    const first = renderHook(() => useLeads({ tier: ['A'] }), { wrapper: wrapper(client) })
    await waitFor(() => expect(first.result.current.data?.data[0]?.id).toBe(LEAD.id))
    first.unmount()
    const second = renderHook(() => useLeads({ tier: ['A'] }), { wrapper: wrapper(client) })
    expect(second.result.current.data?.data).toHaveLength(1)
    await waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
  })

  it('keeps the old page until the new one is there', async () => {
    server.use(http.get(`${API}/leads`, ({ request }) => HttpResponse.json(leadPage(request.url.includes('min_score') ? [] : [LEAD]))))
    const { result, rerender } = renderHook((least?: number) => useLeads(least ? { min_score: least } : {}), { wrapper: wrapper() })
    await waitFor(() => expect(result.current.data?.data).toHaveLength(1))
    rerender(60)
    expect(result.current.isPlaceholderData).toBe(true)
    expect(result.current.data?.data).toHaveLength(1)
    await waitFor(() => expect(result.current.data?.data).toHaveLength(0))
  })
})

describe('keys', () => {
  it('do what the page says, and leave alone what it declines', () => {
    const [search, decline] = [vi.fn(), vi.fn(() => false as const)]
    const { rerender } = renderHook(({ on }) => useKeys({ '/': () => search(), x: decline }, on), { initialProps: { on: true } })
    expect(fireEvent.keyDown(document.body, { key: '/' })).toBe(false)
    expect(fireEvent.keyDown(document.body, { key: 'x' })).toBe(true)
    expect(fireEvent.keyDown(document.body, { key: 'q' })).toBe(true)
    rerender({ on: false })
    fireEvent.keyDown(document.body, { key: '/' })
    expect([search.mock.calls.length, decline.mock.calls.length]).toEqual([1, 1])
  })

  function Rows({ start }: { readonly start: readonly string[] }) {
    const [ids, setIds] = useState(start)
    const { current, linkProps } = useRowCursor({ ids })
    return (
      <>
        {ids.map((id) => <a key={id} href={`#${id}`} {...linkProps(id)}>{id}</a>)}
        <output>{current ?? 'none'}</output>
        <button type="button" onClick={() => setIds(['new', ...ids])}>Arrive</button>
        <button type="button" onClick={() => setIds(ids.filter((id) => id !== current))}>Leave</button>
      </>
    )
  }
  const key = (name: string) => fireEvent.keyDown(document.body, { key: name })
  const said = () => screen.getByRole('status').textContent?.trim()

  it('move a cursor that is one tab stop and follows its row', () => {
    render(<Rows start={['a', 'b', 'c']} />)
    expect(screen.getAllByRole('link').map((link) => link.tabIndex)).toEqual([0, -1, -1])
    expect(said()).toBe('none')
    key('j')
    key('j')
    expect(screen.getByRole('link', { name: 'b' })).toHaveFocus()
    expect(said()).toBe('b')
    fireEvent.click(screen.getByRole('button', { name: 'Arrive' }))
    expect(said()).toBe('b')
    expect(screen.getByRole('link', { name: 'b' }).tabIndex).toBe(0)
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    expect(said()).toBe('c')
    key('k')
    expect(screen.getByRole('link', { name: 'a' })).toHaveFocus()
  })
  it('have nowhere to go without rows', () => {
    render(<Rows start={[]} />)
    key('j')
    expect(said()).toBe('none')
  })
})

describe('clock and connection', () => {
  it('move on by themselves while they are wanted', () => {
    vi.useFakeTimers({ now: 1_000_500 })
    const { result, rerender } = renderHook(({ on }) => useNow(on), { initialProps: { on: true } })
    expect(result.current).toBe(1_000_000)
    act(() => vi.advanceTimersByTime(2_000))
    expect(result.current).toBe(1_002_000)
    rerender({ on: false })
    const seen = result.current
    act(() => vi.advanceTimersByTime(5_000))
    expect(result.current).toBe(seen)
  })
  it('are drawn when they change', () => {
    const { result } = renderHook(() => useConnection())
    act(() => connection.endSession())
    expect(result.current.sessionEnded).toBe(true)
  })
})
