/** Parts of the overview: figures, open and ended jobs, scores, provider. */
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { EndedJobs } from '@/features/overview/EndedJobs'
import { OpenJobs, describeStates } from '@/features/overview/OpenJobs'
import { FiguresSkeleton, OverviewFigures, describeMinutes } from '@/features/overview/OverviewFigures'
import { Provider } from '@/features/overview/Provider'
import { Scores } from '@/features/overview/Scores'
import { ApiError } from '@/services/errors'
import { SUMMARY } from '@/test/fixtures'
import { ENDED, RUNNING, jobPage, withCounts } from '@/test/jobs'
import { renderWith } from '@/test/render'

const nothing = () => undefined
const broken = new ApiError('the database does not accept connections.', { code: 'unavailable', status: 503, requestId: 'req_81f0c2' })

function figure(label: string) {
  const box = screen.getByText(label).closest('div')
  if (!box) throw new Error(`no figure ${label}`)
  return box
}

describe('figures', () => {
  it('stand before the line that puts them in proportion', () => {
    renderWith(<OverviewFigures summary={SUMMARY} />)
    expect(figure('Leads a minute')).toHaveTextContent('240')
    expect(figure('Scored in 24 h')).toHaveTextContent('2,488')
    expect(screen.getByRole('link', { name: '312 leads in tier A' })).toHaveAttribute('href', `/leads?tier=A&since=${encodeURIComponent(SUMMARY.since)}&sort=score`)
    expect(figure('Failed in 24 h')).toHaveTextContent('2521 worth another try')
    expect(figure('Still to judge')).toHaveTextContent('2,033in 3 jobs, 1 paused')
    expect(figure('Spent in 24 h, list price')).toHaveTextContent('$2.12$11.40 this month, nothing billed')
  })

  it.each([
    [{ failed: 0, failed_retryable: 0 }, 'nothing to mend'],
    [{ failed: 3, failed_retryable: 0 }, 'another try does not help'],
    [{ failed: 3, failed_retryable: 3 }, 'all worth another try'],
  ])('say of %o what another try brings', (ended, words) => {
    renderWith(<OverviewFigures summary={{ ...SUMMARY, ended: { ...SUMMARY.ended, ...ended } }} />)
    expect(figure('Failed in 24 h')).toHaveTextContent(words)
  })

  it('name no link where there is nothing, nor a bill where there is none', () => {
    renderWith(<OverviewFigures summary={{ ...SUMMARY, tiers: [{ tier: 'A', count: 0, from: 80 }], jobs: { open: 0, paused: 0, ended: 1 }, open: { queued: 0, in_progress: 0 }, provider: { ...SUMMARY.provider, simulated: false } }} />)
    expect(screen.queryByRole('link')).toBeNull()
    expect(figure('Still to judge')).toHaveTextContent('0no job is open')
    expect(figure('Spent in 24 h, list price')).not.toHaveTextContent('billed')
  })

  it('say what is at the model when nothing is paused, and that there is no tier yet', () => {
    renderWith(<OverviewFigures summary={{ ...SUMMARY, tiers: [], jobs: { open: 1, paused: 0, ended: 0 } }} />)
    expect(figure('Still to judge')).toHaveTextContent('11 at the model, in 1 job')
    expect(figure('Scored in 24 h')).toHaveTextContent('no tier yet')
  })

  it('keep their labels while they load', () => {
    renderWith(<FiguresSkeleton />)
    expect(screen.getByText('Still to judge')).toBeInTheDocument()
  })

  it('describe the curve to those who cannot see it', () => {
    expect(describeMinutes([])).toMatch(/none$/)
    expect(describeMinutes([0, 0])).toMatch(/none$/)
    expect(describeMinutes([0, 180, 240])).toBe('Leads a minute over the last 30 minutes: between 0 and 240, 240 in the last')
    expect(describeMinutes([7, 7])).toContain(': 7, 7 in the last')
  })
})

describe('open jobs', () => {
  const paused = { ...withCounts(RUNNING, { failed: 0 }), id: '01a20dbc-0000-7000-8000-000000000002', name: null, status: 'paused' as const }

  it('show how far, how fast, how long, at what cost', () => {
    renderWith(<OpenJobs page={jobPage([RUNNING, paused])} error={null} onRetry={nothing} />)
    const row = screen.getByRole('row', { name: /Trade fair scans, day 2/ })
    expect(row).toHaveTextContent('1,126 of 1,840, 17 failed')
    expect(row).toHaveTextContent('61%')
    expect(row).toHaveTextContent('206')
    expect(row).toHaveTextContent('3 to 4 min')
    expect(row).toHaveTextContent('$0.91')
    expect(within(row).getByRole('link')).toHaveAttribute('href', `/jobs/${RUNNING.id}`)
    expect(within(row).getByRole('progressbar', { name: 'Trade fair scans, day 2' })).toHaveValue(1126)
    expect(screen.getByRole('row', { name: /Job 01a20dbc-0000/ })).toHaveTextContent(/0paused/)
    expect(screen.getByText('1 running, 1 paused')).toBeInTheDocument()
  })

  it('say so when there is none, when they load, and when they could not be loaded', async () => {
    const retry = vi.fn<() => void>()
    const { rerender } = renderWith(<OpenJobs page={jobPage([])} error={null} onRetry={retry} />)
    expect(screen.getByText(/No job is open/)).toBeInTheDocument()
    rerender(<div />)
    renderWith(<OpenJobs page={undefined} error={null} onRetry={retry} />)
    expect(document.querySelector('[aria-busy=true]')).not.toBeNull()
    renderWith(<OpenJobs page={undefined} error={broken} onRetry={retry} />)
    expect(screen.getByRole('alert')).toHaveTextContent('The API answered 503')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })

  it('name the rest that is not shown', () => {
    expect(describeStates([RUNNING], true)).toBe('1 running; the newest 1')
  })
})

describe('scores', () => {
  it('lead to the leads of the range', () => {
    renderWith(<Scores summary={SUMMARY} />)
    const link = screen.getByRole('link', { name: 'Show 626 leads, 70 to 100' })
    expect(link).toHaveAttribute('href', `/leads?tier=A&tier=B&tier=C&tier=D&tier=disqualified&min_score=70&max_score=100&since=${encodeURIComponent(SUMMARY.since)}&sort=score`)
    expect(screen.getByText('2,488 leads, each by its newest score')).toBeInTheDocument()
    fireEvent.change(screen.getByRole('slider', { name: 'Highest score' }), { target: { value: '85' } })
    expect(screen.getByRole('link', { name: 'Show 438 leads, 70 to 84' }).getAttribute('href')).toContain('max_score=84')
  })

  it('count what lies on no bin, and offer nothing where nothing is', () => {
    const tiers = SUMMARY.tiers.map((each) => (each.tier === 'disqualified' ? { ...each, count: 3 } : each))
    renderWith(<Scores summary={{ ...SUMMARY, tiers, histogram: SUMMARY.histogram.map(() => 0) }} />)
    expect(screen.getByText(/too little is known/)).toHaveTextContent('236 more')
    expect(screen.getByText(/disqualified\./)).toHaveTextContent('3 disqualified')
    expect(screen.getByText('No lead has 70 to 100')).toBeInTheDocument()
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('say nothing of leads apart when there are none', () => {
    renderWith(<Scores summary={{ ...SUMMARY, tiers: SUMMARY.tiers.filter(({ from }) => from !== null) }} />)
    expect(screen.queryByText(/too little is known/)).toBeNull()
  })
})

describe('the provider', () => {
  it('says that a simulator stands in, and for what', () => {
    renderWith(<Provider provider={SUMMARY.provider} />)
    expect(screen.getByText('Simulator answers')).toBeInTheDocument()
    expect(screen.getByText('Stands in for').parentElement).toHaveTextContent('gpt-oss-120b')
    expect(screen.getByText('Calls in flight').parentElement).toHaveTextContent('4 of 128')
    expect(screen.getByText('Answer time, median').parentElement).toHaveTextContent('0.9 s')
  })

  it('says since when a real one is silent, and that no worker is there', () => {
    renderWith(<Provider provider={{ ...SUMMARY.provider, name: 'cerebras', simulated: false, state: 'silent', since: '2026-11-24T13:20:00Z', workers: 0, slots: 0, median_latency_ms: null }} />)
    expect(screen.getByText('Cerebras does not answer')).toBeInTheDocument()
    expect(screen.getByText(/last good answer came at/)).toBeInTheDocument()
    expect(screen.getByText('none; jobs wait for one')).toBeInTheDocument()
    expect(screen.getByText('Model').parentElement).toHaveTextContent('gpt-oss-120b')
  })
})

describe('ended jobs', () => {
  const common = { count: 41, error: null, onRetry: nothing, onMore: null, loadingMore: false }

  it('lead to the job, and from its failures to their causes', () => {
    renderWith(<EndedJobs {...common} jobs={[ENDED]} />)
    const row = screen.getByRole('row', { name: /Trade fair scans/ })
    expect(row).toHaveTextContent('1,840')
    expect(row).toHaveTextContent('7 min 48 s')
    expect(within(row).getByRole('link', { name: '17 failed of Trade fair scans, day 2' })).toHaveAttribute('href', `/jobs/${ENDED.id}#failed`)
    expect(screen.getByText('41')).toBeInTheDocument()
  })

  it('say on the phone, where the state has no column, how one ended that was not completed', () => {
    renderWith(<EndedJobs {...common} jobs={[withCounts({ ...ENDED, status: 'cancelled' }, { cancelled: 488 })]} />)
    expect(screen.getByText(/^Cancelled, 488 not judged, 1,\d{3} of 1,840 scored/)).toBeInTheDocument()
  })

  it('come ten at a time', async () => {
    const more = vi.fn<() => void>()
    renderWith(<EndedJobs {...common} jobs={[withCounts(ENDED, { failed: 0 })]} onMore={more} />)
    expect(screen.getByText('1 of 41')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    expect(more).toHaveBeenCalledOnce()
  })

  it('say so when there is none, when they load, and when they could not be loaded', () => {
    renderWith(<EndedJobs {...common} jobs={[]} count={0} />)
    expect(screen.getByText('No job has ended yet.')).toBeInTheDocument()
    renderWith(<EndedJobs {...common} jobs={undefined} />)
    expect(screen.getByRole('table', { busy: true })).toBeInTheDocument()
    renderWith(<EndedJobs {...common} jobs={undefined} error={broken} />)
    expect(screen.getByRole('alert')).toHaveTextContent('Ended jobs could not be loaded')
  })
})
