/** Pictures to look at, of every page in every state. `make screenshots` takes them; the ordinary run leaves them out. */
import type { Page } from '@playwright/test'
import { THEMES, WIDTHS } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { EXAMPLE_FILE, exampleCsv } from './support/leads.ts'
import { progress } from './support/page.ts'
import { USUAL } from './support/stack.ts'

// slow enough to be at work still when the last of its pictures is taken on a busy machine, with some answers that are filtered
test.use({ stackOptions: { ...USUAL, name: 'pictures', slots: 4, latency: 1_400, faults: ['filtered=0.04'] } })
test.describe.configure({ timeout: 300_000, mode: 'serial' })

const FOLDER = 'screenshots'

/** One state in both themes, at a desk and on a phone. */
async function picture(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS.toReversed()) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
    for (const colorScheme of THEMES.toReversed()) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: `${FOLDER}/${name}-${colorScheme}-${width}.png`, fullPage: true })
    }
  }
}

/** One of the four that stand in the README. */
async function pictureForDocs(page: Page, name: string, colorScheme: (typeof THEMES)[number] = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1280, height: 960 })
  await page.screenshot({ path: `${FOLDER}/docs-${name}.png` })
}

/** So many rows of the example, from the one after `skipped`. */
function someRows(skipped: number, count: number): string {
  const [header = '', ...rows] = exampleCsv().toString('utf8').split(/\r?\n(?=[^\n]*,(?:www\.|https?:|[a-z]))/)
  return [header, ...rows.slice(skipped, skipped + count)].join('\n')
}

test('nothing yet @pictures', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'No leads yet' })).toBeVisible()
  await picture(page, 'overview-empty')
  await page.goto('/leads')
  await expect(page.getByRole('heading', { name: 'No leads yet' })).toBeVisible()
  await picture(page, 'leads-empty')
  await page.goto('/jobs/new')
  await expect(page.getByLabel(/^Drop a file here/)).toBeAttached()
  await picture(page, 'new-job-empty')
})

test('at work @pictures', async ({ page, api }) => {
  await api.untilEnded((await api.upload(someRows(0, 40), 'Website forms, week 46')).id)
  await page.goto('/jobs/new')
  await page.getByLabel(/^Drop a file here/).setInputFiles(EXAMPLE_FILE)
  await page.getByLabel('Name of the job').fill('Trade fair, Hamburg')
  const start = page.getByRole('button', { name: /^Judge the 245 good rows/ })
  await expect(start).toBeVisible()
  await picture(page, 'new-job-checked')
  await pictureForDocs(page, 'new-job')
  await start.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trade fair, Hamburg' })).toBeVisible()
  await expect.poll(async () => /^\d+/.exec(await progress(page).innerText())?.[0].length, { timeout: 60_000 }).toBeGreaterThan(2)
  await page.getByRole('button', { name: /^Show \d+$/ }).click()
  await pictureForDocs(page, 'job')
  await picture(page, 'job-running')
  await page.getByRole('button', { name: 'Cancel job…' }).click()
  await picture(page, 'job-cancel')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(page.getByRole('table', { name: 'Open jobs' }).getByRole('link')).toBeVisible()
  await pictureForDocs(page, 'overview')
  await picture(page, 'overview-busy')
})

test('much @pictures', async ({ page, api }) => {
  const { data } = await api.get<{ data: Array<{ id: string }> }>('/jobs?limit=10')
  for (const { id } of data) await api.untilEnded(id)
  await page.goto('/')
  await expect(page.getByRole('table', { name: 'Ended jobs' }).getByRole('link').first()).toBeVisible()
  await picture(page, 'overview')
  await page.goto(`/jobs/${data[0]?.id}`)
  await expect(page.getByRole('table', { name: 'Failed leads by cause' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Results, newest first' }).getByRole('link').first()).toBeVisible()
  await picture(page, 'job-ended')
  await page.goto('/leads?sort=score')
  const rows = page.getByRole('table', { name: /^Leads/ }).getByRole('link')
  await expect(rows.first()).toBeVisible()
  await picture(page, 'leads')
  await page.goto('/leads?tier=A&sort=score&order=asc')
  await rows.first().click()
  await expect(page.getByRole('table', { name: 'How the score is made up' })).toBeVisible()
  await picture(page, 'lead')
  await pictureForDocs(page, 'lead', 'dark')
  await page.goto('/leads?flagged=true')
  await page.getByRole('table', { name: /^Leads/ }).getByRole('link').first().click()
  await expect(page.getByRole('table', { name: 'How the score is made up' })).toBeVisible()
  await picture(page, 'lead-flagged')
  await page.goto('/leads?q=nobodyhasthisword&min_score=70')
  await expect(page.getByRole('heading', { name: 'No lead matches these filters' })).toBeVisible()
  await picture(page, 'leads-nothing-matches')
  await page.goto('/profiles')
  await expect(page.getByRole('table', { name: 'Criteria' })).toBeVisible()
  await picture(page, 'profiles')
  await page.getByRole('link', { name: /^Edit v/ }).click()
  await expect(page.getByText('No fault')).toBeVisible()
  await picture(page, 'profile-edit')
})

test('something is wrong @pictures', async ({ page, context, complaints }) => {
  complaints.expect(/net::ERR_|Failed to load resource|^web_|TypeError/)
  await page.goto('/nowhere')
  await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible()
  await picture(page, 'not-found')
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Pause updates' })).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('You are offline.').first()).toBeVisible({ timeout: 30_000 })
  await picture(page, 'overview-offline')
  await context.setOffline(false)
  await page.route('**/api/v1/leads?*', (route) => route.abort('connectionrefused'))
  await page.goto('/leads')
  await expect(page.getByRole('heading', { name: 'Leads could not be loaded' })).toBeVisible({ timeout: 20_000 })
  await picture(page, 'leads-error')
  await page.unrouteAll()
  await page.route('**/api/v1/insights/summary', async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } })
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), histogram: null } })
  })
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'The histogram stopped working' })).toBeVisible()
  await picture(page, 'overview-part-stopped')
  await page.unrouteAll()
  await page.goto('/jobs/new')
  await page.getByLabel(/^Drop a file here/).setInputFiles({ name: 'colours.csv', mimeType: 'text/csv', buffer: Buffer.from('Colour,Shape\r\nred,round\r\n') })
  await expect(page.getByText('This file cannot be read as leads')).toBeVisible()
  await picture(page, 'new-job-refused')
  await context.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } })
  await page.goto('/sign-in')
  await page.getByLabel('API key').fill('sa_wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await picture(page, 'sign-in')
})
