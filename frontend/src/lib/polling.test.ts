import { describe, expect, it } from 'vitest'
import { STARTING_PACE, answered, failed, nextDelay } from '@/lib/polling'

describe('pace', () => {
  it('keeps the usual pace while answers are quick', () => expect(nextDelay(answered(STARTING_PACE, 16, null), 2_000)).toBe(2_000))
  it('never asks more than once a second', () => expect(nextDelay(answered(STARTING_PACE, 1, 0), 100)).toBe(1_000))
  it('takes the server\'s word as the least', () => {
    expect(nextDelay(answered(STARTING_PACE, 16, 5), 2_000)).toBe(5_000)
    expect(nextDelay(failed(STARTING_PACE, 60), 2_000)).toBe(60_000)
  })
  it('grows with the root of the answer time, once answers stay slow', () => {
    const twice = (took: number) => answered(answered(STARTING_PACE, took, null), took, null)
    expect(nextDelay(twice(400), 2_000)).toBe(4_000)
    expect(nextDelay(twice(2_000), 2_000)).toBeCloseTo(10_180, -1)
    expect(nextDelay(twice(1e9), 2_000)).toBe(30_000)
  })
  it('lets one slow answer be, at the start, among quick ones and after an outage', () => {
    const quick = answered(STARTING_PACE, 16, null)
    for (const before of [STARTING_PACE, quick, failed(failed(quick))]) {
      const slow = answered(before, 6_000, null)
      expect(nextDelay(slow, 2_000)).toBe(2_000)
      expect(nextDelay(answered(slow, 16, null), 2_000)).toBe(2_000)
    }
  })
  it('backs off 2, 4, 8, 16, 30, 30 s when no answer comes, and returns at once', () => {
    let pace = STARTING_PACE
    const delays = Array.from({ length: 6 }, () => nextDelay((pace = failed(pace)), 2_000))
    expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(nextDelay(answered(STARTING_PACE, 16, null), 2_000)).toBe(2_000)
  })
  it('is no quicker after a failure than before it', () => expect(nextDelay(failed(STARTING_PACE), 15_000)).toBe(15_000))
})
