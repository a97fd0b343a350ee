import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '@/app/providers'
import EditProfilePage from '@/features/profiles/EditProfilePage'
import { profileKeys } from '@/features/profiles/keys'
import { sessionKeys } from '@/hooks/useSession'
import type { Fault, NewProfile, ProfileText, Session } from '@/services/types'
import { SESSION } from '@/test/fixtures'
import { CONTENT, DENTAL, DENTAL_ID, DENTAL_PROFILE, GOOD_CHECK, STANDARD, dentalVersion } from '@/test/profiles'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const EDIT = `/profiles/${DENTAL_ID}/edit?version=2`

function show(path = EDIT, session: Partial<Session> = {}) {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, ...session })
  const id = /^\/profiles\/(?!new)([^/?]+)/.exec(path)?.[1] ?? null
  return { user: userEvent.setup(), ...renderWith(<EditProfilePage id={id} />, { path, client }) }
}

/** Keeps every content that was checked; finds these faults in each. */
function checks(errors: readonly Fault[] = [], warnings: readonly Fault[] = []) {
  const checked: ProfileText[] = []
  server.use(http.post(`${API}/profiles/validate`, async ({ request }) => {
    checked.push((await request.json()) as ProfileText)
    return HttpResponse.json({ ...GOOD_CHECK, valid: errors.length === 0, errors, warnings })
  }))
  return checked
}

function saves() {
  const saved: Array<{ how: string; content: ProfileText }> = []
  const keep = (how: string, status: number, answer: unknown) => async ({ request }: { request: Request }) => {
    saved.push({ how, content: ((await request.json()) as NewProfile).content })
    return HttpResponse.json(answer as object, { status })
  }
  server.use(
    http.post(`${API}/profiles`, keep('create', 201, { ...DENTAL_PROFILE, id: 'new-id', latest_version: 1 })),
    http.post(`${API}/profiles/${DENTAL_ID}/versions`, keep('version', 201, { ...dentalVersion(2), version: 3 })),
    http.put(`${API}/profiles/${DENTAL_ID}/versions/2`, keep('replace', 200, dentalVersion(2))),
  )
  return saved
}

beforeEach(() => server.use(
  http.get(`${API}/profiles`, () => HttpResponse.json({ object: 'list', data: [STANDARD, DENTAL], has_more: false, next_cursor: null })),
  http.get(`${API}/profiles/presets`, () => HttpResponse.json({ object: 'list', data: [{ object: 'profile_preset', preset: 'bant', content: { ...CONTENT, name: 'BANT' } }] })),
  http.get(`${API}/profiles/${DENTAL_ID}`, () => HttpResponse.json(DENTAL_PROFILE)),
  http.get(`${API}/profiles/${DENTAL_ID}/versions/:number`, ({ params }) => Number(params.number) > 2 ? problem(404, 'not_found', 'No such version.') : HttpResponse.json(dentalVersion(Number(params.number)))),
))

const ready = () => screen.findByText('No fault')
const saveButton = () => screen.getByRole('button', { name: 'Save as a new draft' })
const practice = () => within(screen.getByRole('group', { name: 'Practice' }))

describe('a version that is edited', () => {
  it('shows all that it says, and what is typed is checked once it rests, saved as a new draft and shown', async () => {
    const checked = checks()
    const saved = saves()
    const { user } = show()
    await ready()
    expect(screen.getByLabelText('What is sold')).toHaveValue(CONTENT.seller)
    expect(practice().getByLabelText('Level 3')).toHaveValue('Two to four rooms')
    expect(practice().getByLabelText('Signs')).toHaveValue('dental, clinic')
    expect(screen.getByLabelText('Least coverage, %')).toHaveValue('50')
    expect(saveButton()).toHaveAttribute('title', 'Nothing was changed yet')

    await user.clear(practice().getByLabelText('Weight'))
    await user.type(practice().getByLabelText('Weight'), '35')
    const sums = screen.getByRole('table', { name: 'Weights and their sum' })
    expect(within(sums).getByRole('row', { name: /^Sum of weights/ })).toHaveTextContent('75')
    expect(within(sums).getByRole('row', { name: /^Practice/ })).toHaveTextContent('46.7%')
    await waitFor(() => expect(checked).toHaveLength(2))
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    await waitFor(() => expect(location.pathname + location.search).toBe(`/profiles?profile=${DENTAL_ID}&version=3`))
    const [first, ...others] = CONTENT.criteria
    expect(saved).toEqual([{ how: 'version', content: { ...CONTENT, criteria: [{ ...first, weight: 35 }, ...others] } }])
    expect(checked[0]).toEqual(CONTENT)
  })

  it('begins from what it says now, not from what it said when it was last looked at', async () => {
    checks()
    const client = createQueryClient()
    client.setQueryData(sessionKeys.current, SESSION)
    client.setQueryData(profileKeys.one(DENTAL_ID), DENTAL_PROFILE)
    client.setQueryData(profileKeys.version(DENTAL_ID, 2), { ...dentalVersion(2), content: { ...CONTENT, customer: 'Said before.' } })
    renderWith(<EditProfilePage id={DENTAL_ID} />, { path: EDIT, client })
    expect(await screen.findByLabelText('To whom')).toHaveValue(CONTENT.customer)
  })

  it('may write over its draft', async () => {
    checks()
    const saved = saves()
    const { user } = show()
    await ready()
    await user.type(screen.getByLabelText('To whom'), ' Also clinics.')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Write over draft v2' })).not.toHaveAttribute('aria-disabled'))
    await user.click(screen.getByRole('button', { name: 'Write over draft v2' }))
    await waitFor(() => expect(saved.map(({ how }) => how)).toEqual(['replace']))
    expect(saved[0]?.content.customer).toBe(`${CONTENT.customer} Also clinics.`)
  })

  it('is no draft any more: a new one is the only way', async () => {
    checks()
    show(`/profiles/${DENTAL_ID}/edit?version=1`)
    await ready()
    expect(screen.queryByRole('button', { name: /Write over/ })).toBeNull()
  })

  it('has its entries added, moved and taken out', async () => {
    checks()
    const saved = saves()
    const { user } = show()
    await ready()
    await user.click(screen.getByRole('button', { name: 'Move Need up' }))
    await user.click(screen.getByRole('button', { name: 'Add a criterion' }))
    await user.type(within(screen.getByRole('group', { name: 'Criterion 3' })).getByLabelText('Label'), 'Späte Zeit')
    await user.click(screen.getByRole('button', { name: 'Take out Dealer' }))
    await user.click(screen.getByRole('button', { name: 'Add a disqualifier' }))
    await user.click(screen.getByRole('button', { name: 'Take out Disqualifier 1' }))
    await user.click(screen.getByRole('button', { name: 'Take out Warm' }))
    await user.click(screen.getByRole('button', { name: 'Add a tier' }))
    await user.click(screen.getByRole('button', { name: 'Move tier 3 up' }))
    await user.type(within(screen.getByRole('group', { name: 'Tier 2' })).getByLabelText('Tier'), 'Mild')
    await user.type(within(screen.getByRole('group', { name: 'Tier 2' })).getByLabelText('From score'), '30')
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    await waitFor(() => expect(saved).toHaveLength(1))
    expect(saved[0]?.content.criteria.map(({ key }) => key)).toEqual(['need', 'practice', 'spa_te_zeit'])
    expect(saved[0]?.content.disqualifiers).toEqual([])
    expect(saved[0]?.content.tiers).toEqual([{ name: 'Hot', at_least: 70 }, { name: 'Mild', at_least: 30 }, { name: 'Cold', at_least: 0 }])
  })

  it('names every fault at its field and leads to it; nothing is sent meanwhile', async () => {
    checks([{ code: 'out_of_range', detail: 'Must be 1 to 100.', pointer: '/criteria/0/weight' }, { code: 'not_covered', detail: 'The last tier must begin at 0.', pointer: '/tiers/2/at_least' }], [{ code: 'weights_not_100', detail: 'They add up to 140.', pointer: '/criteria' }])
    const saved = saves()
    const { user } = show()
    expect(await screen.findByText('2 faults to mend')).toBeVisible()
    expect(practice().getByLabelText('Weight')).toBeInvalid()
    expect(practice().getByLabelText('Weight')).toHaveAccessibleDescription('Must be 1 to 100.')
    await user.click(screen.getByRole('button', { name: 'Tier 3, from score' }))
    expect(within(screen.getByRole('group', { name: 'Tier 3' })).getByLabelText('From score')).toHaveFocus()
    expect(within(screen.getByRole('list', { name: 'Warnings' })).getByRole('listitem')).toHaveTextContent('Criteria: They add up to 140.')
    await user.type(screen.getByLabelText('To whom'), '!')
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    expect(saved).toEqual([])
  })

  it('says what the API says of a save, at its field, and keeps what was typed', async () => {
    checks()
    saves()
    server.use(http.post(`${API}/profiles/${DENTAL_ID}/versions`, () => problem(422, 'profile_invalid', 'The profile breaks the rules.', { errors: [{ code: 'too_long', detail: 'Is too long.', pointer: '/content/customer' }], error_count: 1 })))
    const { user } = show()
    await ready()
    await user.type(screen.getByLabelText('To whom'), '!')
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    expect(await screen.findByText('It was not saved.')).toBeVisible()
    expect(screen.getByLabelText('To whom')).toHaveAccessibleDescription('Is too long.')
    expect(screen.getByLabelText('To whom')).toHaveValue(`${CONTENT.customer}!`)
  })

  it('tells a check that failed from one that found nothing', async () => {
    server.use(http.post(`${API}/profiles/validate`, () => problem(413, 'body_too_large', 'The body is too large.')))
    show()
    expect(await screen.findByText('It could not be checked: The body is too large.')).toBeVisible()
  })
})

describe('what is typed', () => {
  it('is there again after the page was left, and can be thrown away', async () => {
    checks()
    const { user, unmount } = show()
    await ready()
    await user.type(screen.getByLabelText('To whom'), ' Kept.')
    expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(false)
    unmount()
    show()
    expect(await screen.findByText('What you typed before stands here again.')).toBeVisible()
    expect(screen.getByLabelText('To whom')).toHaveValue(`${CONTENT.customer} Kept.`)
    await user.click(screen.getByRole('button', { name: 'Discard it' }))
    expect(screen.getByLabelText('To whom')).toHaveValue(CONTENT.customer)
    expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(true)
  })

  it('is not lost where the browser keeps nothing', async () => {
    checks()
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError') })
    const { user } = show()
    await ready()
    await user.type(screen.getByLabelText('To whom'), ' Typed.')
    expect(screen.getByLabelText('To whom')).toHaveValue(`${CONTENT.customer} Typed.`)
    expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(false)
  })

  it('is one line a text', async () => {
    checks()
    show()
    await ready()
    fireEvent.change(screen.getByLabelText('What is sold'), { target: { value: 'Chairs.\nScanners.' } })
    expect(screen.getByLabelText('What is sold')).toHaveValue('Chairs. Scanners.')
  })
})

describe('a new profile', () => {
  it('begins from a preset or a copy', async () => {
    show('/profiles/new')
    expect(await screen.findByRole('link', { name: 'BANT' })).toHaveAttribute('href', '/profiles/new?preset=bant')
    expect(await screen.findByRole('link', { name: 'Dental equipment, v1' })).toHaveAttribute('href', `/profiles/new?copy=${DENTAL_ID}&version=1`)
  })

  it.each(['preset=bant', `copy=${DENTAL_ID}&version=2`])('takes all but the name from %s', async (from) => {
    checks()
    const saved = saves()
    const { user } = show(`/profiles/new?${from}`)
    await ready()
    await user.type(screen.getByLabelText('Name'), 'Chairs')
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    await waitFor(() => expect(location.search).toBe('?profile=new-id&version=1'))
    expect(saved).toEqual([{ how: 'create', content: { ...CONTENT, name: 'Chairs' } }])
  })

  it('of a name that is taken is told so at the name', async () => {
    checks()
    server.use(http.post(`${API}/profiles`, () => problem(409, 'profile_exists', 'There is a profile of this name.')))
    const { user } = show('/profiles/new?preset=bant')
    await ready()
    await user.type(screen.getByLabelText('Name'), 'General B2B')
    await waitFor(() => expect(saveButton()).not.toHaveAttribute('aria-disabled'))
    await user.click(saveButton())
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveAccessibleDescription('There is a profile of this name.'))
    expect(screen.queryByText('It was not saved.')).toBeNull()
  })
})

it('is closed to a key without the scope', () => {
  show(EDIT, { scopes: ['read'] })
  expect(screen.getByText('This key may not change profiles')).toBeVisible()
})

it('says when the version to begin from could not be read', async () => {
  server.use(http.get(`${API}/profiles/${DENTAL_ID}`, () => problem(404, 'not_found', 'No such profile.')))
  show()
  expect(await screen.findByText('The profile could not be loaded')).toBeVisible()
})
