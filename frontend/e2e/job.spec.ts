/** A job that runs: watched, left, reloaded, cancelled. */
import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { countsOf, numberOf, progress, totalOf } from './support/page.ts'

test('reloaded in the middle, the page goes on where the job is, and ends with what the API says', async ({ page, api }) => {
  const job = await api.submit(leadsOf('Reload', 300), 'Reloaded list')
  await page.goto(`/jobs/${job.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Reloaded list' })).toBeVisible()
  await expect.poll(async () => (await countsOf(progress(page))).Scored).toBeGreaterThan(10)
  expect(totalOf(await countsOf(progress(page))), 'the counts add up while they move').toBe(300)
  const before = (await countsOf(progress(page))).Scored ?? 0

  await page.reload()
  await expect(progress(page)).toBeVisible()
  expect((await countsOf(progress(page))).Scored).toBeGreaterThanOrEqual(before)
  await expect(page.getByRole('button', { name: 'Cancel job…' })).toHaveCount(0, { timeout: 40_000 })

  const ended = await api.job(job.id)
  expect(ended.status).toBe('completed')
  expect(await countsOf(progress(page))).toEqual({ Scored: ended.request_counts.succeeded, Failed: ended.request_counts.failed })
  expect(totalOf(await countsOf(progress(page)))).toBe(300)
  await expect(page.getByRole('progressbar', { name: 'Reloaded list' })).toBeVisible()
})

test('cancelled in the middle: the dialog adds up, focus starts on the way out, what was paid for stays', async ({ page, api }) => {
  const job = await api.submit(leadsOf('Cancel', 800), 'Cancelled list')
  await page.goto(`/jobs/${job.id}`)
  await expect.poll(async () => (await countsOf(progress(page))).Scored).toBeGreaterThan(10)

  await page.getByRole('button', { name: 'Cancel job…' }).click()
  const dialog = page.getByRole('dialog', { name: /Cancelled list/ })
  await expect(dialog.getByRole('button', { name: 'Keep running' })).toBeFocused()
  const receipt = await dialog.getByRole('table', { name: 'What becomes of the leads' }).getByRole('cell').allInnerTexts()
  const [sum = 0, ...terms] = receipt.map(numberOf).toReversed()
  expect(sum).toBe(800)
  expect(terms.reduce((total, count) => total + count, 0), 'the receipt adds up').toBe(800)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Cancel job…' }), 'the focus is back where it was').toBeFocused()
  expect((await api.job(job.id)).status).toBe('in_progress')

  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: /^Cancel, leave out/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Cancel job…' })).toHaveCount(0)

  const ended = await api.untilEnded(job.id)
  expect(ended.status).toBe('cancelled')
  const { succeeded, failed, cancelled } = ended.request_counts
  expect(succeeded, 'results paid for are kept').toBeGreaterThan(10)
  expect(succeeded + failed + cancelled).toBe(800)
  await expect.poll(() => countsOf(progress(page))).toEqual({ Scored: succeeded, Failed: failed, 'Not judged': cancelled })

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  const rows = file.trimEnd().split('\r\n').slice(1)
  expect(rows.filter((row) => /,succeeded,/.test(row))).toHaveLength(succeeded)
  expect(rows.filter((row) => /,cancelled,/.test(row))).toHaveLength(cancelled)
})

test('paused and resumed by one button, cancelled, its leads tried again as a new job; who did what is told', async ({ page, api }) => {
  const job = await api.submit(leadsOf('Pause', 600), 'Paused list')
  await page.goto(`/jobs/${job.id}`)
  await expect.poll(async () => (await countsOf(progress(page))).Scored).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  const resume = page.getByRole('button', { name: 'Resume' })
  await expect(resume).toBeFocused()
  await expect.poll(async () => (await api.job(job.id)).request_counts.in_progress).toBe(0)
  const { succeeded } = (await api.job(job.id)).request_counts
  await expect.poll(async () => (await countsOf(progress(page))).Scored).toBe(succeeded)

  await resume.click()
  await expect.poll(async () => (await countsOf(progress(page))).Scored, 'it goes on').toBeGreaterThan(succeeded)
  await page.getByRole('button', { name: 'Cancel job…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Cancel, leave out/ }).click()
  const ended = await api.untilEnded(job.id)

  await page.getByRole('button', { name: 'Try again…' }).click()
  const { cancelled, failed } = ended.request_counts
  await page.getByRole('dialog').getByRole('button', { name: `Try ${cancelled + failed} leads again` }).click()
  await expect(page).not.toHaveURL(new RegExp(job.id))
  await expect(page.getByRole('link', { name: 'leads of an earlier job' })).toHaveAttribute('href', `/jobs/${job.id}`)

  await page.getByRole('link', { name: 'leads of an earlier job' }).click()
  await page.getByRole('button', { name: 'Show who did what' }).click()
  const rows = page.getByRole('table', { name: /^What was done/ }).getByRole('rowheader')
  await expect(rows).toHaveText([/^Tried again, \d+ leads$/, 'Cancelled', 'Resumed', 'Paused'])
})
