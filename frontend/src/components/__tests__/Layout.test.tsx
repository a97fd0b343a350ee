import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { Layout } from '@/components/Layout'
import type { Place } from '@/components/Layout'

const PLACES: readonly Place[] = [
  { href: '/', label: 'Overview', covers: ['/jobs'], leaves: ['/jobs/new'] },
  { href: '/leads', label: 'Leads', covers: ['/leads'] },
]

function draw(more: Partial<Parameters<typeof Layout>[0]> = {}) {
  const props = { places: PLACES, path: '/', provider: { name: 'simulator', state: 'simulator' as const }, keyName: 'emea-team', mayHandIn: true, onSignOut: vi.fn(), onKeys: vi.fn() }
  render(<Layout {...props} {...more}><h1>Page</h1></Layout>)
  return props
}

describe('Layout', () => {
  it('begins with the way past the bar and has the landmarks', async () => {
    draw()
    await userEvent.tab()
    expect(screen.getByRole('link', { name: 'Skip to content' })).toHaveFocus()
    expect(screen.getByRole('banner')).toBeVisible()
    expect(screen.getByRole('main')).toHaveAttribute('id', 'main')
  })

  it.each([['/', 'Overview'], ['/jobs/01a20dbc', 'Overview'], ['/leads', 'Leads'], ['/leads/01a2', 'Leads']])('at %s marks %s as the current place', (path, name) => {
    draw({ path })
    const current = within(screen.getByRole('navigation', { name: 'Main' })).getAllByRole('link').filter((link) => link.getAttribute('aria-current') === 'page')
    expect(current.map((link) => link.textContent)).toEqual([name])
  })

  it.each(['/leadsomething', '/jobs/new'])('marks no place at %s, which belongs to none', (path) => {
    draw({ path })
    expect(document.querySelector('[aria-current]')).toBeNull()
  })

  it.each([
    ['simulator', 'Simulator answers'],
    ['answers', 'Cerebras answers'],
    ['limited', 'Cerebras at its limit'],
    ['silent', 'Cerebras does not answer'],
    ['account_refused', 'Key or account refused'],
    ['settings_refused', 'Model or settings refused'],
    ['idle', 'Cerebras not asked yet'],
  ] as const)('says of a provider that is %s: %s', (state, words) => {
    draw({ provider: { name: 'cerebras', state } })
    expect(within(screen.getByRole('banner')).getByText(words)).toBeVisible()
  })

  it('leads to a new job', () => {
    draw()
    expect(screen.getByRole('link', { name: 'New job' })).toHaveAttribute('href', '/jobs/new')
  })

  it('offers no new job to a key that may only read, and says why behind its name', async () => {
    draw({ mayHandIn: false })
    expect(screen.queryByRole('link', { name: 'New job' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'emea-team' }))
    expect(screen.getByText(/which may only read/)).toBeVisible()
  })

  it('goes through the themes and keeps the choice', async () => {
    draw()
    await userEvent.click(screen.getByRole('button', { name: 'Theme: as the system. Change to light' }))
    expect(document.documentElement).toHaveAttribute('data-theme', 'light')
    await userEvent.click(screen.getByRole('button', { name: 'Theme: light. Change to dark' }))
    expect(localStorage.getItem('theme')).toBe('dark')
  })

  it('names the key, and signs out behind it', async () => {
    const { onSignOut, onKeys } = draw()
    const opener = screen.getByRole('button', { name: 'emea-team' })
    expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull()
    await userEvent.click(opener)
    expect(opener).toHaveAttribute('aria-expanded', 'true')
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(onSignOut).toHaveBeenCalledTimes(1)
    await userEvent.click(opener)
    await userEvent.click(screen.getByRole('button', { name: /^Keyboard shortcuts/ }))
    expect(onKeys).toHaveBeenCalledTimes(1)
  })

  it('closes that menu by Escape, which gives the focus back, and by a click elsewhere', async () => {
    draw()
    const opener = screen.getByRole('button', { name: 'emea-team' })
    await userEvent.click(opener)
    await userEvent.tab()
    await userEvent.keyboard('{Escape}')
    expect(opener).toHaveFocus()
    expect(opener).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(opener)
    await userEvent.click(screen.getByRole('heading'))
    expect(opener).toHaveAttribute('aria-expanded', 'false')
  })

  it('knows nobody before the session is read', () => {
    draw({ keyName: null, provider: null })
    expect(within(screen.getByRole('banner')).queryByRole('button', { name: 'emea-team' })).toBeNull()
  })

  it('shows one banner and announces it once', () => {
    draw({ banner: <p>Figures are old</p>, announcement: 'The API does not answer.' })
    expect(screen.getByText('Figures are old')).toBeVisible()
    expect(screen.getByRole('status')).toHaveTextContent('The API does not answer.')
  })
})
