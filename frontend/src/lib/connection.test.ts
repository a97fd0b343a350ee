import { expect, it, vi } from 'vitest'
import { bannerOf, connection } from '@/lib/connection'

it('tells listeners of trouble and of its end, but not of every answer', () => {
  const listener = vi.fn()
  const leave = connection.subscribe(listener)
  connection.answered(1_000)
  connection.answered(2_000)
  expect(listener).not.toHaveBeenCalled()
  connection.failed(3_000)
  connection.willTry(5_000)
  expect(connection.read()).toMatchObject({ answeredAt: 2_000, failingSince: 3_000, failures: 1, nextTryAt: 5_000 })
  connection.answered(6_000)
  expect(connection.read()).toMatchObject({ failures: 0, failingSince: null, nextTryAt: null })
  expect(listener).toHaveBeenCalledTimes(3)
  connection.willTry(9_000)
  expect(connection.read().nextTryAt).toBeNull()
  leave()
  connection.failed()
  expect(listener).toHaveBeenCalledTimes(3)
})

it('shows the gravest banner alone', () => {
  const banner = (now = 0) => bannerOf(now, connection.read())
  expect(banner()).toBeNull()
  connection.foundNewVersion()
  expect(banner()).toBe('version')
  connection.failed(0)
  expect(banner(1_000)).toBe('version')
  expect(banner(7_000)).toBe('stale')
  connection.failed(1_000)
  expect(banner(1_000)).toBe('stale')
  connection.setOnline(false)
  expect(banner(1_000)).toBe('offline')
  connection.endSession()
  expect(banner(1_000)).toBe('session')
  connection.resumeSession()
  expect(banner(1_000)).toBe('offline')
})

it('believes the browser\'s word on being offline only after a failed try', () => {
  connection.setOnline(false)
  expect(bannerOf(0, connection.read())).toBeNull()
})
