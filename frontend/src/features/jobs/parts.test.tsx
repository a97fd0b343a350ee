/** Parts of a job's page that only draw what they are given. */
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { CancelDialog } from '@/features/jobs/CancelDialog'
import { Failures } from '@/features/jobs/Failures'
import { JobFigures, describeCost, describeRate, describeWaiting } from '@/features/jobs/JobFigures'
import { JobProgress } from '@/features/jobs/JobProgress'
import { JobSkeleton } from '@/features/jobs/JobSkeleton'
import { ResultRow, nameOf, questionOf } from '@/features/jobs/ResultRow'
import { SkippedRows, placeOf } from '@/features/jobs/SkippedRows'
import { ApiError } from '@/services/errors'
import { ENDED, GROUP, RUNNING, resultOf, withCounts } from '@/test/jobs'
import { renderWith } from '@/test/render'

const nothing = () => undefined
const CANCELLED = { ...withCounts(ENDED, { succeeded: 1116, cancelled: 707 }), status: 'cancelled' as const }

function figure(label: string) {
  const box = screen.getByText(label).closest('div')
  if (!box) throw new Error(`no figure ${label}`)
  return box
}

function numbersOf(list: HTMLElement) {
  return within(list).getAllByRole('definition').map((each) => Number(each.textContent?.replace(/[^\d]/g, '')))
}

describe('progress', () => {
  it('has counts that add up to the total while it runs', () => {
    renderWith(<JobProgress job={RUNNING} />)
    expect(screen.getByText('1,126').parentElement).toHaveTextContent('1,126 of 1,840 done')
    const list = screen.getByText('At the model').closest('dl')
    expect(list && numbersOf(list).reduce((sum, each) => sum + each, 0)).toBe(1840)
    expect(screen.getByRole('progressbar', { name: 'Trade fair scans, day 2' })).toHaveValue(1126)
    expect(screen.getByRole('link', { name: '17' })).toHaveAttribute('href', '#failed')
  })

  it('has counts that add up once it was cancelled', () => {
    renderWith(<JobProgress job={CANCELLED} />)
    expect(screen.getByText('1,133').parentElement).toHaveTextContent('1,133 of 1,840 judged')
    const list = screen.getByText('Not judged').closest('dl')
    expect(list && numbersOf(list).reduce((sum, each) => sum + each, 0)).toBe(1840)
    expect(screen.queryByText('Waiting')).toBeNull()
  })

  it('names tiers in the profile’s order, those on no scale only if there are any', () => {
    renderWith(<JobProgress job={withCounts(RUNNING, { failed: 0 })} />)
    const list = screen.getByText('Scored, by tier').closest('dl')
    expect(list).toHaveTextContent(/A 139Tier B 309Tier C 334Tier D 221Tier Open 106$/)
    expect(screen.queryByRole('link')).toBeNull()
  })
})

describe('figures', () => {
  it('say how fast, how long, what it waits on, at what cost', () => {
    renderWith(<JobFigures job={RUNNING} />)
    expect(figure('Leads a minute')).toHaveTextContent('206over the last 44 s')
    expect(figure('Time left')).toHaveTextContent('3 to 4min')
    expect(figure('Waiting on')).toHaveTextContent('Answers7 calls at the model')
    expect(figure('Cost so far, list price')).toHaveTextContent('$0.91about $1.49 at the end, not billed')
  })

  it('say that it stalled, waits or is paused', () => {
    const { rerender } = renderWith(<JobFigures job={{ ...RUNNING, progress: { ...RUNNING.progress, stalled: true } }} />)
    expect(figure('Time left')).toHaveTextContent('stallednothing ended for 60 s')
    rerender(<div />)
    renderWith(<JobFigures job={{ ...RUNNING, status: 'paused', started_at: null }} />)
    expect(figure('Time left')).toHaveTextContent('pausedwaits for its first lead')
    expect(figure('Leads a minute')).toHaveTextContent('0')
  })

  it.each([['workers', 'Workers'], ['retry', 'The next try'], ['calls', 'Answers'], ['queue', 'Its turn'], [null, '–']] as const)('call %s %s', (waiting_on, word) => {
    expect(describeWaiting({ ...RUNNING, progress: { ...RUNNING.progress, waiting_on } })[0]).toBe(word)
  })

  it('claim no minute that a young job has not run', () => {
    const after = (progress: Partial<typeof RUNNING.progress>) => describeRate({ ...RUNNING, progress: { ...RUNNING.progress, ...progress } })
    expect(after({ rate_seconds: 7 })).toBe('over the last 7 s')
    expect(after({ rate_seconds: null })).toBe('not known yet')
    expect(after({ rate_seconds: null, stalled: true })).toBe('none in the last 60 s')
    expect(describeRate({ ...RUNNING, status: 'paused' })).toBe('while it is paused')
  })

  it('say who a paused job waits on', () => {
    expect(describeWaiting({ ...RUNNING, status: 'paused' })[0]).toBe('Somebody')
  })

  it('say how it went once it ended', () => {
    renderWith(<JobFigures job={ENDED} />)
    expect(figure('Took')).toHaveTextContent('7 min 48 s')
    expect(figure('Leads a minute')).toHaveTextContent('236on average')
    expect(figure('Outcome')).toHaveTextContent('Scored in part17 failed')
    expect(figure('Cost, list price')).toHaveTextContent('$0.91simulator: nothing billed')
  })

  it('name what was not judged, and a run without failure', () => {
    const { rerender } = renderWith(<JobFigures job={CANCELLED} />)
    expect(figure('Outcome')).toHaveTextContent('17 failed, 707 not judged')
    rerender(<div />)
    renderWith(<JobFigures job={{ ...withCounts(ENDED, { succeeded: 1840, failed: 0 }), outcome: 'succeeded', completed_at: ENDED.started_at, cached: 4, simulated: false }} />)
    expect(figure('Outcome')).toHaveTextContent('All scored1,840 leads, no failure')
    expect(figure('Leads a minute')).toHaveTextContent('–')
    expect(figure('Cost, list price')).toHaveTextContent('4 reused at no cost')
  })

  it('guess no cost from too few', () => {
    expect(describeCost({ ...withCounts(RUNNING, { succeeded: 20, failed: 0 }), simulated: false })).toBe('by the provider’s list prices')
    expect(describeCost({ ...RUNNING, outcome: null, simulated: false })).toMatch(/^about \$1.49 at the end$/)
  })

  it('keep their place while the job loads', () => {
    renderWith(<JobSkeleton />)
    expect(screen.getByText('Waiting on')).toBeInTheDocument()
  })
})

describe('failures', () => {
  const common = { jobId: RUNNING.id, count: 17, groups: [GROUP], skipped: [], error: null, onRetry: nothing, unfolded: true }

  it('stand by cause, with what to do and the first rows', () => {
    // later days are written with their name
    vi.useFakeTimers({ now: new Date('2026-11-24T14:00:00Z'), toFake: ['Date'] })
    renderWith(<Failures {...common} />)
    const head = screen.getByRole('rowheader', { name: /No complete answer within 60 s/ })
    expect(head.closest('tr')).toHaveTextContent('17 leadsprovider_timeoutNothing is wrong with these leads.')
    expect(screen.getByRole('row', { name: /crm-9431 Merrow Steel Doors 3 attempts 14:31:40/ })).toBeInTheDocument()
    expect(screen.getByRole('row', { name: /Line 372 no company 1 attempt –/ })).toBeInTheDocument()
    expect(screen.getByText('and 15 more in the file')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Download 17 rows' })).toHaveAttribute('href', expect.stringMatching(/\/results\?format=csv&status=failed$/))
  })

  it('say how many failed since the groups were read', () => {
    const { rerender } = renderWith(<Failures {...common} />)
    expect(screen.queryByText(/just now/)).toBeNull()
    rerender(<div />)
    renderWith(<Failures {...common} count={20} />)
    expect(screen.getByText('and 3 more just now')).toBeInTheDocument()
  })

  it('show their rows on demand while more arrive', async () => {
    renderWith(<Failures {...common} unfolded={false} />)
    expect(screen.queryByText('Merrow Steel Doors')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /^Show rows/, expanded: false }))
    expect(screen.getByText('Merrow Steel Doors')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /^Hide rows/, expanded: true }))
    expect(screen.queryByText('Merrow Steel Doors')).toBeNull()
  })

  it('are scrolled to when the address points to them', () => {
    const scroll = vi.fn<() => void>()
    Element.prototype.scrollIntoView = scroll
    renderWith(<Failures {...common} />, { path: '/jobs/x#failed' })
    expect(scroll).toHaveBeenCalledOnce()
  })

  it('say so when there is none, when they load, and when they could not be loaded', async () => {
    const retry = vi.fn<() => void>()
    const { rerender } = renderWith(<Failures {...common} count={0} groups={undefined} />)
    expect(screen.getByText('No lead has failed.')).toBeInTheDocument()
    expect(screen.queryByRole('link')).toBeNull()
    rerender(<div />)
    renderWith(<Failures {...common} groups={undefined} />)
    expect(document.querySelector('[aria-busy=true]')).not.toBeNull()
    renderWith(<Failures {...common} groups={undefined} error={new Error('x')} onRetry={retry} />)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })
})

describe('rows left out', () => {
  const errors = [
    { code: 'invalid', detail: 'contact_email is not one e-mail address.', row: 12, column: 'E-mail' },
    { code: 'missing', detail: 'company_name is missing.', pointer: '/leads/17/company_name' },
    { code: 'odd', detail: 'Something else.' },
    ...[4, 5, 6, 7].map((row) => ({ code: 'invalid', detail: 'Again.', row, column: 'E-mail' })),
  ]

  it('are named by line and reason, the rest on demand', async () => {
    renderWith(<SkippedRows skipped={{ count: 7, error_count: 1207, errors }} />)
    expect(screen.getByRole('row', { name: 'Line 12 E-mail “E-mail” is not one e-mail address.' })).toBeInTheDocument()
    expect(screen.getByRole('row', { name: 'Lead 18 Company Company is missing.' })).toBeInTheDocument()
    expect(screen.getAllByRole('row')).toHaveLength(6)
    await userEvent.click(screen.getByRole('button', { name: 'Show the other 2' }))
    expect(screen.getAllByRole('row')).toHaveLength(8)
    expect(screen.getByText('The first 7 of 1,207 faults.')).toBeVisible()
    expect(placeOf({ code: 'odd', detail: '' })).toBe('–')
  })

  it('hide no single row behind a button', () => {
    renderWith(<SkippedRows skipped={{ count: 6, error_count: 6, errors: errors.slice(0, 6) }} />)
    expect(screen.getAllByRole('row')).toHaveLength(7)
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('take no place when there is none', () => {
    renderWith(<SkippedRows skipped={{ count: 0, error_count: 0, errors: [] }} />)
    expect(screen.queryByRole('heading')).toBeNull()
  })
})

describe('the receipt of a cancel', () => {
  const common = { open: true, job: RUNNING, busy: false, error: null, onClose: nothing, onConfirm: nothing }

  it('adds up to all leads, and starts on the way out', () => {
    renderWith(<CancelDialog {...common} />)
    const cells = screen.getAllByRole('cell').map((each) => Number(each.textContent?.replace(',', '')))
    expect(cells.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(cells.at(-1))
    expect(cells).toEqual([1109, 17, 7, 707, 1840])
    expect(screen.getByRole('button', { name: 'Keep running' })).toHaveFocus()
    expect(screen.getByRole('button', { name: 'Cancel, leave out 707' })).toBeInTheDocument()
    expect(screen.getByRole('dialog')).toHaveTextContent('its leads can be tried again as a new job')
  })

  it('does not ask twice, and says when it failed', () => {
    const confirm = vi.fn<() => void>()
    renderWith(<CancelDialog {...common} job={withCounts(RUNNING, { queued: 0, in_progress: 714 })} busy onConfirm={confirm} error={new ApiError('Try again later.', { code: 'x', status: 503, requestId: 'req_1' })} />)
    screen.getByRole('button', { name: 'Cancel' }).click()
    expect(confirm).not.toHaveBeenCalled()
    expect(screen.getByRole('alert')).toHaveTextContent('It was not cancelled. Try again later. Request req_1')
  })
})

describe('a result', () => {
  const link = { tabIndex: 0 as const, 'data-row': '1', onFocus: nothing }
  const draw = (row: ReturnType<typeof resultOf>) => renderWith(<table><tbody><ResultRow row={row} skipped={[]} current={false} link={link} /></tbody></table>)

  it('leads to its lead and says what to ask next', () => {
    draw(resultOf(1130))
    const row = screen.getByRole('row')
    expect(within(row).getByRole('link', { name: 'Company 1131' })).toHaveAttribute('href', '/leads/01a20dbc-0000-7000-8000-000000001130')
    expect(row).toHaveTextContent('Line 1,132')
    expect(row).toHaveTextContent('80%')
    expect(row).toHaveTextContent('Is money set aside?')
    expect(row).toHaveTextContent('$0.00087')
    expect(within(row).getAllByRole('img', { name: 'Company fit 4, Need 3, Budget unknown' })).toHaveLength(2)
  })

  it('says what was reused, what is open, and what was flagged', () => {
    const { result } = resultOf(0)
    draw(resultOf(0, { cached: true, lead_id: null, result: result && { ...result, tier: 'open', next_question: null, flags: [{ code: 'instruction_in_text', field: 'notes', excerpt: '' }] } }))
    expect(screen.getByText('reused')).toBeInTheDocument()
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText('Flagged: instruction in text')).toBeInTheDocument()
    expect(screen.getAllByText('No open answer changes the tier')).toHaveLength(2)
  })

  it('has a name whatever was handed in', () => {
    expect(nameOf(resultOf(0, { input: { company_name: ' ', contact_name: 'Mirela' } }))).toBe('Mirela')
    expect(nameOf(resultOf(0, { input: { contact_email: 'a@b.example' } }))).toBe('a@b.example')
    draw(resultOf(0, { input: {} }))
    expect(screen.getByRole('link', { name: 'Line 2' })).toBeInTheDocument()
  })

  it('stands by the id that its sender gave, where there is one', () => {
    draw(resultOf(4, { custom_id: 'crm-17' }))
    expect(screen.getByRole('row')).toHaveTextContent('crm-17')
    expect(screen.getByRole('row')).not.toHaveTextContent(/Line|Lead \d/)
  })

  it('has a word where there is no question and no judgement', () => {
    const known = (resultOf(0).result?.criteria ?? []).filter(({ level }) => level !== null)
    expect(questionOf({ next_question: null, criteria: known })).toEqual({ text: 'All 2 are known', asked: false })
    draw(resultOf(0, { result: null }))
    expect(screen.getByRole('row')).toHaveTextContent('–')
  })
})
