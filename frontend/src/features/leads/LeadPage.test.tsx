import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, delay, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import LeadPage from '@/features/leads/LeadPage'
import { JOB } from '@/test/fixtures'
import { ASSESSMENT, FULL_LEAD, HISTORY, UNJUDGED_LEAD } from '@/test/leads'
import { resultOf, resultPage } from '@/test/jobs'
import { renderWith, signedIn } from '@/test/render'
import { API, problem, server } from '@/test/server'
import type { Job, Lead } from '@/services/types'

/** Its job, a file of which some rows were left out, and its row there. */
beforeEach(() => {
  const row = resultOf(FULL_LEAD.position, { custom_id: 'row-1141' })
  server.use(
    http.get(`${API}/jobs/:id`, () => HttpResponse.json(JOB)),
    http.get(`${API}/jobs/:id/results`, ({ request }) => HttpResponse.json(resultPage(new URL(request.url).searchParams.get('index') === String(FULL_LEAD.position) ? [row] : []))),
  )
})
function show(lead: Lead = FULL_LEAD) {
  server.use(http.get(`${API}/leads/:id`, () => HttpResponse.json(lead)))
  return renderWith(<LeadPage id={lead.id} />, { path: `/leads/${lead.id}`, client: signedIn() })
}
const judged = (part: Partial<Lead['assessment']>): Lead => ({ ...FULL_LEAD, assessment: { ...ASSESSMENT, ...part } })
const receipt = async () => within(await screen.findByRole('table', { name: 'How the score is made up' }))
const line = async (name: RegExp) => within((await receipt()).getByRole('row', { name }))

describe('the score', () => {
  it('stands with tier, range, coverage and who gave it', async () => {
    show()
    expect(await screen.findByRole('heading', { level: 1, name: 'Halden & Brook Logistics' })).toBeInTheDocument()
    expect(screen.getByText('Mirela Osei, Operations Manager')).toBeInTheDocument()
    const article = within(screen.getByRole('article', { name: 'Score' }))
    expect(article.getByText('80 or more')).toBeInTheDocument()
    expect(article.getByText('2 of 6 unknown')).toBeInTheDocument()
    expect(article.getByText('Scored by the simulator')).toBeInTheDocument()
    expect(article.getByRole('img', { name: /Company fit 4, Need 3, Timing 4, Authority 2, Budget unknown/ })).toBeInTheDocument()
  })
  it.each([
    ['open', {}, 'Too little is known', 'coverage under 50%'],
    ['disqualified', { disqualifiers: [{ key: 'c', label: 'Competitor', applies: 'yes', field: 'notes', quote: 'mostly chilled goods', note: null, claimed: null }] }, 'Disqualified', 'Competitor'],
  ] as const)('says why the tier is %s', async (tier, part, name, why) => {
    show(judged({ tier, ...part } as never))
    const article = within(await screen.findByRole('article', { name: 'Score' }))
    expect(article.getByText(new RegExp(name))).toBeInTheDocument()
    expect(article.getAllByText(why)).not.toHaveLength(0)
  })
  it('is absent where nothing is known', async () => {
    const criteria = ASSESSMENT.criteria.map((each) => ({ ...each, level: null, points: null, quote: '', field: '' }))
    show(judged({ score: null, score_exact: null, tier: 'open', coverage: 0, criteria, sums: { points: '0.00', known_weight: 0, total_weight: 100 } }))
    const score = await line(/^Score/)
    expect(score.getAllByText('nothing is known')).not.toHaveLength(0)
    expect(score.getByText('–')).toBeInTheDocument()
  })
})

describe('what to ask', () => {
  it('has what each answer would do', async () => {
    show()
    expect(await screen.findByText('Is money set aside, and who approves it?')).toBeInTheDocument()
    const outcomes = within(screen.getByRole('list', { name: 'What the answer would do to the score' })).getAllByRole('listitem')
    expect(outcomes.map(({ textContent }) => textContent)).toEqual(['An answer at', 'level 0 gives 72 Tier B', 'level 1 gives 75 Tier B', 'level 2 gives 79 Tier B', 'level 3 gives 82 Tier A', 'level 4 gives 85 Tier A'])
  })
  it('says when nothing is left', async () => {
    show(judged({ next_question: null }))
    expect(await screen.findByText('Every criterion is known; no answer is missing.')).toBeInTheDocument()
  })
})

describe('the receipt', () => {
  it('has a line a criterion with level, anchor, weight, points and the quote in its field', async () => {
    show()
    const need = await line(/Need/)
    expect(need.getByText('3 of 4')).toBeInTheDocument()
    expect(need.getByText('Names a problem we solve')).toBeInTheDocument()
    expect(need.getAllByRole('cell').at(-1)).toHaveTextContent('18.75')
    expect(need.getByText('in Notes')).toBeInTheDocument()
    expect((await line(/Authority/)).getByText('in Board remarks')).toBeInTheDocument()
  })
  it('has the points of its lines add up to the sum that it shows', async () => {
    show()
    const rows = (await receipt()).getAllByRole('row').slice(1, 1 + ASSESSMENT.criteria.length)
    const points = rows.map((row) => within(row).getAllByRole('cell').at(-1)?.textContent ?? '').map((text) => (text.startsWith('–') ? 0 : Number(text)))
    expect(points).toEqual([25, 18.75, 15, 7.5, 0, 0])
    expect((await line(/Points of the 4 known criteria/)).getAllByRole('cell').at(-1)).toHaveTextContent(points.reduce((sum, each) => sum + each, 0).toFixed(2))
  })
  it('writes out weight, score, coverage and disqualifiers', async () => {
    show()
    expect((await line(/Their weight/)).getAllByText('25 + 25 + 15 + 15')).not.toHaveLength(0)
    expect((await line(/^Score/)).getAllByText('66.25 ÷ 80 × 100 = 82.8125')).not.toHaveLength(0)
    expect((await line(/^Score/)).getAllByRole('cell').at(-1)).toHaveTextContent('83')
    expect((await line(/^Coverage/)).getAllByRole('cell').map(({ textContent }) => textContent)).toEqual(['80 known ÷ 100 in all', '80%'])
    expect((await line(/^Disqualifiers/)).getAllByText('Competitor: does not apply; Abroad: not known')).not.toHaveLength(0)
  })
  it('does not count what is unknown and says what would settle it', async () => {
    show()
    const budget = await line(/Budget/)
    expect(budget.getByText('unknown')).toBeInTheDocument()
    expect(budget.getByText('not counted')).toBeInTheDocument()
    expect(budget.getByText('An amount, a range, or who approves it?')).toBeInTheDocument()
  })
  it('says when a quote was not found, and what the model claimed', async () => {
    show()
    const tools = await line(/Current tools/)
    expect(tools.getByText(/The model answered level 3 and quoted “spreadsheets on a shared drive”. Those words are not in the lead/)).toBeInTheDocument()
    expect(tools.getByText('Its reason was: They use spreadsheets.')).toBeInTheDocument()
    expect(screen.getByText('4 quotes found, 1 not')).toBeInTheDocument()
  })
  it('proves a disqualifier, and says when its proof failed', async () => {
    show(judged({
      tier: 'disqualified',
      disqualifiers: [
        { key: 'gone', label: 'Gone', applies: 'yes', field: 'notes', quote: 'mostly chilled goods', note: null, claimed: null },
        { key: 'abroad', label: 'Abroad', applies: 'unknown', field: '', quote: '', note: 'no_quote', claimed: { answer: 'yes', field: '', quote: '', reason: '' } },
      ],
    }))
    expect((await line(/5 Gone|Gone “mostly/)).getByRole('link', { name: 'Quote 5 in the lead' })).toBeInTheDocument()
    expect((await receipt()).getByText(/The model answered yes without a quote/)).toBeInTheDocument()
    expect((await receipt()).getByText('1 of 2 applies')).toBeInTheDocument()
  })
})

describe('the lead beside it', () => {
  it('marks each quote in its text; numbers lead both ways, leaving the history alone', async () => {
    show()
    const before = history.length
    await userEvent.click((await line(/Timing/)).getByRole('link', { name: 'Quote 3 in the lead' }))
    const mark = document.getElementById('quote-3')
    expect(mark).toHaveFocus()
    expect(mark?.tagName).toBe('MARK')
    expect(mark).toHaveTextContent('lease on the north site ends in March3')
    await userEvent.click(screen.getByRole('link', { name: 'Quote 3 on the receipt' }))
    expect((await line(/Timing/)).getByRole('link', { name: 'Quote 3 in the lead' })).toHaveFocus()
    expect(history.length).toBe(before)
    expect(location.hash).toBe('')
  })
  it('has a target for two quotes that begin together', async () => {
    const [fit, need, ...others] = ASSESSMENT.criteria
    if (!fit || !need) throw new Error('two are needed')
    show(judged({ criteria: [fit, { ...need, quote: fit.quote }, ...others] }))
    await userEvent.click((await line(/Need/)).getByRole('link', { name: 'Quote 2 in the lead' }))
    expect(document.getElementById('quote-2')).toHaveFocus()
  })
  it('does not link a quote that it cannot place', async () => {
    show({ ...FULL_LEAD, notes: 'Nothing of it.' })
    const fit = await line(/Company fit/)
    expect(fit.queryByRole('link')).not.toBeInTheDocument()
    expect(fit.getByText('Quote')).toBeInTheDocument()
  })
  it('underlines instructions and says that they counted for nothing', async () => {
    show()
    expect(await screen.findByText(/Words in Notes read like an instruction/)).toBeInTheDocument()
    expect(screen.getByText(/Ignore all previous instructions/).closest('mark')).toHaveClass('decoration-wavy')
    await userEvent.click(screen.getByRole('link', { name: 'Contains instructions to the model' }))
    expect(document.getElementById('flag')).toHaveFocus()
  })
  it('shows instructions that no field holds in the banner', async () => {
    const flags = [{ code: 'x', field: 'additional_data.Obey me now', excerpt: 'Obey me now' }]
    show({ ...judged({ flags }), flags })
    expect(await screen.findByText('In Obey me now: “Obey me now”')).toBeInTheDocument()
  })
  it('tells a report of the model from words that show it', async () => {
    const flags = [{ code: 'model_reported_instructions', field: '', excerpt: '' }]
    show({ ...judged({ flags }), flags })
    expect(await screen.findByText(/The model reported it/)).toBeInTheDocument()
  })
  it('has all fields, and names those that were not given', async () => {
    show()
    expect(await screen.findByText('haldenbrook.example.com')).toBeInTheDocument()
    expect(screen.getByText('Stand')).toBeInTheDocument()
    expect(screen.getByText(/Not given/)).toHaveTextContent('Not given: Phone')
  })
})

describe('how it was judged', () => {
  it('names profile, model, time, job and row, and adds up the cost', async () => {
    show()
    const how = within(await screen.findByRole('region', { name: 'How it was judged' }))
    expect(how.getByText('24 Nov 2026, 14:31:57')).toBeInTheDocument()
    expect(how.getByText('Warehouse software, v7')).toBeInTheDocument()
    expect(how.getByText('0.9 s')).toBeInTheDocument()
    expect(how.getByRole('link', { name: 'Trade fair scans, day 2' })).toHaveAttribute('href', `/jobs/${FULL_LEAD.job?.id}`)
    expect(await how.findByText('Line 1,141')).toBeInTheDocument()
    const [input = 0, output = 0, total] = how.getAllByText(/^\$0\.000\d+$/).map(({ textContent }) => Math.round(Number(textContent?.slice(1)) * 1e9))
    expect(input + output).toBe(total)
    expect(how.getByText('nothing billed')).toBeInTheDocument()
  })
  it('says when an earlier assessment was used again', async () => {
    show(judged({ created_at: '2026-11-03T09:00:00Z', simulated: false, provider: 'cerebras' }))
    const how = within(await screen.findByRole('region', { name: 'How it was judged' }))
    expect(how.getByText('Reused')).toBeInTheDocument()
    expect(how.getByText('at cerebras')).toBeInTheDocument()
    expect(how.queryByText('nothing billed')).not.toBeInTheDocument()
  })
  it('gives the cost whole where its parts are not known', async () => {
    show({ ...judged({ simulated: false }), cost: null, job: { id: JOB.id, name: null } })
    const how = within(await screen.findByRole('region', { name: 'How it was judged' }))
    expect(how.getByText('at the prices of then')).toBeInTheDocument()
    expect(how.getAllByText(/^\$/)).toHaveLength(1)
    expect(how.getByRole('link', { name: '01a20dbc-9340' })).toBeInTheDocument()
  })
})

describe('the history', () => {
  it('sets what changed in bold, and divides as it says', async () => {
    show()
    const table = within(await screen.findByRole('table', { name: 'What changed between two assessments' }))
    expect(within(table.getByRole('row', { name: /^Need/ })).getByText('3 of 4').tagName).toBe('B')
    expect(within(table.getByRole('row', { name: /^Company fit/ })).getByText('25').tagName).toBe('B')
    expect(within(table.getByRole('row', { name: /^Authority/ })).queryByText('2 of 4', { selector: 'b' })).toBeNull()
    expect(within(table.getByRole('row', { name: /^Size/ })).getByText('not asked')).toBeInTheDocument()
    const score = table.getByRole('row', { name: /^Score/ })
    expect(score).toHaveTextContent('50.00 ÷ 70 × 100 ≈ 71.4286')
    expect(score).toHaveTextContent('66.25 ÷ 80 × 100 = 82.8125')
  })
  it('compares with any earlier one', async () => {
    const [now, then] = HISTORY
    if (!now || !then) throw new Error('two are needed')
    show({ ...FULL_LEAD, history: [now, then, { ...then, assessment_id: 3, created_at: '2025-01-02T09:00:00Z', score: 12, profile: { name: 'x', version: 1 } }] })
    await userEvent.selectOptions(await screen.findByLabelText('Compare with'), '2 Jan 2025, profile v1')
    expect(within(screen.getByRole('row', { name: /^Score .*÷ 70/ })).getByText('12')).toBeInTheDocument()
  })
  it('says when there is only one', async () => {
    show({ ...FULL_LEAD, history: HISTORY.slice(0, 1) })
    expect(await screen.findByText(/Judged once/)).toBeInTheDocument()
  })
})

describe('a lead without a score', () => {
  const job = (part: Partial<Job>) => server.use(http.get(`${API}/jobs/:id`, () => HttpResponse.json({ ...JOB, ...part })))
  /** What the API answers to whoever asks for exactly this row, if it failed. */
  const results = (data: unknown[]) =>
    server.use(http.get(`${API}/jobs/:id/results`, ({ request }) => {
      const asked = new URL(request.url).search
      return asked === '?status=failed&index=1126&limit=1' ? HttpResponse.json({ object: 'list', data, has_more: false, next_cursor: null }) : undefined
    }))
  it('waits for its job, and shows the score when it is there', async () => {
    job({ request_counts: { ...JOB.request_counts, failed: 0 } })
    show(UNJUDGED_LEAD)
    expect(await screen.findByRole('heading', { name: 'Not judged yet' })).toBeInTheDocument()
    expect(screen.getByRole('region', { name: 'The lead as handed in' })).toBeInTheDocument()
    expect(screen.queryByRole('region', { name: 'How it was judged' })).not.toBeInTheDocument()
    server.use(http.get(`${API}/leads/:id`, () => HttpResponse.json(FULL_LEAD)))
    expect(await screen.findByText('80 or more', {}, { timeout: 8_000 })).toBeInTheDocument()
  }, 12_000)
  it('says why it failed and what to do', async () => {
    job({ status: 'completed' })
    results([{ index: 1126, error: { code: 'answer_invalid', message: 'The answer was not in the agreed form.', remedy: 'Hand it in again.', retryable: true } }])
    show(UNJUDGED_LEAD)
    expect(await screen.findByRole('heading', { name: 'This lead could not be judged' })).toBeInTheDocument()
    expect(screen.getByText('answer_invalid')).toBeInTheDocument()
    expect(screen.getByText('Hand it in again.')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Open the job' })).toHaveAttribute('href', `/jobs/${JOB.id}`)
  })
  it('says that its job ended without it', async () => {
    job({ status: 'cancelled' })
    results([])
    show(UNJUDGED_LEAD)
    expect(await screen.findByText(/has ended without a score/)).toBeInTheDocument()
  })
  it('says that its job is gone', async () => {
    show({ ...UNJUDGED_LEAD, job: null })
    expect(await screen.findByText(/the job that handed it in is gone/)).toBeInTheDocument()
  })
})

describe('the way to other leads', () => {
  const place = { href: '/leads?tier=A', state: { before: [null] }, ids: ['before', FULL_LEAD.id, 'after'], offset: 50, total: 312 }
  const showIn = (list: unknown = place) => {
    server.use(http.get(`${API}/leads/:id`, () => HttpResponse.json(FULL_LEAD)))
    renderWith(<LeadPage id={FULL_LEAD.id} />, { path: `/leads/${FULL_LEAD.id}`, client: signedIn() })
    act(() => history.replaceState({ list }, '', `/leads/${FULL_LEAD.id}`))
  }
  it('leads on in the list that one came from, and back to it', async () => {
    showIn()
    expect(await screen.findByText('52 of 312')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Next lead' })).toHaveAttribute('href', '/leads/after')
    await userEvent.keyboard(']')
    expect(location.pathname).toBe('/leads/after')
    expect(history.state).toEqual({ list: place })
    await userEvent.click(within(screen.getByRole('navigation', { name: 'Breadcrumb' })).getByRole('link', { name: 'Leads' }))
    expect(location.pathname + location.search).toBe('/leads?tier=A')
    expect(history.state).toEqual({ before: [null] })
  })
  it('stops at the ends of the page', async () => {
    showIn({ ...place, ids: [FULL_LEAD.id], offset: null, total: null })
    const previous = await screen.findByRole('link', { name: 'Previous lead' })
    expect(previous).toHaveAttribute('aria-disabled', 'true')
    await userEvent.keyboard('[[')
    expect(location.pathname).toBe(`/leads/${FULL_LEAD.id}`)
  })
  it.each([null, 7, { href: 'https://elsewhere.example', ids: [], state: {} }])('is not there when the list is unknown: %o', async (list) => {
    showIn(list)
    expect(await screen.findByRole('heading', { level: 1, name: /Halden/ })).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: 'Next lead' })).not.toBeInTheDocument()
  })
})

describe('without data', () => {
  it('loading: bars in their places', async () => {
    server.use(http.get(`${API}/leads/:id`, async () => { await delay('infinite') }))
    renderWith(<LeadPage id="x" />)
    expect(screen.getByText('The lead is loading')).toBeInTheDocument()
  })
  it('no such lead', async () => {
    server.use(http.get(`${API}/leads/:id`, () => problem(404, 'lead_not_found', 'There is no lead with this id.')))
    renderWith(<LeadPage id="nobody" />)
    expect(await screen.findByRole('heading', { level: 1, name: 'No such lead' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'All leads' })).toHaveAttribute('href', '/leads')
  })
  it('failed to load: why, and again', async () => {
    server.use(http.get(`${API}/leads/:id`, () => HttpResponse.json(FULL_LEAD)))
    server.use(http.get(`${API}/leads/:id`, () => problem(403, 'scope_missing', 'This key may not read leads.'), { once: true }))
    renderWith(<LeadPage id={FULL_LEAD.id} />, { client: signedIn() })
    expect(await screen.findByRole('alert')).toHaveTextContent('This key may not read leads.')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: /Halden/ })).toBeInTheDocument())
  })
  it('without a contact', async () => {
    show({ ...FULL_LEAD, contact_name: null, contact_title: null })
    expect((await screen.findByRole('heading', { level: 1, name: /Halden/ })).nextElementSibling).toHaveTextContent('–')
  })
})
