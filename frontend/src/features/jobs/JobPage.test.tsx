/** The page of a job as a whole: polled until its end, calm while rows arrive, cancelled with a receipt. */
import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import JobPage, { announce } from '@/features/jobs/JobPage'
import { sessionKeys } from '@/hooks/useSession'
import { createQueryClient } from '@/app/providers'
import type { Job, ResultPage } from '@/services/types'
import { SESSION } from '@/test/fixtures'
import { ENDED, GROUP, RUNNING, resultOf, resultPage, withCounts } from '@/test/jobs'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const ID = RUNNING.id
const ROWS = Array.from({ length: 3 }, (_, index) => resultOf(2 - index))

let asked: string[]
let job: Job
let persons: number

function serve(results: (url: URL) => ResultPage = () => resultPage(ROWS, { has_more: true, next_cursor: 'c2' })) {
  const note = (kind: string, answer: object) => {
    asked.push(kind)
    return HttpResponse.json(answer)
  }
  server.use(
    http.get(`${API}/jobs/${ID}`, () => note('job', job)),
    http.get(`${API}/jobs/${ID}/failures`, () => note('failures', { object: 'list', data: [{ ...GROUP, count: job.request_counts.failed }] })),
    http.get(`${API}/leads/counts`, () => note('persons', { object: 'lead_counts', total: persons, tiers: [], unjudged: 0 })),
    http.get(`${API}/jobs/${ID}/results`, ({ request }) => note('results', results(new URL(request.url)))),
  )
}

function draw(scopes: readonly string[] = ['submit', 'read']) {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, scopes })
  return renderWith(<Suspense><JobPage id={ID} /></Suspense>, { client, path: `/jobs/${ID}` })
}

const count = (kind: string) => asked.filter((each) => each === kind).length

describe('JobPage', () => {
  beforeEach(() => {
    asked = []
    job = RUNNING
    persons = 1840
  })

  it('shows a skeleton, then the job with its state in words', async () => {
    serve()
    draw()
    expect(screen.getByText('The job is loading')).toBeInTheDocument()
    expect(await screen.findByRole('heading', { level: 1, name: 'Trade fair scans, day 2' })).toBeInTheDocument()
    expect(screen.getByText('Running')).toBeInTheDocument()
    expect(screen.getByText(/Warehouse software v7, handed in/)).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Download CSV' })).toHaveAttribute('href', `${API}/jobs/${ID}/results?format=csv`)
    expect(screen.getByRole('link', { name: 'Download NDJSON, for programs' })).toHaveAttribute('href', `${API}/jobs/${ID}/results?format=ndjson`)
    expect(await screen.findByRole('link', { name: 'Company 3' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Open all in Leads' })).toHaveAttribute('href', `/leads?job_id=${ID}`)
  })

  it('asks for the job once in 2 s, for failures and results only when there are more', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    serve()
    draw()
    await screen.findByRole('link', { name: 'Company 3' })
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(count('job')).toBeGreaterThanOrEqual(4)
    expect(count('job')).toBeLessThanOrEqual(6)
    expect(count('failures') + count('results')).toBe(0)
    job = withCounts(RUNNING, { failed: 18, queued: 706 })
    await act(() => vi.advanceTimersByTimeAsync(4_000))
    await waitFor(() => expect(count('failures')).toBe(1))
  })

  it('says why Leads has fewer than it, where a person has two rows', async () => {
    job = ENDED
    persons = 1838
    serve()
    draw()
    expect(await screen.findByText('Leads shows each person once, by the newest row.')).toBeInTheDocument()
    expect(count('persons')).toBe(1)
  })

  it('says nothing of persons where each has one row', async () => {
    job = ENDED
    serve()
    draw()
    await screen.findByRole('link', { name: 'Company 3' })
    await waitFor(() => expect(count('persons')).toBe(1))
    expect(screen.queryByText(/each person once/)).toBeNull()
  })

  it('asks for nothing while the tab is hidden', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    serve()
    draw()
    await screen.findByRole('link', { name: 'Company 3' })
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    document.dispatchEvent(new Event('visibilitychange'))
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(asked).toEqual([])
  })

  it('stops asking at the end, says it once, and takes the cancel away', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    serve()
    draw()
    await screen.findByRole('button', { name: 'Cancel job…' })
    job = ENDED
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(await screen.findByText('Completed, 17 failed', { selector: 'span' })).toBeInTheDocument()
    expect(screen.getByText('Completed, 17 failed: 1,840 of 1,840 judged, 17 failed')).toHaveAttribute('role', 'status')
    expect(screen.queryByRole('button', { name: 'Cancel job…' })).toBeNull()
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(count('job')).toBe(0)
  })

  it('keeps new results behind a button, and the focus on its row', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
    let rows = ROWS
    serve(() => resultPage(rows, { has_more: true, next_cursor: 'c2' }))
    draw()
    await screen.findByRole('link', { name: 'Company 3' })
    await user.keyboard('jj')
    expect(screen.getByRole('link', { name: 'Company 2' })).toHaveFocus()
    rows = [resultOf(20), ...ROWS]
    job = withCounts(RUNNING, { succeeded: 1121, queued: 695 })
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    const show = await screen.findByRole('button', { name: 'Show 12' })
    expect(screen.queryByRole('link', { name: 'Company 21' })).toBeNull()
    expect(screen.getByRole('link', { name: 'Company 2' })).toHaveFocus()
    await user.click(show)
    expect(await screen.findByRole('link', { name: 'Company 21' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Company 2' })).toHaveAttribute('tabindex', '0')
    expect(screen.queryByRole('button', { name: /^Show \d/ })).toBeNull()
  })

  describe('at the end', () => {
    const SMALL = withCounts(RUNNING, { total: 60, succeeded: 3, failed: 0, queued: 50 })
    const OVER: Job = { ...ENDED, request_counts: { ...SMALL.request_counts, succeeded: 60, queued: 0, in_progress: 0 } }
    /** A job of which three results are shown when it ends with 57 more. */
    async function toTheEnd(before: () => Promise<void> | void = () => undefined) {
      vi.useFakeTimers({ shouldAdvanceTime: true })
      job = SMALL
      let rows = ROWS
      serve(() => resultPage(rows, { has_more: true, next_cursor: 'c2' }))
      draw()
      await screen.findByRole('link', { name: 'Company 3' })
      await before()
      rows = [resultOf(20), ...ROWS]
      job = OVER
      await act(() => vi.advanceTimersByTimeAsync(3_000))
    }
    afterEach(() => getSelection()?.removeAllRanges())

    it('shows what came by itself', async () => {
      await toTheEnd()
      expect(await screen.findByRole('link', { name: 'Company 21' })).toBeInTheDocument()
      expect(screen.queryByRole('button', { name: /^Show \d/ })).toBeNull()
    })

    it.each([
      ['the focus', () => act(() => screen.getByRole('link', { name: 'Company 2' }).focus())],
      ['a selection', () => getSelection()?.selectAllChildren(screen.getByRole('link', { name: 'Company 2' }))],
      ['the eyes', () => void vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, -200, 100, 900))],
    ])('moves no row that %s may be on', async (_, hold) => {
      await toTheEnd(hold)
      expect(await screen.findByRole('button', { name: 'Show 57' })).toBeInTheDocument()
      expect(screen.queryByRole('link', { name: 'Company 21' })).toBeNull()
    })

    it('takes no page away that was loaded by hand', async () => {
      await toTheEnd(async () => {
        await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(screen.getByRole('button', { name: 'Show more' }))
        act(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur() })
        await act(() => vi.advanceTimersByTimeAsync(500))
      })
      expect(await screen.findByRole('button', { name: 'Show 57' })).toBeInTheDocument()
    })
  })

  it('reads failures once in 5 s at most, however many arrive', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    serve()
    draw()
    await screen.findByRole('link', { name: 'Company 3' })
    asked = []
    for (let failed = 18; failed < 28; failed += 1) {
      job = withCounts(RUNNING, { failed, queued: 724 - failed })
      await act(() => vi.advanceTimersByTimeAsync(2_000))
    }
    expect(count('failures')).toBeGreaterThanOrEqual(3)
    expect(count('failures')).toBeLessThanOrEqual(5)
  })

  it('pages to older results in place', async () => {
    serve((url) => (url.searchParams.get('cursor') === 'c2' ? resultPage([resultOf(9)]) : resultPage(ROWS, { has_more: true, next_cursor: 'c2' })))
    draw()
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
    expect(await screen.findByRole('link', { name: 'Company 10' })).toBeInTheDocument()
    expect(screen.getByText('4 newest of 1,109')).toBeInTheDocument()
  })

  it('gathers the first results before it shows them', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    job = { ...withCounts(RUNNING, { succeeded: 0, failed: 0, queued: 1833 }), started_at: null }
    serve()
    draw()
    expect(await screen.findByText('The first results appear here.')).toBeInTheDocument()
    expect(screen.getByText('No lead has failed.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Download CSV' })).toHaveAttribute('title', 'No lead has ended yet')
    job = withCounts(RUNNING, { succeeded: 10, failed: 0, queued: 1823 })
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(await screen.findByRole('link', { name: 'Company 3' })).toBeInTheDocument()
  })

  it('gathers all of a few before it shows them', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    job = withCounts(RUNNING, { total: 23, succeeded: 0, failed: 0, queued: 16 })
    serve()
    draw()
    await screen.findByText('The first results appear here.')
    job = withCounts(RUNNING, { total: 23, succeeded: 12, failed: 0, queued: 4 })
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(count('results')).toBe(0)
    job = withCounts(RUNNING, { total: 23, succeeded: 23, failed: 0, queued: 0, in_progress: 0 })
    await act(() => vi.advanceTimersByTimeAsync(2_500))
    expect(await screen.findByRole('link', { name: 'Company 3' })).toBeInTheDocument()
  })

  it('shows few first results after a while', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    job = withCounts(RUNNING, { succeeded: 0, failed: 0, queued: 1833 })
    serve()
    draw()
    await screen.findByText('The first results appear here.')
    job = withCounts(RUNNING, { succeeded: 3, failed: 0, queued: 1830 })
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(count('results')).toBe(0)
    await act(() => vi.advanceTimersByTimeAsync(5_000))
    expect(await screen.findByRole('link', { name: 'Company 3' })).toBeInTheDocument()
  })

  it('says that nothing was scored, and why rows are missing', async () => {
    job = { ...withCounts(ENDED, { succeeded: 0, failed: 1840 }), outcome: 'failed', skipped: { count: 1, error_count: 1, errors: [{ code: 'x', detail: 'Bad.', row: 3 }] } }
    serve()
    draw()
    expect(await screen.findByText('No lead was scored.')).toBeInTheDocument()
    expect(screen.getByText('Line 3')).toBeInTheDocument()
    expect(await screen.findByText('Merrow Steel Doors')).toBeInTheDocument()
  })

  it('says when its results could not be loaded', async () => {
    serve()
    let broken = true
    server.use(http.get(`${API}/jobs/${ID}/results`, () => (broken ? problem(403, 'scope_missing', 'No.') : HttpResponse.json(resultPage(ROWS)))))
    draw()
    expect(await screen.findByRole('heading', { name: 'Results could not be loaded' })).toBeInTheDocument()
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'Company 3' })).toBeInTheDocument()
  })

  it('has a page for an address that is no job', async () => {
    server.use(http.get(`${API}/jobs/${ID}`, () => problem(404, 'job_not_found', 'There is no such job.')))
    draw()
    expect(await screen.findByRole('heading', { level: 1, name: 'No such job' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Go to Overview' })).toHaveAttribute('href', '/')
  })

  it('says when the job could not be loaded, and tries again', async () => {
    server.use(http.get(`${API}/jobs/${ID}`, () => problem(403, 'scope_missing', 'This key lacks the scope read.')))
    draw()
    expect(await screen.findByRole('heading', { name: 'The job could not be loaded' })).toBeInTheDocument()
    serve()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Trade fair scans, day 2' })).toBeInTheDocument()
  })

  describe('cancelling', () => {
    const CANCELLING: Job = { ...RUNNING, status: 'cancelling', cancelling_at: '2026-11-24T13:32:00Z', request_counts: { ...RUNNING.request_counts, queued: 0, cancelled: 707 } }

    it('asks with a receipt, then waits for the calls at the model', async () => {
      serve()
      server.use(http.post(`${API}/jobs/${ID}/cancel`, () => {
        job = CANCELLING
        return HttpResponse.json(job, { status: 202 })
      }))
      draw()
      await userEvent.click(await screen.findByRole('button', { name: 'Cancel job…' }))
      const dialog = screen.getByRole('dialog', { name: 'Cancel “Trade fair scans, day 2”?' })
      await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel, leave out 707' }))
      expect(await screen.findByText('Cancelling, 7 calls finish')).toBeInTheDocument()
      expect(screen.queryByRole('dialog')).toBeNull()
      expect(screen.getByRole('button', { name: 'Cancel job…' })).toHaveAttribute('aria-disabled', 'true')
    })

    it('goes on when the way out is taken', async () => {
      serve()
      draw()
      await userEvent.click(await screen.findByRole('button', { name: 'Cancel job…' }))
      await userEvent.click(screen.getByRole('button', { name: 'Keep running' }))
      expect(screen.queryByRole('dialog')).toBeNull()
    })

    it('says when the job had ended meanwhile', async () => {
      serve()
      server.use(http.post(`${API}/jobs/${ID}/cancel`, () => {
        job = ENDED
        return problem(409, 'job_already_ended', 'The job has ended.')
      }))
      draw()
      await userEvent.click(await screen.findByRole('button', { name: 'Cancel job…' }))
      await userEvent.click(screen.getByRole('button', { name: 'Cancel, leave out 707' }))
      expect(await screen.findByText('The job had already ended; nothing was left out.')).toBeInTheDocument()
      expect(await screen.findByText('Completed, 17 failed', { selector: 'span' })).toBeInTheDocument()
      expect(screen.queryByRole('dialog')).toBeNull()
    })

    it('keeps asking when it failed, and says why', async () => {
      serve()
      server.use(http.post(`${API}/jobs/${ID}/cancel`, () => problem(503, 'database_unavailable', 'The database does not accept connections.')))
      draw()
      await userEvent.click(await screen.findByRole('button', { name: 'Cancel job…' }))
      await userEvent.click(screen.getByRole('button', { name: 'Cancel, leave out 707' }))
      expect(await within(screen.getByRole('dialog')).findByRole('alert')).toHaveTextContent('It was not cancelled. The database does not accept connections.')
    })

    it('is refused to a key that may only read, and says so', async () => {
      serve()
      draw(['read'])
      const button = await screen.findByRole('button', { name: 'Cancel job…' })
      expect(button).toHaveAttribute('title', 'This key may only read')
      await userEvent.click(button)
      expect(screen.queryByRole('dialog')).toBeNull()
    })

    it('hands the focus on when its button goes with the job', async () => {
      vi.useFakeTimers({ shouldAdvanceTime: true })
      serve()
      draw()
      const button = await screen.findByRole('button', { name: 'Cancel job…' })
      act(() => button.focus())
      job = ENDED
      await act(() => vi.advanceTimersByTimeAsync(3_000))
      await waitFor(() => expect(screen.getByRole('link', { name: 'Download CSV' })).toHaveFocus())
    })
  })

  it('announces counts in words', () => {
    expect(announce(RUNNING)).toBe('Running: 1,126 of 1,840 done, 17 failed')
  })
})
