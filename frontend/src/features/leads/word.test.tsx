import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import LeadPage from '@/features/leads/LeadPage'
import { dayOf, eventWords, momentOf, overrideWords } from '@/features/leads/word'
import { JOB, SESSION } from '@/test/fixtures'
import { resultPage } from '@/test/jobs'
import { FULL_LEAD, UNJUDGED_LEAD } from '@/test/leads'
import { renderWith, signedIn } from '@/test/render'
import { API, problem, server } from '@/test/server'
import type { Lead, LeadEvent, Session } from '@/services/types'

const OVERRIDE = { score: 60, tier: 'B', reason: 'Their director called.\nNo budget.', by: 'emea-team', at: '2026-11-24T14:00:00Z', of_current_assessment: true } as const
const OUTCOME = { outcome: 'lost', reason: null, by: 'emea-team', at: '2026-11-20T11:00:00Z' } as const
const OVERRIDDEN: Lead = { ...FULL_LEAD, override: OVERRIDE }

let sent: string[] = []

/** The page of a lead, and what the API answers to each deed in turn. */
function show(lead: Lead, answers: ReadonlyArray<Lead | ReturnType<typeof problem>> = [], session: Session = SESSION) {
  const left = [...answers]
  const note = async ({ request }: { request: Request }) => {
    sent.push(`${request.method} ${new URL(request.url).pathname.split('/').at(-1)} ${await request.text()}`.trim())
    const answer = left.shift()
    return answer instanceof Response ? answer : HttpResponse.json(answer)
  }
  server.use(
    http.get(`${API}/leads/:id`, () => HttpResponse.json(lead)),
    http.get(`${API}/jobs/:id`, () => HttpResponse.json(JOB)),
    http.get(`${API}/jobs/:id/results`, () => HttpResponse.json(resultPage([]))),
    ...(['override', 'outcome'] as const).flatMap((what) => [http.post(`${API}/leads/:id/${what}`, note), http.delete(`${API}/leads/:id/${what}`, note)]),
  )
  return renderWith(<LeadPage id={lead.id} />, { path: `/leads/${lead.id}`, client: signedIn(session) })
}

const button = (name: string | RegExp) => screen.findByRole('button', { name })
const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))

beforeEach(() => {
  sent = []
})

describe('overriding the score', () => {
  it('sends score and reason, and shows the word beside the score that stays', async () => {
    show(FULL_LEAD, [OVERRIDDEN])
    await userEvent.click(await button('Override the score…'))
    const form = await dialog('Override the score')
    expect(form.getByText(/The model’s 83 stays/)).toBeInTheDocument()
    await userEvent.type(form.getByLabelText('Score'), '60')
    expect(form.getByRole('option', { name: 'As the score says: B' })).toBeInTheDocument()
    await userEvent.type(form.getByLabelText('Reason'), ' Their director called. ')
    await userEvent.click(form.getByRole('button', { name: 'Override the score' }))
    const word = within(await screen.findByRole('region', { name: 'What people say' }))
    expect(sent).toEqual(['POST override {"score":60,"tier":null,"reason":"Their director called."}'])
    expect(word.getByText('60')).toBeInTheDocument()
    expect(word.getByText('instead of the model’s 83')).toBeInTheDocument()
    expect(word.getByText(/Their director called/)).toBeInTheDocument()
    expect(screen.getByRole('article', { name: 'Score' })).toHaveTextContent(/Score 83/)
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(await button('Change the override…')).toBeInTheDocument()
  })
  it('takes a tier alone', async () => {
    show(FULL_LEAD, [OVERRIDDEN])
    await userEvent.click(await button('Override the score…'))
    const form = await dialog('Override the score')
    await userEvent.selectOptions(form.getByLabelText('Tier'), 'D')
    await userEvent.type(form.getByLabelText('Reason'), 'A rival.')
    await userEvent.click(form.getByRole('button', { name: 'Override the score' }))
    await waitFor(() => expect(sent).toEqual(['POST override {"score":null,"tier":"D","reason":"A rival."}']))
  })
  it.each([
    ['', 'Enter a score, or choose a tier.'],
    ['101', 'Enter a whole number from 0 to 100.'],
    ['7.5', 'Enter a whole number from 0 to 100.'],
  ])('sends nothing for the score “%s”', async (score, fault) => {
    show(FULL_LEAD)
    await userEvent.click(await button('Override the score…'))
    const form = await dialog('Override the score')
    if (score) await userEvent.type(form.getByLabelText('Score'), score)
    await userEvent.click(form.getByRole('button', { name: 'Override the score' }))
    expect(form.getByText(fault)).toBeInTheDocument()
    expect(form.getByText('Say why, so that others can judge it.')).toBeInTheDocument()
    expect(sent).toEqual([])
  })
  it('says what the API refused, and keeps what was typed', async () => {
    show(FULL_LEAD, [problem(422, 'verdict_invalid', 'No.', { errors: [{ code: 'unknown_tier', detail: 'Must be a tier of the profile.', pointer: '/tier' }] })])
    await userEvent.click(await button('Override the score…'))
    const form = await dialog('Override the score')
    await userEvent.type(form.getByLabelText('Score'), '60')
    await userEvent.type(form.getByLabelText('Reason'), 'Because.')
    await userEvent.click(form.getByRole('button', { name: 'Override the score' }))
    expect(await form.findByText(/Nothing was saved. Must be a tier of the profile. Request req_81f0c2aa/)).toBeInTheDocument()
    expect(form.getByLabelText('Reason')).toHaveValue('Because.')
  })
  it('begins with the word that is there', async () => {
    show({ ...OVERRIDDEN, override: { ...OVERRIDE, tier: 'A' } })
    await userEvent.click(await button('Change the override…'))
    const form = await dialog('Override the score')
    expect(form.getByLabelText('Score')).toHaveValue(60)
    expect(form.getByLabelText('Tier')).toHaveValue('A')
    expect(form.getByLabelText('Reason')).toHaveValue(OVERRIDE.reason)
    await userEvent.click(form.getByRole('button', { name: 'Cancel' }))
    expect(sent).toEqual([])
  })
  it('says when it was said of an earlier score', async () => {
    show({ ...OVERRIDDEN, override: { ...OVERRIDE, of_current_assessment: false } })
    expect(await screen.findByText(/judged anew since/)).toBeInTheDocument()
  })
})

describe('withdrawing', () => {
  it('can be undone, which says the same again', async () => {
    show(OVERRIDDEN, [FULL_LEAD, OVERRIDDEN])
    await userEvent.click(await button('Withdraw the override'))
    expect(await screen.findByText('The override is withdrawn.')).toBeInTheDocument()
    expect(screen.queryByRole('region', { name: 'What people say' })).not.toBeInTheDocument()
    expect(await button('Override the score…')).toHaveFocus()
    await userEvent.click(await button('Undo'))
    expect(await screen.findByRole('region', { name: 'What people say' })).toBeInTheDocument()
    expect(sent).toEqual(['DELETE override', `POST override ${JSON.stringify({ score: 60, tier: 'B', reason: OVERRIDE.reason })}`])
  })
  it('of an outcome keeps its day when undone', async () => {
    const lost: Lead = { ...FULL_LEAD, outcome: OUTCOME }
    show(lost, [FULL_LEAD, lost])
    await userEvent.click(await button('Withdraw the outcome'))
    await userEvent.click(await button('Undo'))
    await waitFor(() => expect(sent).toEqual(['DELETE outcome', `POST outcome ${JSON.stringify({ outcome: 'lost', reason: null, at: OUTCOME.at })}`]))
  })
  it('that failed leaves the word and says so, as does an undo that failed', async () => {
    show(OVERRIDDEN, [problem(503, 'database_unavailable', 'PostgreSQL is away.'), FULL_LEAD, problem(422, 'verdict_invalid', 'No such tier.')])
    await userEvent.click(await button('Withdraw the override'))
    expect(await screen.findByText(/The override was not withdrawn. PostgreSQL is away. Request/)).toBeInTheDocument()
    await userEvent.click(await button('Withdraw the override'))
    await userEvent.click(await button('Undo'))
    expect(await screen.findByText(/The override was not brought back. No such tier/)).toBeInTheDocument()
  })
})

describe('the outcome', () => {
  const record = async (kind: 'Won' | 'Lost' | null, day?: string) => {
    await userEvent.click(await button('Record outcome…'))
    const form = await dialog('Record the outcome')
    if (kind) await userEvent.click(form.getByRole('radio', { name: kind }))
    if (day) {
      await userEvent.clear(form.getByLabelText('When'))
      await userEvent.type(form.getByLabelText('When'), day)
    }
    await userEvent.click(form.getByRole('button', { name: 'Record outcome' }))
    return form
  }
  it('is of now unless another day is chosen', async () => {
    show(FULL_LEAD, [{ ...FULL_LEAD, outcome: { ...OUTCOME, outcome: 'won' } }])
    await record('Won')
    expect(await screen.findByText('Won')).toBeInTheDocument()
    expect(sent).toEqual(['POST outcome {"outcome":"won","at":null,"reason":null}'])
  })
  it('is of noon on another day', async () => {
    show(FULL_LEAD, [{ ...FULL_LEAD, outcome: OUTCOME }])
    await record('Lost', '2026-01-05')
    await waitFor(() => expect(sent).toEqual([`POST outcome {"outcome":"lost","at":"${new Date(2026, 0, 5, 12).toISOString()}","reason":null}`]))
  })
  it.each([
    [null, undefined, 'Choose won or lost.'],
    ['Won', '2999-01-01', 'Choose today or a day before.'],
  ] as const)('is not sent where %s on %s is no outcome', async (kind, day, fault) => {
    show(FULL_LEAD)
    expect((await record(kind, day)).getByText(fault)).toBeInTheDocument()
    expect(sent).toEqual([])
  })
  it('begins with the one that is there, and keeps its moment', async () => {
    const lost: Lead = { ...FULL_LEAD, outcome: OUTCOME }
    show(lost, [lost])
    await userEvent.click(await button('Change the outcome…'))
    const form = await dialog('Record the outcome')
    expect(form.getByRole('radio', { name: 'Lost' })).toBeChecked()
    await userEvent.type(form.getByLabelText('Reason, if you like'), 'Price.')
    await userEvent.click(form.getByRole('button', { name: 'Record outcome' }))
    await waitFor(() => expect(sent).toEqual([`POST outcome {"outcome":"lost","at":"${OUTCOME.at}","reason":"Price."}`]))
  })
  it('can be recorded of a lead that was never judged, an override not', async () => {
    show({ ...UNJUDGED_LEAD, job: null, outcome: { ...OUTCOME, outcome: 'won' } })
    expect(await button('Override the score…')).toHaveAttribute('title', 'There is no score to override yet')
    expect(await button('Change the outcome…')).not.toHaveAttribute('aria-disabled')
    expect(screen.getByRole('region', { name: 'What people say' })).toHaveTextContent('Won')
  })
})

describe('a key that may only read', () => {
  it('is told so by every button', async () => {
    show({ ...OVERRIDDEN, outcome: OUTCOME }, [], { ...SESSION, scopes: ['read'] })
    const names = ['Change the override…', 'Change the outcome…', 'Withdraw the override', 'Withdraw the outcome']
    const buttons = await Promise.all(names.map(button))
    expect(buttons.map((each) => each.getAttribute('title'))).toEqual(names.map(() => 'This key may only read'))
    await Promise.all(buttons.map((each) => userEvent.click(each)))
    expect(sent).toEqual([])
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })
})

describe('what people said', () => {
  const event = (action: LeadEvent['action'], detail: LeadEvent['detail']): LeadEvent => ({ at: '2026-11-24T14:00:00Z', actor: 'ada', actor_kind: 'key', action, detail })
  it('stands newest first with who and why', async () => {
    show({ ...FULL_LEAD, events: [event('lead.override_withdrawn', {}), event('lead.override', { score: 60, tier: 'B', reason: 'They called.' })] })
    const rows = within(await screen.findByRole('table', { name: /What people said/ })).getAllByRole('row').slice(1)
    expect(rows.map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/^Withdrew the override.*ada/), expect.stringMatching(/^Overrode the score: 60, tier BThey called.*ada/)])
  })
  it.each([
    ['lead.override', { score: null, tier: 'A', reason: 'x' }, { deed: 'Overrode the score: tier A', reason: 'x' }],
    ['lead.outcome', { outcome: 'won', reason: null }, { deed: 'Recorded the outcome: won', reason: null }],
    ['lead.outcome_withdrawn', { outcome: 'won' }, { deed: 'Withdrew the outcome: won', reason: null }],
    ['lead.outcome_withdrawn', {}, { deed: 'Withdrew the outcome', reason: null }],
    ['key.create', {}, { deed: 'key.create', reason: null }],
  ] as const)('has words for %s', (action, detail, words) => expect(eventWords({ action, detail })).toEqual(words))
  it('names score and tier as far as they were said', () => {
    expect(overrideWords({ score: 0, tier: null })).toBe('0')
    expect(overrideWords({ score: 90, tier: 'A' })).toBe('90, tier A')
  })
})

describe('days', () => {
  it('are those of here; today is now', () => {
    const now = new Date(2026, 0, 5, 23, 30)
    expect(dayOf(now)).toBe('2026-01-05')
    expect(momentOf('2026-01-05', now)).toBeNull()
    expect(momentOf('2026-01-04', now)).toBe(new Date(2026, 0, 4, 12).toISOString())
  })
})
