/** What a job's state means for a page. */
import { describe, expect, it } from 'vitest'
import { canCancel, formatTook, isEnded, jobTitle, secondsOf, timeLeftOf } from '@/lib/jobs'

const progress = { ended: 40, eta_seconds: 208, stalled: false }

describe('a job', () => {
  it('is called by its name, else by its short id', () => {
    expect(jobTitle({ id: '01a20dbc-9340-7000-8000-000000000001', name: 'Day 2' })).toBe('Day 2')
    expect(jobTitle({ id: '01a20dbc-9340-7000-8000-000000000001', name: null })).toBe('Job 01a20dbc-9340')
  })

  it.each([['queued', false, true], ['in_progress', false, true], ['paused', false, true], ['cancelling', false, false], ['completed', true, false], ['cancelled', true, false], ['expired', true, false], ['failed', true, false]] as const)('%s: ended %s, can be cancelled %s', (status, ended, cancellable) => {
    expect(isEnded({ status })).toBe(ended)
    expect(canCancel({ status })).toBe(cancellable)
  })

  it('gives its time left as a range', () => {
    expect(timeLeftOf({ status: 'in_progress', progress })).toEqual({ value: '3 to 4', unit: 'min' })
  })

  it.each([
    ['queued', progress, 'not begun'],
    ['paused', progress, 'paused'],
    ['cancelling', progress, 'until the calls end'],
    ['in_progress', { ...progress, stalled: true }, 'stalled'],
    ['in_progress', { ...progress, ended: 29, eta_seconds: null }, 'too early to say'],
    ['in_progress', { ...progress, eta_seconds: null }, 'not known'],
  ] as const)('%s says a word where a figure would be a guess', (status, progress, word) => {
    expect(timeLeftOf({ status, progress })).toEqual({ value: word, unit: null })
  })

  it('took from its first lead to its last, and counts on while it runs', () => {
    const job = { created_at: '2026-11-24T13:26:00Z', started_at: '2026-11-24T13:26:10Z', completed_at: '2026-11-24T13:33:58Z' }
    expect(formatTook(job)).toBe('7 min 48 s')
    expect(secondsOf({ ...job, started_at: null, completed_at: null }, Date.parse('2026-11-24T13:27:00Z'))).toBe(60)
  })
})
