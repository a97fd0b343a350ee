/** A job of 2,000 leads under somebody's eyes: nothing jumps, nothing is lost from under the cursor, nobody is asked too often. */
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { bestOf, contentfulAfter, feel, felt, inputDelayOf, mostWithin, setHidden, shortestGap, watchRequests } from './support/measures.ts'

test.describe.configure({ timeout: 120_000 })

const LIMITS = { shift: 0.1, lcp: 2_500, inputDelay: 100, back: 1_000 }
/** What the page of a running job may ask in any 10 s: its state every 2 s, failures every 5 s, the bar's summary every 15 s. */
const MOST_IN_10_S = 6 + 3 + 1

/** The number of leads that the page says are done. */
async function done(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: 'Progress' }).innerText()
  return Number(/^([\d,]+)\s+of/.exec(text)?.[1]?.replaceAll(',', '') ?? '0')
}

test('job of 2,000 leads', async ({ page, api }) => {
  await feel(page)
  const asked = watchRequests(page)
  const job = await api.submit(leadsOf('Crowd', 2_000), 'A crowd')
  const status = `/api/v1/jobs/${job.id}`
  // so that the first look finds some rows
  await api.untilAnswered(job.id, 10)
  await page.goto(`/jobs/${job.id}`)
  const table = page.getByRole('table', { name: 'Results, newest first' })
  await expect(table.getByRole('link').first()).toBeVisible()

  await test.step('the row cursor and a selection stay through updates', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const focused = table.getByRole('link').nth(1)
    await expect(focused).toBeFocused()
    const company = await focused.innerText()
    const selected = await page.evaluate(() => {
      const heading = document.querySelector('h1')
      if (heading) getSelection()?.selectAllChildren(heading)
      return getSelection()?.toString()
    })
    const now = await done(page)
    await expect.poll(() => done(page), { timeout: 30_000 }).toBeGreaterThan(now + 200)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(company)
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(selected)
    await expect(focused, 'the row did not move').toHaveText(company)
  })

  await test.step('new results wait until they are asked for', async () => {
    const show = page.getByRole('button', { name: /^Show [\d,]+$/ })
    const results = page.waitForResponse(/\/results\?/)
    await show.click()
    await results
    await expect(table.getByRole('link').first()).toBeVisible()
  })

  await test.step('one status request a second at most, and of all kinds together no more than is meant', async () => {
    const from = asked.length
    await expect.poll(() => asked.slice(from).filter(({ path }) => path === status).length, { timeout: 60_000 }).toBeGreaterThan(6)
    expect(shortestGap(asked, status)).toBeGreaterThan(950)
    const paths = asked.slice(from).map(({ path }) => path)
    expect(mostWithin(asked.slice(from), 10_000), paths.join('\n')).toBeLessThanOrEqual(MOST_IN_10_S)
  })

  await test.step('a hidden tab asks nothing of any kind, and asks at once when it is seen again', async () => {
    const back = await bestOf(LIMITS.back, async () => {
      await setHidden(page, true)
      // one question may have been under way
      const ended = (await api.job(job.id)).progress.ended
      const before = asked.length
      await api.untilAnswered(job.id, Math.min(ended + 150, 2_000))
      expect(asked.slice(before)).toEqual([])
      const seenAt = Date.now()
      await setHidden(page, false)
      const first = () => asked.slice(before).find(({ path }) => path === status)
      await expect.poll(first).toBeDefined()
      return (first()?.at ?? Number.POSITIVE_INFINITY) - seenAt
    })
    expect(back).toBeLessThan(LIMITS.back)
  })

  const inputDelay = await bestOf(LIMITS.inputDelay, () => inputDelayOf(page))
  const { shifts, moved, lcp: first } = await felt(page)
  const lcp = first < LIMITS.lcp ? first : await bestOf(LIMITS.lcp, () => contentfulAfter(page, `/jobs/${job.id}`))
  console.log(`job of 2,000 leads: CLS ${shifts.toFixed(4)}, LCP ${Math.round(lcp)} ms, input delay ${inputDelay.toFixed(1)} ms`)
  expect(shifts, moved.join('\n')).toBeLessThan(LIMITS.shift)
  expect(lcp).toBeLessThan(LIMITS.lcp)
  expect(inputDelay).toBeLessThan(LIMITS.inputDelay)
  await api.cancel(job.id)
})

test('the overview beside it', async ({ page, api }) => {
  await feel(page)
  const asked = watchRequests(page)
  const job = await api.submit(leadsOf('Beside', 600), 'Beside')
  await page.goto('/')
  await expect(page.getByRole('table', { name: 'Open jobs' }).getByRole('link', { name: 'Beside' })).toBeVisible()
  await expect.poll(() => asked.filter(({ path }) => path === '/api/v1/insights/summary').length, { timeout: 30_000 }).toBeGreaterThan(4)
  expect(shortestGap(asked, '/api/v1/insights/summary')).toBeGreaterThan(950)
  await page.getByRole('button', { name: 'Pause updates' }).click()
  await page.getByRole('button', { name: 'Go on updating' }).click()
  const inputDelay = await bestOf(LIMITS.inputDelay, () => inputDelayOf(page))
  const { shifts, moved, lcp: first } = await felt(page)
  const lcp = first < LIMITS.lcp ? first : await bestOf(LIMITS.lcp, () => contentfulAfter(page, '/'))
  console.log(`overview: CLS ${shifts.toFixed(4)}, LCP ${Math.round(lcp)} ms, input delay ${inputDelay.toFixed(1)} ms`)
  expect(shifts, moved.join('\n')).toBeLessThan(LIMITS.shift)
  expect(lcp).toBeLessThan(LIMITS.lcp)
  expect(inputDelay).toBeLessThan(LIMITS.inputDelay)
  await api.cancel(job.id)
})
