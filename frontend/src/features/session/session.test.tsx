import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import SignInPage from '@/features/session/SignInPage'
import { signInPath, takeLink, wayBack } from '@/features/session/address'
import { SESSION } from '@/test/fixtures'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const signedOut = () => http.get(`${API}/session`, () => problem(401, 'session_required', 'Sign in.'))
function takes(body: Record<string, string>) {
  const taken = vi.fn()
  server.use(http.post(`${API}/session`, async ({ request }) => {
    const sent = await request.json()
    taken(sent)
    return JSON.stringify(sent) === JSON.stringify(body) ? HttpResponse.json(SESSION, { status: 201 }) : problem(401, 'key_refused', 'A valid API key is needed: send it as `Authorization: Bearer sa_…`.')
  }))
  return taken
}

describe('the sign-in page', () => {
  it('exchanges a key, trimmed, and goes back to where one came from', async () => {
    server.use(signedOut())
    const taken = takes({ key: 'sa_right' })
    renderWith(<SignInPage />, { path: '/sign-in?to=%2Fleads%3Ftier%3DA' })
    const field = screen.getByLabelText('API key')
    expect(field).toHaveAttribute('type', 'password')
    await userEvent.type(field, ' sa_right ')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await vi.waitFor(() => expect(location.pathname + location.search).toBe('/leads?tier=A'))
    expect(taken).toHaveBeenCalledTimes(1)
  })

  it('says why a key was refused and keeps what was typed', async () => {
    server.use(signedOut())
    takes({ key: 'sa_right' })
    renderWith(<SignInPage />, { path: '/sign-in' })
    await userEvent.type(screen.getByLabelText('API key'), 'sa_wrong{Enter}')
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('This key opens nothing: it was mistyped, has expired or was revoked. sales-agent keys create makes a new one.')
    expect(within(alert).getByText('sales-agent keys create')).toContainHTML('<code')
    expect(screen.getByLabelText('API key')).toHaveValue('sa_wrong')
    expect(screen.getByLabelText('API key')).toBeInvalid()
    expect(location.pathname).toBe('/sign-in')
  })

  it('sends nothing for an empty field', async () => {
    server.use(signedOut())
    const taken = takes({})
    renderWith(<SignInPage />, { path: '/sign-in' })
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(screen.getByRole('alert')).toHaveTextContent('Enter an API key')
    expect(taken).not.toHaveBeenCalled()
  })

  it('uses a one-time link once and leaves it in no history', async () => {
    const taken = takes({ link: 'once' })
    renderWith(<SignInPage />, { path: '/sign-in#link=once' })
    await vi.waitFor(() => expect(location.pathname).toBe('/'))
    expect(taken).toHaveBeenCalledTimes(1)
    expect(location.hash).toBe('')
  })

  it('uses a link that is pasted over the page, and takes it out of the address', async () => {
    server.use(signedOut())
    const taken = takes({ link: 'pasted' })
    renderWith(<SignInPage />, { path: '/sign-in?to=%2Fleads' })
    await screen.findByLabelText('API key')
    location.hash = '#link=pasted'
    await vi.waitFor(() => expect(location.pathname).toBe('/leads'))
    expect(taken).toHaveBeenCalledTimes(1)
    expect(location.href).not.toContain('pasted')
  })

  it('offers the key when the link is used up', async () => {
    server.use(http.post(`${API}/session`, () => problem(401, 'link_refused', 'This link was used. Run sales-agent sign-in for a new one.')))
    renderWith(<SignInPage />, { path: '/sign-in#link=used' })
    expect(await screen.findByRole('alert')).toHaveTextContent('Run sales-agent sign-in')
    expect(screen.getByLabelText('API key')).toBeVisible()
    expect(location.hash).toBe('')
  })

  it('leads back to the very address that was asked for', async () => {
    takes({ link: 'back' })
    renderWith(<SignInPage />, { path: `/sign-in?to=${encodeURIComponent('/leads?q=R%26D&sort=company')}#link=back` })
    await vi.waitFor(() => expect(location.pathname + location.search).toBe('/leads?q=R%26D&sort=company'))
  })

  it('is no stop for somebody who is signed in', async () => {
    server.use(http.get(`${API}/session`, () => HttpResponse.json(SESSION)))
    renderWith(<SignInPage />, { path: '/sign-in' })
    await vi.waitFor(() => expect(location.pathname).toBe('/'))
  })
})

describe('addresses', () => {
  it.each([['/leads?tier=A', '/leads?tier=A'], [null, '/'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['https://evil.example', '/'], ['/\t/evil.example', '/'], ['/\n/evil.example', '/'], ['/leads?q=R%26D', '/leads?q=R%26D'], ['/sign-in', '/'], ['', '/']])('from %s lead back to %s', (to, back) => expect(wayBack(to)).toBe(back))
  it('remember the place one came from', () => {
    expect(signInPath('/', '')).toBe('/sign-in')
    expect(signInPath('/leads', 'tier=A')).toBe('/sign-in?to=%2Fleads%3Ftier%3DA')
  })
  it('carry a link once', () => {
    history.replaceState(null, '', '/sign-in?to=%2F#link=abc')
    expect([takeLink(), takeLink()]).toEqual(['abc', null])
    expect(location.search).toBe('?to=%2F')
  })
})
