import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '@/app/providers'
import ProfilesPage from '@/features/profiles/ProfilesPage'
import { shownValue } from '@/features/profiles/Changes'
import { rangeOf } from '@/features/profiles/VersionContent'
import { sessionKeys } from '@/hooks/useSession'
import type { Activation, Profile, ProfileSummary, Session } from '@/services/types'
import { SESSION } from '@/test/fixtures'
import { CONTENT, DENTAL, DENTAL_ID, DENTAL_PROFILE, STANDARD, STANDARD_PROFILE, dentalVersion } from '@/test/profiles'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const list = (data: readonly ProfileSummary[], next: string | null = null) => HttpResponse.json({ object: 'list', data, has_more: next !== null, next_cursor: next })

function show(path = `/profiles?profile=${DENTAL_ID}`, session: Partial<Session> = {}) {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, ...session })
  renderWith(<ProfilesPage />, { path, client })
  return userEvent.setup()
}

/** Keeps what activation was asked for, and acts on it. */
function activations() {
  const asked: Array<Activation & { id: string }> = []
  server.use(http.post(`${API}/profiles/:id/activate`, async ({ request, params }) => {
    const body = (await request.json()) as Activation
    asked.push({ id: String(params.id), ...body })
    return HttpResponse.json(DENTAL_PROFILE)
  }))
  return asked
}

beforeEach(() => server.use(
  http.get(`${API}/profiles`, () => list([STANDARD, DENTAL])),
  http.get(`${API}/profiles/${STANDARD.id}`, () => HttpResponse.json(STANDARD_PROFILE)),
  http.get(`${API}/profiles/${STANDARD.id}/versions/1`, () => HttpResponse.json({ ...dentalVersion(1), profile: { id: STANDARD.id, name: 'General B2B' }, content: { ...CONTENT, name: 'General B2B', disqualifiers: [] } })),
  http.get(`${API}/profiles/${DENTAL_ID}`, () => HttpResponse.json(DENTAL_PROFILE)),
  http.get(`${API}/profiles/${DENTAL_ID}/versions/:number`, ({ params }) => Number(params.number) > 2 ? problem(404, 'not_found', 'No such version.') : HttpResponse.json(dentalVersion(Number(params.number)))),
))

describe('the list', () => {
  it('names every profile, what it is used for and its versions; the default one is shown', async () => {
    show('/profiles')
    const row = await screen.findByRole('row', { name: /Dental equipment/ })
    expect(within(row).getByText('v1')).toBeVisible()
    expect(within(row).getByText('v2')).toBeVisible()
    expect(screen.getByRole('link', { name: 'General B2B' })).toHaveAttribute('aria-current', 'true')
    expect(await screen.findByRole('heading', { name: /^General B2B, v1/ })).toBeVisible()
    expect(screen.getByText('Jobs that name this profile, or none, take v1.')).toBeVisible()
    expect(screen.getByText('None.')).toBeVisible()
  })

  it('goes on where a page ends', async () => {
    server.use(http.get(`${API}/profiles`, ({ request }) => new URL(request.url).searchParams.has('cursor') ? list([DENTAL]) : list([STANDARD], 'two')))
    const user = show('/profiles')
    await user.click(await screen.findByRole('button', { name: 'Show more' }))
    expect(await screen.findByRole('link', { name: 'Dental equipment' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  it('says why it is not there, and tries again', async () => {
    server.use(http.get(`${API}/profiles`, () => problem(403, 'missing_scope', 'The key lacks read.')))
    const user = show('/profiles')
    expect(await screen.findByText('Profiles could not be loaded')).toBeVisible()
    server.use(http.get(`${API}/profiles`, () => list([STANDARD])))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'General B2B' })).toBeVisible()
  })
})

describe('a version', () => {
  it('shows the active one first: criteria with all levels, weights and their sum, tiers that meet, disqualifiers', async () => {
    show()
    const criteria = await screen.findByRole('table', { name: 'Criteria' })
    expect(within(criteria).getByRole('row', { name: /^Sum of weights/ })).toHaveTextContent('100')
    expect(within(criteria).getAllByRole('list', { name: 'Levels of Practice' })[0]).toHaveTextContent(/Not one.*A laboratory.*One room.*Two to four rooms.*Five rooms or more/)
    expect(within(criteria).getByText('60.0%')).toBeInTheDocument()
    expect(within(criteria).getByText(/signs: dental, clinic/)).toBeVisible()
    const tiers = within(screen.getByRole('table', { name: 'Tiers' })).getAllByRole('row').map(({ textContent }) => textContent)
    expect(tiers).toEqual(['TierScore', 'Tier Hot70 to 100', 'Tier Warm40 to 69', 'Tier Cold0 to 39'])
    expect(screen.getByRole('table', { name: 'Disqualifiers' })).toHaveTextContent('Does the lead sell such equipment?')
    expect(screen.queryByRole('heading', { name: /Changed since/ })).toBeNull()
    expect(screen.getByRole('link', { name: 'v1' })).toHaveAttribute('aria-current', 'true')
  })

  it('is one link away, with what differs from the version before', async () => {
    const user = show()
    await user.click(await screen.findByRole('link', { name: 'v2' }))
    expect(location.search).toBe(`?profile=${DENTAL_ID}&version=2`)
    const changes = (await screen.findByRole('heading', { name: 'Changed since v1' })).closest('section') as HTMLElement
    expect(within(changes).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Criterion “Practice”: weight 50 → 60',
      'What is sold: text changedBefore: Chairs.Now: Treatment chairs and scanners.',
      'Disqualifier “Dealer” added',
    ])
    expect(screen.getByText('1,200 of 15,000')).toBeVisible()
  })

  it.each([['version=9', 'Dental equipment has no version 9'], ['version=x', 'Dental equipment, v1']])('is told from one that is not there: %s', async (query, title) => {
    show(`/profiles?profile=${DENTAL_ID}&${query}`)
    expect(await screen.findByRole('heading', { level: 2, name: title })).toBeVisible()
  })

  it('is told from a profile that is not there', async () => {
    server.use(http.get(`${API}/profiles/nope`, () => problem(404, 'not_found', 'No such profile.')))
    show('/profiles?profile=nope')
    expect(await screen.findByText('There is no profile at this address')).toBeVisible()
  })
})

describe('many versions', () => {
  it('are listed from the newest, with the active and the shown one; the others when asked for', async () => {
    const versions = Array.from({ length: 30 }, (_, index) => ({ version: 30 - index, created_at: DENTAL.created_at, used_at: DENTAL.created_at, is_active: index === 29, editable: false }))
    server.use(http.get(`${API}/profiles/${DENTAL_ID}`, () => HttpResponse.json({ ...DENTAL_PROFILE, latest_version: 30, versions })))
    const user = show(`/profiles?profile=${DENTAL_ID}&version=2`)
    const table = await screen.findByRole('table', { name: 'Versions of Dental equipment' })
    expect(within(table).getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['v30', 'v29', 'v28', 'v27', 'v26', 'v25', 'v24', 'v23', 'v2', 'v1'])
    await user.click(screen.getByRole('button', { name: 'Show 20 more' }))
    expect(within(table).getAllByRole('link')).toHaveLength(30)
  })
})

describe('activation', () => {
  const V2 = `/profiles?profile=${DENTAL_ID}&version=2`

  it('takes the version shown, and can be taken back', async () => {
    const asked = activations()
    const user = show(V2)
    await user.click(await screen.findByRole('button', { name: 'Activate v2' }))
    expect(await screen.findByText('v2 of Dental equipment is active.')).toBeVisible()
    expect(asked).toEqual([{ id: DENTAL_ID, version: 2 }])
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(asked).toEqual([{ id: DENTAL_ID, version: 2 }, { id: DENTAL_ID, version: 1 }]))
  })

  it('may make it the default; taken back, the former default is one again', async () => {
    const asked = activations()
    const user = show(V2)
    await user.click(await screen.findByLabelText('Use for jobs that name no profile'))
    await user.click(screen.getByRole('button', { name: 'Activate v2' }))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(asked).toHaveLength(3))
    expect(asked).toEqual([{ id: DENTAL_ID, version: 2, default: true }, { id: DENTAL_ID, version: 1 }, { id: STANDARD.id, version: 1, default: true }])
  })

  it('makes the active version the default', async () => {
    const asked = activations()
    const user = show()
    await user.click(await screen.findByRole('button', { name: 'Use for jobs that name no profile' }))
    await waitFor(() => expect(asked).toEqual([{ id: DENTAL_ID, version: 1, default: true }]))
  })

  it('goes back to a version before by its link', async () => {
    const later: Profile = { ...DENTAL_PROFILE, active_version: 2, versions: DENTAL_PROFILE.versions.map((head) => ({ ...head, is_active: head.version === 2, editable: false })) }
    server.use(http.get(`${API}/profiles/${DENTAL_ID}`, () => HttpResponse.json(later)))
    const asked = activations()
    const user = show(`/profiles?profile=${DENTAL_ID}&version=1`)
    expect(await screen.findByText('Used')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Go back to v1' }))
    await waitFor(() => expect(asked).toEqual([{ id: DENTAL_ID, version: 1 }]))
  })

  it('says why it failed', async () => {
    server.use(http.post(`${API}/profiles/:id/activate`, () => problem(404, 'not_found', 'There is no such version.')))
    const user = show(V2)
    await user.click(await screen.findByRole('button', { name: 'Activate v2' }))
    expect(await screen.findByText('Nothing was changed')).toBeVisible()
    expect(screen.getByText(/There is no such version/)).toBeVisible()
  })

  it('is closed to a key without the scope', async () => {
    const asked = activations()
    const user = show(V2, { scopes: ['submit', 'read'] })
    await user.click(await screen.findByRole('button', { name: 'Activate v2' }))
    expect(screen.getByText(/lacks the scope/)).toBeVisible()
    expect(asked).toEqual([])
  })
})

describe('what is written of it', () => {
  it.each([['text', 'text'], [0.5, '0.5'], [['a', 'b'], 'a, b'], [{ key: 'x' }, null], [null, null]])('%j as %s', (value, said) => expect(shownValue(value)).toBe(said))
  it('reads a range up to the tier above', () => expect([0, 1, 2].map((index) => rangeOf(CONTENT.tiers, index))).toEqual(['70 to 100', '40 to 69', '0 to 39']))
})
