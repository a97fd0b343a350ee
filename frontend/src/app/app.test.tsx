import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { App } from '@/app/App'
import { connection } from '@/lib/connection'
import { SESSION, SUMMARY } from '@/test/fixtures'
import { API, problem, server } from '@/test/server'

function open(path: string) {
  history.replaceState(null, '', path)
  return render(<App />)
}
const signedIn = [http.get(`${API}/session`, () => HttpResponse.json(SESSION)), http.get(`${API}/insights/summary`, () => HttpResponse.json(SUMMARY))]
// pages of other tests' making ask for more; here only the frame matters
const rest = http.all(`${API}/*`, () => problem(404, 'not_found', 'Nothing here.'))

describe('somebody who is not signed in', () => {
  it('goes to the sign-in page, which knows the way back', async () => {
    server.use(http.get(`${API}/session`, () => problem(401, 'session_required', 'Sign in.')), http.get(`${API}/insights/summary`, () => problem(401, 'session_required', 'Sign in.')))
    open('/leads?tier=A')
    expect(await screen.findByLabelText('API key')).toBeVisible()
    expect(location.pathname + location.search).toBe('/sign-in?to=%2Fleads%3Ftier%3DA')
  })

  it('is told when the API cannot be reached, and can try again', async () => {
    server.use(http.get(`${API}/session`, () => problem(500, 'internal_error', 'A fault.')), http.get(`${API}/insights/summary`, () => problem(500, 'internal_error', 'A fault.')))
    open('/leads')
    expect(await screen.findByText('The dashboard cannot reach its API')).toBeVisible()
    server.use(...signedIn, rest)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
  })
})

describe('somebody who is signed in', () => {
  beforeEach(() => server.use(...signedIn, rest))
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))

  it.each([['/', 'Overview'], ['/jobs/new', 'New job'], ['/leads', 'Leads'], ['/nowhere', 'Not found']])('at %s sees %s', async (path, title) => {
    open(path)
    expect(await screen.findByRole('heading', { level: 1, name: title }, { timeout: 5_000 })).toBeVisible()
    expect(document.title).toBe(`${title} · Sales Agent`)
  })

  it('sees who is signed in and who judges', async () => {
    open('/nowhere')
    expect(await screen.findByRole('button', { name: 'emea-team' })).toBeVisible()
    expect(await within(screen.getByRole('banner')).findByText('Simulator answers')).toBeVisible()
  })

  it('is offered no new job where the key may only read, and is told why', async () => {
    server.use(http.get(`${API}/session`, () => HttpResponse.json({ ...SESSION, scopes: ['read'] })))
    open('/nowhere')
    await userEvent.click(await screen.findByRole('button', { name: 'emea-team' }))
    expect(screen.getByText(/which may only read/)).toBeVisible()
    expect(screen.queryByRole('link', { name: 'New job' })).toBeNull()
  })

  it('reads on at the top of the next page', async () => {
    open('/nowhere')
    const nav = await screen.findByRole('navigation', { name: 'Main' })
    await userEvent.click(within(nav).getByRole('link', { name: 'Leads' }))
    expect(screen.getByRole('main')).toHaveFocus()
    expect(await screen.findByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
  })

  it('has the list of keys behind ?', async () => {
    open('/nowhere')
    await screen.findByRole('button', { name: 'emea-team' })
    await userEvent.keyboard('?')
    expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('signs in again over the page when the session ends', async () => {
    open('/nowhere')
    await screen.findByRole('button', { name: 'emea-team' })
    act(() => connection.endSession())
    expect(screen.getByText('Your session has ended.')).toBeVisible()
    expect(screen.getAllByRole('status')[0]).toHaveTextContent('Your session has ended.')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    const dialog = screen.getByRole('dialog', { name: 'Sign in again' })
    server.use(http.post(`${API}/session`, () => HttpResponse.json({ ...SESSION, name: 'other-key' }, { status: 201 })))
    await userEvent.type(within(dialog).getByLabelText('API key'), 'sa_again{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.queryByText('Your session has ended.')).toBeNull()
    expect(screen.getByRole('button', { name: 'other-key' })).toBeVisible()
    expect(location.pathname).toBe('/nowhere')
  })

  it('signs out', async () => {
    const ended = vi.fn(() => new HttpResponse(null, { status: 204 }))
    server.use(http.delete(`${API}/session`, ended))
    open('/nowhere')
    await userEvent.click(await screen.findByRole('button', { name: 'emea-team' }))
    server.use(http.get(`${API}/session`, () => problem(401, 'session_required', 'Sign in.')))
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByLabelText('API key')).toBeVisible()
    expect(ended).toHaveBeenCalledTimes(1)
    expect(location.pathname).toBe('/sign-in')
  })

  it('stays and says so when the session could not be ended', async () => {
    server.use(http.delete(`${API}/session`, () => problem(503, 'database_unavailable', 'The database does not answer.')))
    open('/nowhere')
    await userEvent.click(await screen.findByRole('button', { name: 'emea-team' }))
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText(/You are still signed in/)).toBeVisible()
    expect(location.pathname).toBe('/nowhere')
  })

  it('learns of being offline from the browser and from a failed try', async () => {
    open('/nowhere')
    await screen.findByRole('button', { name: 'emea-team' })
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    act(() => void window.dispatchEvent(new Event('offline')))
    expect(screen.queryByText('You are offline.')).toBeNull()
    act(() => connection.failed())
    expect(screen.getByText('You are offline.')).toBeVisible()
    online.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('online')))
    act(() => connection.answered())
    expect(screen.queryByText('You are offline.')).toBeNull()
  })
})
