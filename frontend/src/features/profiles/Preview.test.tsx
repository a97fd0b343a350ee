import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '@/app/providers'
import { Preview } from '@/features/profiles/Preview'
import { differenceOf, formatDifference, previewSums, whoIs } from '@/features/profiles/previewScores'
import { sessionKeys } from '@/hooks/useSession'
import type { Job, Result, Session } from '@/services/types'
import { JOB, SESSION } from '@/test/fixtures'
import { DENTAL_ID, dentalVersion } from '@/test/profiles'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const COUNTS = { total: 3, queued: 0, in_progress: 0, succeeded: 2, failed: 1, cancelled: 0, expired: 0 }
const ENDED: Job = { ...JOB, id: 'preview-1', kind: 'preview', status: 'completed', outcome: 'partial', request_counts: COUNTS, progress: { ...JOB.progress, ended: 3 }, cost: { actual_usd: '0.0018' }, profile: { id: DENTAL_ID, name: 'Dental equipment', version: 2 } }

const row = (index: number, part: Partial<Result>): Result => ({
  index, custom_id: `row-${index}`, lead_id: `lead-${index}`, status: 'succeeded', result: null, error: null, current: null, attempts: 1,
  usage: {} as Result['usage'], provider: 'simulator', model: 'm', simulated: true, cached: false, completed_at: null, override: null, outcome: null, input: { company_name: `Company ${index}` }, ...part,
})
const judged = (score: number | null, tier: string) => ({ score, tier }) as Result['result']
const stood = (score: number | null, tier: string | null) => ({ score, tier, profile: 'General B2B', version: 1 })
const ROWS = [
  row(0, { result: judged(82, 'Hot'), current: stood(70, 'B') }),
  row(1, { result: judged(41, 'Warm'), current: stood(46, 'Warm') }),
  row(2, { status: 'failed', error: { code: 'filtered', message: 'The provider filtered the answer.', remedy: 'Shorten the notes.', retryable: false } }),
]

function show(jobId: string | null, session: Partial<Session> = {}) {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, ...session })
  renderWith(<Preview version={dentalVersion(2)} jobId={jobId} />, { path: `/profiles?profile=${DENTAL_ID}&version=2`, client })
  return userEvent.setup()
}

beforeEach(() => server.use(
  http.get(`${API}/jobs/preview-1`, () => HttpResponse.json(ENDED)),
  http.get(`${API}/jobs/preview-1/results`, () => HttpResponse.json({ object: 'list', data: ROWS, has_more: false, next_cursor: null })),
))

describe('a preview', () => {
  it('takes the latest 20 leads under the version shown, and stands in the address', async () => {
    const asked: unknown[] = []
    server.use(http.post(`${API}/profiles/${DENTAL_ID}/preview`, async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(ENDED, { status: 202 })
    }))
    show(null)
    expect(screen.getByText(/nothing is billed.*No lead's score is changed.*no longer be written over/)).toBeVisible()
    const button = screen.getByRole('button', { name: 'Preview on the 20 latest leads' })
    // both presses before the page has drawn again
    fireEvent.click(button)
    fireEvent.click(button)
    await waitFor(() => expect(location.search).toBe(`?profile=${DENTAL_ID}&version=2&preview=preview-1`))
    expect(asked).toEqual([{ version: 2, sample: 20 }])
  })

  it('says that it costs where a real provider answers', () => {
    show(null, { simulated: false })
    expect(screen.getByText(/one paid call/)).toBeVisible()
  })

  it('shows old and new score side by side with what differs', async () => {
    show('preview-1')
    const table = await screen.findByRole('table', { name: 'Scores now and under this version' })
    const cells = within(table).getAllByRole('row').slice(1).map((each) => within(each).getAllByRole('cell').map(({ textContent }) => textContent))
    expect(cells[0]).toEqual(['Score 70Tier B', 'Score 82Tier Hot', '+12'])
    expect(cells[1]).toEqual(['Score 46Tier Warm', 'Score 41Tier Warm', '−5'])
    expect(cells[2]).toEqual(['Score –', 'The provider filtered the answer.', '–'])
    expect(screen.getByText('2 leads scored, 1 in another tier than now, $0.0018')).toBeVisible()
    expect(within(table).getByRole('link', { name: 'Company 0' })).toHaveAttribute('href', '/leads/lead-0')
  })

  it('goes on by itself until it has ended', async () => {
    let asked = 0
    server.use(http.get(`${API}/jobs/preview-1`, () => HttpResponse.json(asked++ === 0 ? { ...ENDED, status: 'in_progress', progress: { ...ENDED.progress, ended: 1 } } : ENDED)))
    show('preview-1')
    expect(await screen.findByText('1 of 3 leads judged')).toBeVisible()
    expect(await screen.findByText(/^2 leads scored/, undefined, { timeout: 5_000 })).toBeVisible()
  })

  it('that cannot begin says why', async () => {
    server.use(http.post(`${API}/profiles/${DENTAL_ID}/preview`, () => problem(422, 'no_leads', 'There is no lead yet.')))
    const user = show(null)
    await user.click(screen.getByRole('button', { name: 'Preview on the 20 latest leads' }))
    expect(await screen.findByText(/There is no lead yet/)).toBeVisible()
  })

  it('of another version is not shown as one of this', async () => {
    server.use(http.get(`${API}/jobs/preview-1`, () => HttpResponse.json({ ...ENDED, profile: { ...ENDED.profile, version: 1 } })))
    show('preview-1')
    expect(await screen.findByText('The preview in this address is of another version.')).toBeVisible()
  })

  it('that is not there says so', async () => {
    server.use(http.get(`${API}/jobs/preview-1`, () => problem(404, 'not_found', 'No such job.')))
    show('preview-1')
    expect(await screen.findByText('The preview could not be loaded')).toBeVisible()
  })

  it('is closed to a key that may only read', () => {
    show(null, { scopes: ['read'] })
    expect(screen.getByRole('button', { name: 'Preview on the 20 latest leads' })).toHaveAttribute('title', 'This key may not have leads judged')
  })
})

describe('what differs', () => {
  it('is not known where one score is not', () => expect(ROWS.map(differenceOf)).toEqual([12, -5, null]))
  it.each([[12, '+12'], [-5, '−5'], [0, '0']])('%d reads %s', (points, said) => expect(formatDifference(points)).toBe(said))
  it('counts tiers, not points', () => expect(previewSums(ROWS)).toEqual({ scored: 2, moved: 1 }))
  it('names a lead by what it has', () => expect([whoIs(row(0, { input: { company_name: ' ', contact_name: 'Robin' } })), whoIs(row(7, { input: {} }))]).toEqual(['Robin', 'row-7']))
})
