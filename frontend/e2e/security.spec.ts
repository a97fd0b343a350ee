/** What another page in the same browser can do with somebody's session: nothing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, statusLine, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'

/** A site of somebody else: the same address, or the same host by another name, on another port. */
interface Elsewhere {
  readonly sameSite: string
  readonly crossSite: string
}

const withElsewhere = test.extend<{ elsewhere: Elsewhere }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  elsewhere: async ({}, use) => {
    const server = createServer((_, answer) => answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>'))
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening))
    const { port, family } = server.address() as AddressInfo
    const other = createServer(server.listeners('request')[0] as never)
    // both names must reach it, whichever of the two families `localhost` is here
    if (family === 'IPv6') await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening))
    await use({ sameSite: `http://127.0.0.1:${port}`, crossSite: `http://localhost:${port}` })
    server.close()
    other.close()
  },
})

/** Posts from the page of somebody else what a browser sends without asking first; the page cannot read the answer, a test can. */
async function post(page: Page, url: string, body: string): Promise<number> {
  const answer = page.waitForResponse((response) => response.url() === url && response.request().method() === 'POST')
  await page.evaluate(([to, text]) => fetch(to, { method: 'POST', mode: 'no-cors', credentials: 'include', body: text }).then(() => undefined, () => undefined), [url, body] as const)
  return (await answer).status()
}

/** Without the cookie nobody has access at all (401). With it, where only the port differs, Sec-Fetch-Site is what refuses (403). */
const REFUSED = { sameSite: 403, crossSite: 401 } as const

const JOB = JSON.stringify({ leads: leadsOf('Forged', 1) })

for (const where of ['sameSite', 'crossSite'] as const) {
  withElsewhere(`a page of another origin (${where}) changes nothing`, async ({ page, stack, api, elsewhere, complaints }) => {
    complaints.expect(/a request left the origin: http:\/\/(?:127\.0\.0\.1|localhost)/, statusLine(401, 403, 404, 415), /blocked by CORS policy|net::ERR_FAILED|violates the following/)
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    const before = await api.countJobs()

    await page.goto(elsewhere[where])
    expect(await post(page, `${stack.origin}/api/v1/jobs`, JOB)).toBe(REFUSED[where])
    expect(await post(page, `${stack.origin}/api/v1/session`, JSON.stringify({ key: stack.key })), 'nobody is signed in as somebody else').toBe(403)
    const told = await page.evaluate(async ([url, body]) => {
      const headers = { 'Content-Type': 'application/json' }
      const tries = [fetch(url + '/jobs', { method: 'POST', body, headers, credentials: 'include' }), fetch(url + '/session', { method: 'DELETE', credentials: 'include' }), fetch(url + '/leads', { credentials: 'include' })]
      return (await Promise.allSettled(tries)).map(({ status }) => status)
    }, [`${stack.origin}/api/v1`, JOB] as const)
    expect(told, 'what needs CORS is neither sent nor read').toEqual(['rejected', 'rejected', 'rejected'])

    expect(await api.countJobs()).toBe(before)
    await page.goto('/leads')
    await expect(page.getByRole('heading', { level: 1, name: 'Leads' }), 'the session is still there').toBeVisible()
  })

  withElsewhere(`a form of another origin (${where}) is refused`, async ({ page, stack, api, elsewhere, complaints }) => {
    complaints.expect(/a request left the origin: http:\/\/(?:127\.0\.0\.1|localhost)/, statusLine(401, 403, 404, 415))
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    const before = await api.countJobs()

    await page.goto(elsewhere[where])
    const answered = page.waitForResponse(`${stack.origin}/api/v1/jobs`)
    await page.evaluate(([action, body]) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action })
      // the usual trick: a text/plain form whose one field reads as JSON
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: `${body.slice(0, -1)},"x":"`, value: '"}' })
      form.append(field)
      document.body.append(form)
      form.submit()
    }, [`${stack.origin}/api/v1/jobs`, JOB] as const)
    expect((await answered).status()).toBe(REFUSED[where])
    expect(await api.countJobs()).toBe(before)
  })
}

test('the page may load nothing from elsewhere and run nothing inline', async ({ page, complaints }) => {
  complaints.expect(/Content Security Policy/)
  const answer = await page.goto('/')
  const policy = answer?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/unsafe|\*/)
  const outcome = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true }))
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.head.append(script)
    return { directive: await violation, ran: 'ran' in window }
  })
  expect(outcome).toEqual({ directive: 'script-src-elem', ran: false })
})
