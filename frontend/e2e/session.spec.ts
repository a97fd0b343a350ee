/** The way in and out. */
import { expect, statusLine, test } from './support/fixtures.ts'

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

test('a key signs in, is kept nowhere in the page, and whoever came for another page gets there', async ({ page, stack, context }) => {
  await page.goto('/leads?sort=company')
  await page.getByLabel('API key').fill(stack.key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${stack.origin}/leads?sort=company`)
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  expect(kept).not.toContain('sa_')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'sales_agent_session', httpOnly: true, sameSite: 'Strict', path: '/' })
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
