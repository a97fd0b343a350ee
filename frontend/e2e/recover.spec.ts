/** What can go wrong between page and API, and the way back from each. */
import { expect, statusLine, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { progress } from './support/page.ts'

const LOST = /net::ERR_|Failed to load resource|Failed to fetch/

test.describe.configure({ timeout: 90_000 })

test('an API that is away: the figures stay and say how old they are, and go on by themselves once it is back', async ({ page, stack, complaints }) => {
  complaints.expect(LOST)
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Pause updates' })).toBeVisible()
  await stack.takeApiAway()
  try {
    const banner = page.getByText(/The API has not answered for/)
    await expect(banner).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(/^Figures are from \d\d:\d\d:\d\d/)).toBeVisible()
    await expect(page.getByText(/Next try in/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Pause updates' }), 'the page stands').toBeVisible()
    await page.getByRole('button', { name: 'Try now' }).click()
    await stack.bringBackApi()
    await expect(banner).toBeHidden({ timeout: 40_000 })
  } finally {
    await stack.bringBackApi()
  }
})

test('a job that ended while the API was away: its end is told to those who listen, soon after the API is back', async ({ page, stack, api, complaints }) => {
  complaints.expect(LOST)
  const { id } = await api.submit(leadsOf('Away', 150), 'Ended unseen')
  await page.goto(`/jobs/${id}`)
  await expect(page.getByRole('button', { name: 'Cancel job…' })).toBeVisible()
  const end = page.getByRole('status').filter({ hasText: /150 of 150 judged/ })
  let back = 0
  await stack.takeApiAway()
  try {
    await expect(page.getByText(/The API has not answered for/)).toBeVisible({ timeout: 30_000 })
    await expect(end, 'nothing is known of it yet').toHaveCount(0)
  } finally {
    back = Date.now()
    await stack.bringBackApi()
  }
  const { completed_at } = await api.untilEnded(id)
  expect(Date.parse(completed_at ?? ''), 'it ended while nobody could ask').toBeLessThan(back)
  await expect(end).toHaveText(/: 150 of 150 judged, \d+ failed$/, { timeout: 40_000 })
})

test('a first visit while the API is away says so and can try again', async ({ page, stack, complaints }) => {
  complaints.expect(LOST)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.route('**/api/**', (route) => route.abort('connectionrefused'))
  await page.reload()
  const failed = page.getByRole('heading', { level: 1, name: 'The dashboard cannot reach its API' })
  await expect(failed).toBeVisible({ timeout: 20_000 })
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  expect(page.url()).toBe(`${stack.origin}/`)
})

test('offline: the page says so, and the job goes on where it is', async ({ page, api, context, complaints }) => {
  complaints.expect(LOST)
  const job = await api.submit(leadsOf('Offline', 400), 'Seen from a train')
  await page.goto(`/jobs/${job.id}`)
  await expect(progress(page)).toBeVisible()
  await context.setOffline(true)
  const banner = page.getByText('You are offline.')
  await expect(banner.first()).toBeVisible({ timeout: 20_000 })
  await expect(progress(page)).toBeVisible()
  await api.untilEnded(job.id)
  await context.setOffline(false)
  await expect(page.getByRole('button', { name: 'Cancel job…' })).toHaveCount(0, { timeout: 20_000 })
  await expect(progress(page)).toContainText('400 of 400')
  await expect(page.getByText('You are offline. Nothing')).toHaveCount(0)
})

test('a part of the page that is gone from the server: a newer version, and Reload', async ({ page, complaints }) => {
  complaints.expect(LOST, /dynamically imported module|^web_/)
  await page.route(/\/assets\/LeadsPage.*\.js/, (route) => route.abort())
  await page.goto('/')
  await page.getByRole('link', { name: 'Leads', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible()
  await expect(page.getByText('A newer version is installed', { exact: false }).first()).toBeVisible()
  await page.unroute(/\/assets\/LeadsPage.*\.js/)
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
})

test('a part that breaks while it is drawn: it says so with an id, the rest goes on, and another try mends it', async ({ page, api, complaints }) => {
  await api.untilEnded((await api.submit(leadsOf('Broken', 8), 'Before the break')).id)
  complaints.expect(/^web_|TypeError|The above error occurred/)
  let isBroken = true
  await page.route('**/api/v1/insights/summary', async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } })
    const body = (await answer.json()) as Record<string, unknown>
    // an answer that no version of the API gives
    await route.fulfill({ response: answer, json: isBroken ? { ...body, histogram: null } : body })
  })
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'The histogram stopped working' })).toBeVisible()
  await expect(page.getByText(/reported as web_[0-9a-f]{6}/)).toBeVisible()
  await expect(page.getByText('Leads a minute').first()).toBeVisible()
  isBroken = false
  // one press: it reads anew before it draws
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('img', { name: /^Scores of the last 24 hours/ })).toBeVisible()
})

test('an address where nothing is', async ({ page, complaints }) => {
  complaints.expect(statusLine(404, 422))
  await page.goto('/nowhere/at/all')
  await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible()
  await page.goto('/jobs/01900000-0000-7000-8000-000000000000')
  await expect(page.getByRole('heading', { level: 1, name: 'No such job' })).toBeVisible()
})
