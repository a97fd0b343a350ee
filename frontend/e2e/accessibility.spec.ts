/** axe on every page in every main state, light and dark, at 1280 and 390 px. */
import { expectNoViolations } from './support/axe.ts'
import { expect, statusLine, test } from './support/fixtures.ts'
import { faultyCsv, leadsOf } from './support/leads.ts'
import { progress } from './support/page.ts'
import { USUAL } from './support/stack.ts'

// its own data: nothing at first, and a provider that filters every fourth answer
test.use({ stackOptions: { ...USUAL, name: 'filtering', faults: ['filtered=0.25'] } })
test.describe.configure({ timeout: 120_000 })

test.describe('before the first job', () => {
  test('overview', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'No leads yet' })).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('main').getByRole('link', { name: 'New job' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'New job' })).toBeVisible()
  })

  test('leads', async ({ page }) => {
    await page.goto('/leads')
    await expect(page.getByRole('heading', { name: 'No leads yet' })).toBeVisible()
    await expectNoViolations(page)
  })
})

test.describe('with jobs', () => {
  let ended = ''
  let running = ''

  test.beforeAll(async ({ api }) => {
    const job = await api.submit(leadsOf('Axe', 60), 'With failures')
    ended = (await api.untilEnded(job.id)).id
    running = (await api.submit(leadsOf('Long', 2_000), 'Still running')).id
  })
  test.afterAll(({ api }) => api.cancel(running))

  test('overview', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('table', { name: 'Open jobs' }).getByRole('link', { name: 'Still running' })).toBeVisible()
    await expect(page.getByRole('table', { name: 'Ended jobs' }).getByRole('link').first()).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('banner').getByRole('button', { name: 'local' }).click()
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await expectNoViolations(page)
  })

  test('a job that runs, and the question whether to cancel it', async ({ page }) => {
    await page.goto(`/jobs/${running}`)
    await expect(page.getByRole('table', { name: 'Results, newest first' }).getByRole('link').first()).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Cancel job…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoViolations(page)
  })

  test('a job that ended with failures', async ({ page, api }) => {
    expect((await api.job(ended)).request_counts.failed).toBeGreaterThan(0)
    await page.goto(`/jobs/${ended}`)
    await expect(page.getByRole('table', { name: 'Failed leads by cause' })).toBeVisible()
    await expect(progress(page)).toContainText('judged')
    await expectNoViolations(page)
  })

  test('leads: a list, a filter, and nothing that matches', async ({ page }) => {
    await page.goto('/leads?q=axe&min_score=1')
    await expect(page.getByRole('table', { name: /^Leads/ }).getByRole('link').first()).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoViolations(page)
    await page.goto('/leads?q=nobodyhasthisword')
    await expect(page.getByRole('heading', { name: 'No lead matches these filters' })).toBeVisible()
    await expectNoViolations(page)
  })

  test('a lead', async ({ page, api }) => {
    const { data } = await api.get<{ data: Array<{ id: string; score: number | null }> }>('/leads?sort=score&limit=1')
    await page.goto(`/leads/${data[0]?.id}`)
    await expect(page.getByRole('table', { name: 'How the score is made up' })).toBeVisible()
    await expectNoViolations(page)
  })

  test('a lead that failed', async ({ page, api }) => {
    const { data } = await api.get<{ data: Array<{ lead_id: string | null }> }>(`/jobs/${ended}/results?status=failed&limit=1`)
    await page.goto(`/leads/${data[0]?.lead_id}`)
    await expect(page.getByRole('heading', { level: 1, name: /^Axe Works/ })).toBeVisible()
    await expectNoViolations(page)
  })
})

test('new job: nothing chosen, rows with faults, a file that is refused', async ({ page, complaints }) => {
  complaints.expect(statusLine(422))
  await page.goto('/jobs/new')
  const file = page.getByLabel(/^Drop a file here/)
  await expect(file).toBeVisible()
  await expectNoViolations(page)
  await file.setInputFiles({ name: 'small.csv', mimeType: 'text/csv', buffer: Buffer.from(faultyCsv('axe')) })
  await expect(page.getByRole('button', { name: /^Judge the 3 good rows/ })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Choose another' }).click()
  await file.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('Colour,Shape\r\nred,round\r\n') })
  await expect(page.getByText('This file cannot be read as leads')).toBeVisible()
  await expectNoViolations(page)
})

test('a banner, the keys, an address where nothing is', async ({ page, context, complaints }) => {
  complaints.expect(statusLine(401))
  await page.goto('/nowhere')
  await expect(page.getByRole('heading', { level: 1, name: 'There is no page at this address' }).or(page.getByRole('heading', { level: 1, name: 'Not found' })).first()).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await expectNoViolations(page)

  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Pause updates' })).toBeVisible()
  expect((await context.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } })).status()).toBe(204)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByText('Your session has ended.').first()).toBeVisible()
  await expectNoViolations(page)
})

test('an answer that does not come', async ({ page, complaints }) => {
  complaints.expect(/net::ERR_|Failed to load resource/)
  await page.route('**/api/v1/leads?*', (route) => route.abort('connectionrefused'))
  await page.goto('/leads')
  await expect(page.getByRole('heading', { name: 'Leads could not be loaded' })).toBeVisible({ timeout: 20_000 })
  await expectNoViolations(page)
})

test.describe('signed out', () => {
  test.use({ signedIn: false })

  test('sign-in, also with an error', async ({ page, complaints }) => {
    complaints.expect(statusLine(401))
    await page.goto('/sign-in')
    await expect(page.getByLabel('API key')).toBeVisible()
    await expectNoViolations(page)
    await page.getByLabel('API key').fill('sa_wrong')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toBeVisible()
    await expectNoViolations(page)
  })
})
