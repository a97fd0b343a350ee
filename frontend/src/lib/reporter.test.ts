import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { faultId, report, setCollector, watchWindow } from '@/lib/reporter'
import type { FaultReport } from '@/lib/reporter'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(() => setCollector(null))

it('gives one error one id', () => {
  const error = new Error('boom')
  expect(faultId(error)).toMatch(/^web_[0-9a-f]{6}$/)
  expect(faultId(error)).toBe(report(error, 'caught'))
  expect(faultId('text')).toMatch(/^web_/)
})

it('keeps the last 20 until a collector is there, then sends at once', () => {
  const sent: FaultReport[] = []
  setCollector(() => undefined)
  setCollector(null)
  for (let each = 0; each < 25; each += 1) report(new Error(`fault ${each}`), 'uncaught')
  setCollector((fault) => sent.push(fault))
  expect(sent).toHaveLength(20)
  expect(sent[0]?.message).toBe('Error: fault 5')
  report('late', 'caught', '\n at Part')
  expect(sent.at(-1)).toMatchObject({ message: 'late', componentStack: '\n at Part', stack: null, mechanism: 'caught', path: '/' })
})

it('hears what no boundary sees, until it is told to stop', () => {
  const sent: FaultReport[] = []
  setCollector((fault) => sent.push(fault))
  const stop = watchWindow()
  const rejection = Object.assign(new Event('unhandledrejection'), { reason: new Error('nobody waited') })
  window.dispatchEvent(rejection)
  window.dispatchEvent(new ErrorEvent('error', { message: 'bare message' }))
  expect(sent.map(({ mechanism, message }) => [mechanism, message])).toEqual([['rejection', 'Error: nobody waited'], ['uncaught', 'bare message']])
  stop()
  window.dispatchEvent(rejection)
  expect(sent).toHaveLength(2)
})
