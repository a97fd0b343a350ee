/** Flower, as an operator opens it while a large job runs: queues, workers, slices; and nothing without the password. */
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { USUAL } from './support/stack.ts'

test.use({ stackOptions: { ...USUAL, name: 'flower', flower: true } })
test.describe.configure({ timeout: 150_000 })

const WORD = 'Gardenia'

/** A slice of this job whose row says so; Flower shows ten tasks at once, so they are looked for by the job's id. */
async function slice(page: Page, url: string, job: string, ...says: (string | RegExp)[]) {
  await page.goto(`${url}/tasks`)
  await page.getByRole('searchbox').fill(`args:${job}`)
  return ['jobs.work', job, ...says].reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('row')).first()
}

test('shows the slices of a job of 2,000 leads while it runs', async ({ browser, stack, api }) => {
  const { url, ...httpCredentials } = stack.flower
  const context = await browser.newContext({ httpCredentials, viewport: { width: 1600, height: 900 } })
  const page = await context.newPage()
  await expect.poll(async () => (await context.request.get(`${url}/api/workers`, { headers: basic(httpCredentials) })).status(), { timeout: 60_000 }).toBe(200)
  const job = await api.submit(leadsOf(WORD, 2_000), 'Seen in Flower')

  await test.step('its workers', async () => {
    await page.goto(`${url}/workers`)
    for (const name of ['worker-interactive@', 'worker-bulk@']) await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
  })

  await test.step('both queues, and that of the sweep', async () => {
    await expect(async () => {
      await page.goto(`${url}/broker`)
      for (const name of ['interactive', 'bulk', 'housekeeping']) await expect(page.getByRole('cell', { name, exact: true })).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 60_000 })
  })

  await test.step('a slice that runs', async () => {
    await expect(async () => expect(await slice(page, url, job.id, 'STARTED')).toBeVisible({ timeout: 2_000 })).toPass({ timeout: 30_000 })
    expect((await api.job(job.id)).status).toBe('in_progress')
  })

  await test.step('a slice that ended, with its counts', async () => {
    // not one that came too late and claimed nothing
    await expect(async () => expect(await slice(page, url, job.id, 'SUCCESS', /'claimed': [1-9]/)).toBeVisible({ timeout: 2_000 })).toPass({ timeout: 60_000 })
  })

  await test.step('nothing of any lead', async () => {
    const everything = await context.request.get(`${url}/api/tasks?limit=1000`, { headers: basic(httpCredentials) })
    const text = (await page.content()) + (await everything.text())
    expect(text).toContain(job.id)
    for (const lead of [WORD, WORD.toLowerCase(), 'Robin Number', '.example']) expect(text).not.toContain(lead)
  })

  await api.cancel(job.id)
  await context.close()
})

test('is refused without the password, page by page', async ({ browser, stack }) => {
  const { url } = stack.flower
  for (const httpCredentials of [undefined, { username: 'operator', password: 'another' }]) {
    const context = await browser.newContext(httpCredentials === undefined ? {} : { httpCredentials })
    const page = await context.newPage()
    for (const path of ['/', '/workers', '/tasks', '/broker', '/metrics', '/healthcheck', '/api/tasks', '/login', '/nothing']) {
      // Chromium ends the load itself where it has a wrong password to offer
      const status = await page.goto(url + path).then((answer) => answer?.status(), () => 401)
      expect(status, path).toBe(401)
    }
    await context.close()
  }
})

function basic({ username, password }: { username: string; password: string }): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}
