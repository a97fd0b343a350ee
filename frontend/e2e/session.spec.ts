/** The way in and out. */
import { expect, statusLine, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'

test.use({ signedIn: false })
test.beforeEach(({ complaints }) => complaints.expect(statusLine(401)))

test('the link that `up` printed signs in, once, and does not stay in the address bar', async ({ page, stack, context }) => {
  await page.goto(stack.firstLink)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  expect(page.url()).toBe(`${stack.origin}/`)
  expect(await page.evaluate(() => history.length), 'no entry of the history holds the link').toBeLessThanOrEqual(2)

  await context.clearCookies()
  await page.goto('about:blank')
  await page.goto(stack.firstLink)
  const field = page.getByLabel('API key')
  await expect(field).toHaveAccessibleDescription(/sales-agent sign-in/)
  expect(page.url()).not.toContain('link=')
})

test('a link of `sales-agent sign-in` leads to the page that was asked for', async ({ page, stack }) => {
  const link = new URL(await stack.newLink())
  expect(link.origin).toBe(stack.origin)
  await page.goto(`/sign-in?to=${encodeURIComponent('/leads?sort=company')}${link.hash}`)
  await expect(page).toHaveURL(/\/leads\?sort=company$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
})

test('a link pasted into the tab where the page is already open signs in, and leaves the address bar', async ({ page, stack }) => {
  await page.goto('/sign-in')
  await expect(page.getByLabel('API key')).toBeVisible()
  const link = new URL(await stack.newLink())
  // as a paste into the address bar does: nothing is loaded anew
  await page.evaluate((hash) => {
    location.hash = hash
  }, link.hash)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  expect(page.url()).toBe(`${stack.origin}/`)
})

test('a used link pasted there is refused beside the field, and does not stay in the address bar', async ({ page, stack }) => {
  const link = new URL(await stack.newLink())
  await page.goto(link.href)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await expect(page.getByLabel('API key')).toBeVisible()
  await page.evaluate((hash) => {
    location.hash = hash
  }, link.hash)
  await expect(page.getByLabel('API key')).toHaveAccessibleDescription(/sales-agent sign-in/)
  expect(page.url()).toBe(`${stack.origin}/sign-in`)
})

test('a key signs in, is kept nowhere in the page, and whoever came for another page gets there', async ({ page, stack, context }) => {
  await page.goto('/leads?sort=company')
  await page.getByLabel('API key').fill(stack.key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${stack.origin}/leads?sort=company`)
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  expect(kept).not.toContain('sa_')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: expect.stringMatching(/^sales_agent_session_\d+$/), httpOnly: true, sameSite: 'Strict', path: '/' })
})

test('a wrong key says so beside the field and leaves what was typed', async ({ page }) => {
  await page.goto('/sign-in')
  const field = page.getByLabel('API key')
  await field.fill('sa_wrong')
  await field.press('Enter')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(/key/i)
  await expect(field).toHaveValue('sa_wrong')
  await expect(page).toHaveURL(/\/sign-in$/)
})

test('whoever is signed in is not asked again, and signing out ends the session itself', async ({ page, stack, context }) => {
  await page.goto('/sign-in')
  await page.getByLabel('API key').fill(stack.key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  const cookies = await context.cookies()

  await page.getByRole('banner').getByRole('button', { name: 'local' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByLabel('API key')).toBeVisible()
  await page.goto('/leads')
  await expect(page).toHaveURL(/\/sign-in\?to=/)
  await context.addCookies(cookies)
  expect((await page.request.get('/api/v1/session')).status(), 'the old cookie opens nothing any more').toBe(401)
})

test('a file asked for after the session has ended: the page stays, and goes on once signed in', async ({ page, stack, api, context }) => {
  const job = await api.untilEnded((await api.submit(leadsOf('Late', 12), 'Fetched late')).id)
  await page.goto(`/sign-in?to=/jobs/${job.id}`)
  await page.getByLabel('API key').fill(stack.key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const link = page.getByRole('link', { name: 'Download CSV' })
  await expect(link).toBeVisible()
  await context.clearCookies()
  await link.click()
  await expect(page.getByText(/Nothing was downloaded: your session has ended/)).toBeVisible()
  await expect(page).toHaveURL(`${stack.origin}/jobs/${job.id}`)

  await page.getByRole('region', { name: 'Notice' }).getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('API key').fill(stack.key)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(dialog).toBeHidden()
  const download = page.waitForEvent('download')
  await link.click()
  expect((await download).suggestedFilename()).toBe('Fetched late-results.csv')
  await expect(page).toHaveURL(`${stack.origin}/jobs/${job.id}`)
})

test('the whole name of the key stands in the bar at a desk', async ({ page, stack }) => {
  const name = 'emea-field-marketing-and-partner-team'
  await page.goto('/sign-in')
  await page.getByLabel('API key').fill(await stack.newKey(name))
  await page.getByRole('button', { name: 'Sign in' }).click()
  const shown = page.getByRole('banner').getByRole('button', { name }).getByText(name)
  await expect(shown).toBeVisible()
  expect(await shown.evaluate((element) => element.scrollWidth - element.clientWidth), 'nothing of it is cut').toBe(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'the bar is no wider than the window').toBeLessThanOrEqual(0)
})
