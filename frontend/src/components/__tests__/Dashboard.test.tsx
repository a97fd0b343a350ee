/** The overview as a whole: what is asked, how often, and what stands where an answer is missing. */
import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Dashboard from '@/features/overview/Dashboard'
import type { JobPage, Summary } from '@/services/types'
import { SUMMARY } from '@/test/fixtures'
import { ENDED, RUNNING, jobPage } from '@/test/jobs'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

let asked: string[]

interface Answers {
  readonly summary?: () => Summary | Response
  readonly open?: () => JobPage | Response
  readonly ended?: (cursor: string | null) => JobPage | Response
}

function answer<T extends object>(value: T | Response): Response {
  return value instanceof Response ? value : HttpResponse.json(value)
}

function serve({ summary = () => SUMMARY, open = () => jobPage([RUNNING]), ended = () => jobPage([ENDED]) }: Answers = {}) {
  server.use(
    http.get(`${API}/insights/summary`, () => {
      asked.push('summary')
      return answer(summary())
    }),
    http.get(`${API}/jobs`, ({ request }) => {
      const { searchParams } = new URL(request.url)
      const kind = searchParams.getAll('status').includes('completed') ? 'ended' : 'open'
      asked.push(kind)
      return answer(kind === 'ended' ? ended(searchParams.get('cursor')) : open())
    }),
  )
}

const count = (kind: string) => asked.filter((each) => each === kind).length

describe('Dashboard', () => {
  beforeEach(() => {
    asked = []
  })

  it('shows skeletons first, then figures, jobs, scores and the provider', async () => {
    serve()
    renderWith(<Dashboard />)
    expect(screen.getByRole('heading', { level: 1, name: 'Overview' })).toBeInTheDocument()
    expect(screen.getByText('Not updated yet')).toBeInTheDocument()
    expect(await screen.findByText('2,488')).toBeInTheDocument()
    for (const name of ['Open jobs', 'Scores, last 24 h', 'Provider', 'Ended jobs']) expect(await screen.findByRole('heading', { name: new RegExp(`^${name}`) })).toBeInTheDocument()
    expect(await screen.findByText('Completed, 17 failed')).toBeInTheDocument()
    expect(screen.getByText(/^Updated/)).toHaveTextContent(/Updated \d\d:\d\d:\d\d, every 2 s/)
    expect(document.title).toBe('Overview · Sales Agent')
  })

  it('asks less than once a second, and not at all while the tab is hidden', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    serve()
    renderWith(<Dashboard />)
    await screen.findByText('2,488')
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(12_000))
    expect(asked.length).toBeGreaterThanOrEqual(8)
    expect(asked.length).toBeLessThanOrEqual(12)
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(asked).toEqual([])
  })

  it('stands still when updates are paused, and goes on at once', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
    let scored = 2488
    serve({ summary: () => ({ ...SUMMARY, ended: { ...SUMMARY.ended, succeeded: scored } }) })
    renderWith(<Dashboard />)
    await screen.findByText('2,488')
    await user.click(screen.getByRole('button', { name: 'Pause updates' }))
    scored = 3000
    asked = []
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(asked).toEqual([])
    expect(screen.getByText('2,488')).toBeInTheDocument()
    expect(screen.getByText(/paused$/, { selector: 'span.text-xs' })).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Go on updating' }))
    expect(await screen.findByText('3,000')).toBeInTheDocument()
  })

  it('asks for the ended jobs again when one more has ended', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    let ended = 41
    serve({ summary: () => ({ ...SUMMARY, jobs: { ...SUMMARY.jobs, ended } }) })
    renderWith(<Dashboard />)
    await screen.findByText('Completed, 17 failed')
    await act(() => vi.advanceTimersByTimeAsync(6_000))
    expect(count('ended')).toBe(1)
    ended = 42
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    await waitFor(() => expect(count('ended')).toBe(2))
  })

  it('pages through ended jobs in place', async () => {
    const older = { ...ENDED, id: '01a20dbc-0000-7000-8000-000000000009', name: 'Reseller list' }
    serve({ ended: (cursor) => (cursor === 'c2' ? jobPage([older]) : jobPage([ENDED], { has_more: true, next_cursor: 'c2' })) })
    renderWith(<Dashboard />)
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
    expect(await screen.findByRole('link', { name: 'Reseller list' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  it('tells a first run how to begin', async () => {
    serve({ summary: () => ({ ...SUMMARY, leads: 0, jobs: { open: 0, paused: 0, ended: 0 } }), open: () => jobPage([]), ended: () => jobPage([]) })
    renderWith(<Dashboard />)
    expect(await screen.findByRole('heading', { name: 'No leads yet' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'New job' })).toHaveAttribute('href', '/jobs/new')
    expect(screen.getByRole('heading', { name: 'Provider' })).toBeInTheDocument()
    expect(screen.queryByText('Ended jobs')).toBeNull()
    expect(count('ended')).toBe(0)
  })

  it('loses only the figures when only they fail, and says why', async () => {
    serve({ summary: () => problem(403, 'scope_missing', 'This key lacks the scope read.') })
    renderWith(<Dashboard />)
    expect(await screen.findByRole('heading', { name: 'Figures could not be loaded' })).toBeInTheDocument()
    expect(screen.getByText(/req_81f0c2aa/)).toBeInTheDocument()
    expect(await screen.findByText('1 running')).toBeInTheDocument()
    expect(await screen.findByText('Completed, 17 failed')).toBeInTheDocument()
    serve()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('2,488')).toBeInTheDocument()
  })

  it('loses only the open jobs when only they fail', async () => {
    serve({ open: () => problem(403, 'scope_missing', 'This key lacks the scope read.') })
    renderWith(<Dashboard />)
    expect(await screen.findByRole('heading', { name: 'Open jobs could not be loaded' })).toBeInTheDocument()
    expect(await screen.findByText('2,488')).toBeInTheDocument()
    expect(await screen.findByText('Completed, 17 failed')).toBeInTheDocument()
    serve()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('1 running')).toBeInTheDocument()
  })
})
