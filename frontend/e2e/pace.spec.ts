/** A job of 2,000 leads under somebody's eyes: nothing jumps, nothing is lost from under the cursor, nobody is asked too often. */
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { feel, felt, setHidden, shortestGap, watchRequests } from './support/measures.ts'

test.describe.configure({ timeout: 120_000 })

const LIMITS = { shift: 0.1, lcp: 2_500, inputDelay: 100 }

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
    await show.click()
    await expect(table.getByRole('link').first()).toBeVisible()
  })

  await test.step('one status request a second at most', async () => {
    await expect.poll(() => asked.filter(({ path }) => path === status).length, { timeout: 40_000 }).toBeGreaterThan(6)
    expect(shortestGap(asked, status)).toBeGreaterThan(950)
  })

  await test.step('a hidden tab asks nothing, and asks at once when it is seen again', async () => {
    await setHidden(page, true)
    const ended = (await api.job(job.id)).progress.ended
    const before = asked.length
    await api.untilAnswered(job.id, Math.min(ended + 200, 2_000))
    // one question may have been under way
    expect(asked.slice(before)).toEqual([])
    await setHidden(page, false)
    await expect.poll(() => asked.slice(before).some(({ path }) => path === status), { timeout: 1_000 }).toBe(true)
  })

  const { shifts, moved, lcp, inputDelay, inputs } = await felt(page)
  console.log(`job of 2,000 leads: CLS ${shifts.toFixed(4)}, LCP ${Math.round(lcp)} ms, input delay ${inputDelay.toFixed(1)} ms over ${inputs} events`)
  expect(shifts, moved.join('\n')).toBeLessThan(LIMITS.shift)
  expect(lcp).toBeLessThan(LIMITS.lcp)
  expect(inputs).toBeGreaterThan(0)
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
  const { shifts, moved, lcp, inputDelay } = await felt(page)
  console.log(`overview: CLS ${shifts.toFixed(4)}, LCP ${Math.round(lcp)} ms, input delay ${inputDelay.toFixed(1)} ms`)
  expect(shifts, moved.join('\n')).toBeLessThan(LIMITS.shift)
  expect(lcp).toBeLessThan(LIMITS.lcp)
  expect(inputDelay).toBeLessThan(LIMITS.inputDelay)
  await api.cancel(job.id)
})
