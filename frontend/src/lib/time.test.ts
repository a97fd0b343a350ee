import { describe, expect, it } from 'vitest'
import { formatClock, formatDay, formatDuration, formatFull, formatLatency, formatLongDay, formatSpan, formatTimeLeft, formatTimeRange, formatWhen, formatZoned, timeLeft } from '@/lib/time'

// TZ is Europe/Berlin in tests (vite.config.ts)
const NOW = new Date('2026-11-24T13:32:04Z')

describe('moments', () => {
  it.each([
    ['2026-11-24T13:31:57Z', '14:31'],
    ['2026-11-23T15:41:00Z', 'Mon 16:41'],
    ['2026-11-18T08:00:00Z', 'Wed 09:00'],
    ['2026-11-17T08:00:00Z', '17 Nov'],
    ['2025-11-18T08:00:00Z', '18 Nov 2025'],
    [null, '–'],
  ])('writes %s, seen on 24 November 2026, as %s', (moment, text) => expect(formatWhen(moment, NOW)).toBe(text))
  it('has seconds in live lists', () => {
    expect(formatWhen('2026-11-24T13:31:57Z', NOW, true)).toBe('14:31:57')
    expect(formatClock('2026-11-24T13:31:57Z', true)).toBe('14:31:57')
  })
  it('calls yesterday just before midnight by its weekday', () => expect(formatWhen('2026-11-23T22:59:00Z', new Date('2026-11-23T23:01:00Z'))).toBe('Mon 23:59'))
  it('writes the full time on a record, with its zone in the title', () => {
    expect(formatFull('2026-11-24T13:31:57Z')).toBe('24 Nov 2026, 14:31:57')
    expect(formatZoned('2026-11-24T13:31:57Z')).toBe('24 Nov 2026, 14:31:57, Central European Standard Time')
  })
  it('writes days', () => {
    expect(formatLongDay(NOW)).toBe('Tuesday 24 November')
    expect(formatDay('2026-11-18T08:00:00Z', NOW)).toBe('18 Nov')
    expect(formatDay('2024-11-18T08:00:00Z', NOW)).toBe('18 Nov 2024')
  })
})

describe('durations', () => {
  it.each([[51, '51 s'], [468, '7 min 48 s'], [120, '2 min'], [4320, '1 h 12 min'], [86_400, '24 h 0 min'], [187_200, '2 days 4 h'], [172_800, '2 days'], [-3, '0 s'], [null, '–']])('writes %s s as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
  it('measures from one moment to another', () => {
    expect(formatSpan('2026-11-24T13:26:00Z', '2026-11-24T13:31:28Z')).toBe('5 min 28 s')
    expect(formatSpan(null, '2026-11-24T13:31:28Z')).toBe('–')
  })
  it.each([[900, '0.9 s'], [40, '40 ms'], [null, '–']])('writes an answer time of %s ms as %s', (ms, text) => expect(formatLatency(ms)).toBe(text))
})

describe('time left', () => {
  it.each([[208, '3 to 4 min'], [110, '1 to 3 min'], [35, '30 to 40 s'], [4, 'about 10 s'], [10_000, '2 to 4 h'], [null, '–']])('writes an estimate of %s s as %s', (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text))
  it('says about when both ends read alike', () => expect(formatTimeRange(118, 120)).toBe('1 to 2 min'))
  it('parts figure and unit', () => expect(timeLeft(208)).toEqual({ value: '3 to 4', unit: 'min' }))
})
