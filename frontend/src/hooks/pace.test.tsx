/** Hooks that keep a page calm: held values, slow ones, announcements. */
import { act, renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useAnnouncement } from '@/hooks/useAnnouncement'
import { useHeld } from '@/hooks/useHeld'
import { useLastError } from '@/hooks/useLastError'
import { useSlowly } from '@/hooks/useSlowly'

function hide(hidden: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('useHeld', () => {
  it('stands still while held, and catches up afterwards', () => {
    const { result, rerender } = renderHook(({ value, held }) => useHeld(value, held), { initialProps: { value: 1, held: false } })
    rerender({ value: 2, held: false })
    rerender({ value: 3, held: true })
    expect(result.current).toBe(2)
    rerender({ value: 3, held: false })
    expect(result.current).toBe(3)
  })
})

describe('useLastError', () => {
  it('keeps the words while it is tried again, and drops them once loaded', () => {
    const error = new Error('down')
    const { result, rerender } = renderHook(({ error, loaded }) => useLastError(error, loaded), { initialProps: { error: error as Error | null, loaded: false } })
    rerender({ error: null, loaded: false })
    expect(result.current).toBe(error)
    rerender({ error: null, loaded: true })
    expect(result.current).toBeNull()
    rerender({ error: null, loaded: false })
    expect(result.current).toBeNull()
  })
})

describe('useSlowly', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('follows at once after a rest, then waits', () => {
    const { result, rerender } = renderHook(({ value }) => useSlowly(value, 5_000), { initialProps: { value: 0 } })
    rerender({ value: 1 })
    act(() => vi.advanceTimersByTime(0))
    expect(result.current).toBe(1)
    rerender({ value: 2 })
    act(() => vi.advanceTimersByTime(4_000))
    expect(result.current).toBe(1)
    rerender({ value: 3 })
    act(() => vi.advanceTimersByTime(1_000))
    expect(result.current).toBe(3)
  })

  it('does not follow while the tab is hidden', () => {
    const { result, rerender } = renderHook(({ value }) => useSlowly(value, 5_000), { initialProps: { value: 0 } })
    act(() => hide(true))
    rerender({ value: 1 })
    act(() => vi.advanceTimersByTime(60_000))
    expect(result.current).toBe(0)
    act(() => {
      hide(false)
      vi.advanceTimersByTime(5_000)
    })
    expect(result.current).toBe(1)
  })
})

describe('useAnnouncement', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('speaks every 10 s at most, and once at the end', () => {
    const { result, rerender } = renderHook(({ text, over }) => useAnnouncement(text, over), { initialProps: { text: '1 done', over: false } })
    expect(result.current).toBe('')
    act(() => vi.advanceTimersByTime(10_000))
    expect(result.current).toBe('1 done')
    rerender({ text: '2 done', over: false })
    act(() => vi.advanceTimersByTime(9_000))
    expect(result.current).toBe('1 done')
    rerender({ text: 'all done', over: true })
    expect(result.current).toBe('all done')
    rerender({ text: 'looked at again', over: true })
    act(() => vi.advanceTimersByTime(60_000))
    expect(result.current).toBe('all done')
  })

  it('speaks at every end, also of what went on once more', () => {
    const { result, rerender } = renderHook(({ text, over }) => useAnnouncement(text, over), { initialProps: { text: 'all done', over: true } })
    rerender({ text: '1 again', over: false })
    rerender({ text: 'all done now', over: true })
    expect(result.current).toBe('all done now')
    rerender({ text: '2 again', over: false })
    rerender({ text: 'done once more', over: true })
    expect(result.current).toBe('done once more')
  })

  it('says nothing of what had ended before', () => {
    const { result } = renderHook(() => useAnnouncement('all done', true))
    act(() => vi.advanceTimersByTime(60_000))
    expect(result.current).toBe('')
  })
})
