import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, delay, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import LeadsPage from '@/features/leads/LeadsPage'
import { JOB, SUMMARY, leadPage } from '@/test/fixtures'
import { LEAD_COUNTS, leadsOf } from '@/test/leads'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'
import type { LeadCounts, LeadSummary } from '@/services/types'

let asked: URLSearchParams[] = []

interface Answers {
  readonly leads?: readonly LeadSummary[]
  readonly counts?: LeadCounts
  readonly next?: string | null
}

function answer({ leads = leadsOf(3), counts = LEAD_COUNTS, next = null }: Answers = {}) {
  server.use(
    http.get(`${API}/leads`, ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ ...leadPage([...leads]), has_more: next !== null, next_cursor: next })
    }),
    http.get(`${API}/leads/counts`, () => HttpResponse.json(counts)),
    http.get(`${API}/insights/summary`, () => HttpResponse.json(SUMMARY)),
    http.get(`${API}/jobs`, () => HttpResponse.json({ object: 'list', data: [JOB], has_more: true, next_cursor: 'x' })),
    http.get(`${API}/jobs/:id`, () => HttpResponse.json(JOB)),
  )
}

const last = () => Object.fromEntries(asked.at(-1) ?? [])
const open = (path = '/leads') => renderWith(<LeadsPage />, { path })
const firstRow = async () => (await screen.findByRole('link', { name: 'Company 1' })).closest('tr') as HTMLElement

beforeEach(() => {
  asked = []
})

describe('the list', () => {
  it('shows score, tier, levels, coverage, company, contact, question and time', async () => {
    answer()
    open()
    const row = within(await firstRow())
    expect(row.getAllByRole('cell')[0]).toHaveTextContent('Score 83Tier A')
    expect(row.getAllByRole('img', { name: /Company fit 4, Need 3.*Budget unknown/ })).not.toHaveLength(0)
    expect(row.getAllByText('80%')).not.toHaveLength(0)
    expect(row.getAllByText(/Mirela Osei/)).not.toHaveLength(0)
    expect(row.getAllByText('Is money set aside for the new system?')).not.toHaveLength(0)
    expect(row.getByRole('time')).toHaveAttribute('datetime', '2026-11-24T13:31:57Z')
    expect(last()).toEqual({ sort: 'score', order: 'desc', limit: '50' })
  })
  it('says how many there are, and who scored the whole page', async () => {
    answer()
    open()
    expect(await screen.findByText('2,488 leads')).toBeInTheDocument()
    expect(screen.getByText('Scored by the simulator')).toBeInTheDocument()
  })
  it('marks the simulator by the row where only some are its', async () => {
    answer({ leads: [...leadsOf(1), ...leadsOf(2, { simulated: false, provider: 'cerebras' }).slice(1)] })
    open()
    expect(within(await firstRow()).getByText('Scored by the simulator')).toBeInTheDocument()
    expect(screen.getAllByText('Scored by the simulator')).toHaveLength(1)
  })
  it('says in words what a flag means', async () => {
    answer({ leads: leadsOf(1, { flags: [{ code: 'asks_for_score', field: 'notes', excerpt: 'x' }] }) })
    open()
    expect(within(await firstRow()).getByText('Contains instructions to the model')).toBeInTheDocument()
  })
  it('marks what a person says beside the score that stays', async () => {
    const override = { score: 60, tier: 'B', reason: 'They called.', by: 'ada', at: '2026-11-24T14:00:00Z', of_current_assessment: true }
    answer({ leads: leadsOf(1, { override, outcome: { outcome: 'won', reason: null, by: 'ada', at: '2026-11-24T14:00:00Z' } }) })
    open()
    const row = within(await firstRow())
    expect(row.getByText('A person says 60, tier B')).toBeInTheDocument()
    expect(row.getByText('Won')).toBeInTheDocument()
    expect(row.getAllByRole('cell')[0]).toHaveTextContent('Score 83Tier A')
  })
  it('is honest about what is absent', async () => {
    const bare = { contact_name: null, contact_title: null, score: null, tier: null, coverage: null, levels: null, next_question: null, qualified_at: null } as const
    answer({ leads: leadsOf(1, bare) })
    open()
    const row = await firstRow()
    expect(within(row).getAllByText('Not judged')).not.toHaveLength(0)
    expect(within(row).getAllByText('–').length).toBeGreaterThanOrEqual(4)
  })
  it.each([
    [{ next_question: null, levels: [{ key: 'a', label: 'A', weight: 1, level: 2 }] }, 'All 1 are known'],
    [{ next_question: null }, '–'],
    [{ contact_name: null }, 'Operations Manager'],
  ])('has words for %o', async (part, words) => {
    answer({ leads: leadsOf(1, part) })
    open()
    expect(within(await firstRow()).getAllByText(words)).not.toHaveLength(0)
  })
})

describe('filters', () => {
  it('come from the address and go to the API', async () => {
    answer()
    open(`/leads?q=cold&tier=A&min_score=70&flagged=true&job_id=${JOB.id}`)
    await firstRow()
    expect(last()).toEqual({ q: 'cold', tier: 'A', min_score: '70', flagged: 'true', job_id: JOB.id, sort: 'score', order: 'desc', limit: '50' })
    expect(screen.getByRole('searchbox')).toHaveValue('cold')
    expect(screen.getByRole('radio', { name: /^A / })).toBeChecked()
    expect(await screen.findByText('312 of 12,486 match')).toBeInTheDocument()
    expect(await screen.findByRole('button', { name: 'Remove filter: job Trade fair scans, day 2' })).toBeInTheDocument()
  })
  it('are searched for 300 ms after the last key, with a slash as the way in', async () => {
    answer()
    open()
    await firstRow()
    await userEvent.keyboard('/')
    expect(screen.getByRole('searchbox')).toHaveFocus()
    await userEvent.keyboard('cold  store ')
    expect(location.search).toBe('')
    await waitFor(() => expect(location.search).toBe('?q=cold++store'))
    expect(screen.getByRole('searchbox')).toHaveValue('cold  store ')
    await waitFor(() => expect(last()).toMatchObject({ q: 'cold  store' }))
    expect(asked).toHaveLength(2)
  })
  it('are searched for at once by Enter', async () => {
    answer()
    open()
    await userEvent.type(screen.getByRole('searchbox'), 'kiln{Enter}')
    expect(location.search).toBe('?q=kiln')
  })
  it('follow the address when it goes back', async () => {
    answer()
    open()
    await userEvent.type(screen.getByRole('searchbox'), 'kiln{Enter}')
    history.back()
    await waitFor(() => expect(screen.getByRole('searchbox')).toHaveValue(''))
    expect(location.search).toBe('')
  })
  it('choose a tier by its segment, whose counts add up to the whole', async () => {
    answer()
    open()
    await userEvent.click(await screen.findByRole('radio', { name: 'B 694' }))
    expect(location.search).toBe('?tier=B')
    const counted = screen.getAllByRole('radio').map((radio) => Number(radio.parentElement?.textContent?.replace(/\D/g, '')))
    expect(counted.slice(1).reduce((sum, count) => sum + count, 0)).toBe(counted[0])
    await userEvent.click(screen.getByRole('radio', { name: /^All/ }))
    expect(location.search).toBe('')
  })
  it('show several tiers as a chip', async () => {
    answer()
    open('/leads?tier=A&tier=B')
    await userEvent.click(await screen.findByRole('button', { name: 'Remove filter: tiers A, B' }))
    expect(location.search).toBe('')
  })
  it('are removed one by one or all at once; the order stays', async () => {
    answer()
    open('/leads?since=today&flagged=true&sort=scored')
    await userEvent.click(await screen.findByRole('button', { name: 'Remove filter: scored today' }))
    expect(location.search).toBe('?flagged=true&sort=scored')
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
    expect(location.search).toBe('?sort=scored')
    expect(screen.queryByRole('button', { name: 'Clear' })).not.toBeInTheDocument()
  })
  it('are set in a dialog of native controls, which says what does not fit', async () => {
    answer()
    open('/leads?cursor=abc')
    await firstRow()
    await userEvent.click(screen.getByRole('button', { name: 'Filter' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Filter leads' }))
    await userEvent.type(dialog.getByLabelText('From'), '90')
    await userEvent.type(dialog.getByLabelText('To'), '70')
    await userEvent.click(dialog.getByRole('button', { name: 'Show leads' }))
    expect(dialog.getByRole('alert')).toHaveTextContent('The least score is above the greatest.')
    await userEvent.clear(dialog.getByLabelText('To'))
    await userEvent.type(dialog.getByLabelText('To'), '900')
    expect(dialog.getByRole('alert')).toHaveTextContent('whole numbers from 0 to 100')
    await userEvent.clear(dialog.getByLabelText('To'))
    await userEvent.selectOptions(dialog.getByLabelText('Scored'), 'In the last 7 days')
    await userEvent.selectOptions(dialog.getByLabelText(/^Job/), JOB.name ?? '')
    await userEvent.selectOptions(dialog.getByLabelText('Whose score'), 'Not overridden')
    await userEvent.selectOptions(dialog.getByLabelText('Outcome'), 'Won or lost')
    await userEvent.selectOptions(dialog.getByLabelText('Order'), 'Newest score first')
    await userEvent.click(dialog.getByRole('checkbox', { name: /instructions to the model/ }))
    await userEvent.click(dialog.getByRole('button', { name: 'Show leads' }))
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    // page 1 again
    expect(location.search).toBe(`?min_score=90&since=7d&flagged=true&job_id=${JOB.id}&overridden=false&outcome=won&outcome=lost&sort=scored`)
  })
  it('keep in the dialog what it cannot offer, and Cancel changes nothing', async () => {
    answer()
    const other = '01a20dbc-9340-7000-8000-00000000000f'
    const path = `/leads?since=2026-03-01T10%3A00%3A00Z&job_id=${other}&outcome=won&outcome=none&sort=time&max_score=40`
    open(path)
    server.use(http.get(`${API}/jobs/${other}`, () => problem(404, 'job_not_found', 'There is no job with this id.')))
    await userEvent.click(screen.getByRole('button', { name: 'Filter' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByLabelText('Scored')).toHaveDisplayValue(/^Since/)
    expect(dialog.getByLabelText('Order')).toHaveDisplayValue('Last seen first')
    expect(dialog.getByLabelText(/^Job/)).toHaveValue(other)
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
    expect(location.pathname + location.search).toBe(path)
  })
})

describe('an address', () => {
  it.each([['R&D', 'R%26D'], ['a+b', 'a%2Bb'], ['%41', '%2541'], ['x#y', 'x%23y']])('is read once: %s', async (words, written) => {
    answer()
    open(`/leads?q=${written}`)
    await firstRow()
    expect(last()).toMatchObject({ q: words })
    expect(screen.getByRole('searchbox')).toHaveValue(words)
  })
})

describe('order', () => {
  it('is said in the heads and turned there', async () => {
    answer()
    open()
    await firstRow()
    expect(screen.getByRole('columnheader', { name: 'Score' })).toHaveAttribute('aria-sort', 'descending')
    await userEvent.click(screen.getByRole('button', { name: 'Company' }))
    expect(location.search).toBe('?sort=company')
    expect(screen.getByRole('columnheader', { name: 'Company' })).toHaveAttribute('aria-sort', 'ascending')
    await userEvent.click(screen.getByRole('button', { name: 'Company' }))
    expect(location.search).toBe('?sort=company&order=desc')
    await userEvent.click(screen.getByRole('button', { name: 'Scored' }))
    expect(location.search).toBe('?sort=scored')
    await waitFor(() => expect(last()).toMatchObject({ sort: 'scored', order: 'desc' }))
  })
})

describe('pages', () => {
  it('go on and back, by the buttons and by the browser', async () => {
    answer({ leads: leadsOf(4), next: 'c2' })
    open()
    expect(await screen.findByText('1 to 4 of 2,488')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(location.search).toBe('?cursor=c2')
    expect(await screen.findByText('51 to 54 of 2,488')).toBeInTheDocument()
    answer({ leads: leadsOf(4), next: 'c3' })
    await waitFor(() => expect(screen.getByRole('button', { name: 'Previous' })).not.toHaveAttribute('aria-disabled'))
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }))
    expect(location.search).toBe('')
    history.back()
    await waitFor(() => expect(location.search).toBe('?cursor=c2'))
    expect(await screen.findByText('51 to 54 of 2,488')).toBeInTheDocument()
  })
  it('begin to be read at their top, but a search keeps the focus', async () => {
    answer({ leads: leadsOf(4), next: 'c2' })
    open()
    await screen.findByText('1 to 4 of 2,488')
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(document.activeElement).toContainElement(screen.getByRole('table'))
    await userEvent.type(screen.getByRole('searchbox'), 'x')
    await waitFor(() => expect(location.search).toBe('?q=x'))
    expect(screen.getByRole('searchbox')).toHaveFocus()
  })
  it('opened by their address know no page before but the first', async () => {
    answer({ leads: leadsOf(4), next: 'c9' })
    open('/leads?cursor=c8&tier=A')
    expect(await screen.findByText('4 leads on this page')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'First page' }))
    expect(location.search).toBe('?tier=A')
  })
  it('say when there is no further one', async () => {
    answer({ leads: leadsOf(3) })
    open('/leads?cursor=c8')
    expect(await screen.findByRole('button', { name: 'Next' })).toHaveAttribute('title', 'This is the last page')
  })
  it('stay, dimmed, until the next is there', async () => {
    answer({ leads: leadsOf(4), next: 'c2' })
    open()
    await firstRow()
    server.use(http.get(`${API}/leads`, async () => { await delay(200); return HttpResponse.json(leadPage(leadsOf(1, { company_name: 'Another' }))) }))
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true')
    expect(screen.getByRole('link', { name: 'Company 1' })).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Next' })).toHaveAttribute('title', 'The page is loading')
    await screen.findAllByRole('link', { name: /Another|Company 1$/ })
    await waitFor(() => expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'false'))
  })
})

describe('the keyboard', () => {
  it('moves from row to row and opens one, with the place in the list', async () => {
    answer()
    open('/leads?tier=A')
    await firstRow()
    await userEvent.keyboard('jj')
    expect(screen.getByRole('link', { name: 'Company 2' })).toHaveFocus()
    await userEvent.keyboard('k{Enter}')
    expect(location.pathname).toBe(`/leads/${leadsOf(1)[0]?.id}`)
    expect(history.state).toMatchObject({ list: { href: '/leads?tier=A', offset: 0, total: 312, ids: leadsOf(3).map(({ id }) => id) } })
  })
})

describe('without rows', () => {
  it('nothing yet: how to begin', async () => {
    answer({ leads: [], counts: { ...LEAD_COUNTS, total: 0, tiers: [] } })
    open()
    expect(await screen.findByRole('heading', { name: 'No leads yet' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'New job' })).toHaveAttribute('href', '/jobs/new')
  })
  it('nothing matches: what to remove', async () => {
    answer({ leads: [], counts: { ...LEAD_COUNTS, total: 40, tiers: [{ tier: 'B', count: 40 }] } })
    open('/leads?q=kiln&tier=A')
    expect(await screen.findByText('40 leads match the other filters; none is in tier “A”.')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Remove “Tier A”' }))
    expect(location.search).toBe('?q=kiln')
    await userEvent.click(await screen.findByRole('button', { name: 'Remove “kiln”' }))
    expect(location.search).toBe('')
  })
  it('nothing matches: or clear all', async () => {
    answer({ leads: [], counts: { ...LEAD_COUNTS, total: 0 } })
    open('/leads?flagged=true')
    expect(await screen.findByText('There are 12,486 leads; none matches all of these.')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(location.search).toBe('')
  })
  it.each(['refused', 'after the end'])('a page that is gone: %s', async (how) => {
    answer({ leads: [] })
    if (how === 'refused') server.use(http.get(`${API}/leads`, () => problem(422, 'invalid_cursor', 'The cursor belongs to another list.')))
    open('/leads?cursor=old&sort=scored')
    await userEvent.click(await screen.findByRole('button', { name: 'First page' }))
    expect(location.search).toBe('?sort=scored')
  })
  it('failed to load: why, and again', async () => {
    answer()
    server.use(http.get(`${API}/leads`, () => problem(403, 'scope_missing', 'This key may not read leads.'), { once: true }))
    open()
    expect(await screen.findByRole('alert')).toHaveTextContent('The API answered 403: This key may not read leads. Request req_81f0c2aa')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await firstRow()).toBeInTheDocument()
  })
  it('loading: a table of its true shape', () => {
    answer()
    open()
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true')
    expect(screen.getAllByRole('row').length).toBeGreaterThan(10)
  })
})
