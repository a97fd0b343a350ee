/** Leads: found by an address that can be sent, read as a receipt that adds up. */
import type { Locator, Page } from '@playwright/test'
import type { LeadPage } from '../src/services/types.ts'
import { expect, statusLine, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { numberOf } from './support/page.ts'

function list(page: Page): Locator {
  return page.getByRole('table', { name: 'Leads, their scores and what to ask next' })
}

function companies(page: Page): Promise<string[]> {
  return list(page).getByRole('link').allInnerTexts()
}

test('search, tier, order and page stand in the address; Back goes through them, and the address leads anybody there', async ({ page, api, context }) => {
  await api.untilEnded((await api.submit(leadsOf('Quarry', 60), 'Quarry')).id)
  await page.goto('/leads')
  await expect(list(page).getByRole('link').first()).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('quarry entry')
  await expect(page).toHaveURL(/\?q=quarry(?:\+|%20)entry$/)
  await expect(page.getByRole('main').getByText(/60 (?:of [\d,]+ match|leads match)|^60 leads$/).first()).toBeVisible()

  await page.getByRole('button', { name: 'Company' }).click()
  await expect(page).toHaveURL(/sort=company/)
  await expect(page.getByRole('columnheader', { name: 'Company' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(list(page).getByRole('link').first()).toHaveText('Quarry Works 1')

  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(page).toHaveURL(/cursor=/)
  await expect(list(page).getByRole('link')).toHaveCount(10)
  await page.goBack()
  await expect(page).not.toHaveURL(/cursor=/)
  await expect(list(page).getByRole('link')).toHaveCount(50)
  await page.goForward()
  await expect(list(page).getByRole('link')).toHaveCount(10)

  const found = await api.get<LeadPage>('/leads?q=quarry&limit=200')
  const tier = found.data.find(({ tier }) => tier !== null && /^[A-D]$/.test(tier))?.tier ?? 'open'
  await page.getByRole('radio', { name: new RegExp(`^${tier}\\b`, 'i') }).check()
  await expect(page).toHaveURL(new RegExp(`tier=${tier}`))
  await expect(page, 'another filter begins at page 1').not.toHaveURL(/cursor=/)
  const expected = await api.get<LeadPage>(`/leads?q=quarry%20entry&tier=${tier}&sort=company&order=asc&limit=50`)
  await expect(list(page).getByRole('link')).toHaveCount(expected.data.length)
  expect(await companies(page)).toEqual(expected.data.map(({ company_name }) => company_name))

  const colleague = await context.newPage()
  await colleague.goto(page.url())
  await expect(list(colleague).getByRole('link')).toHaveCount(expected.data.length)
  expect(await companies(colleague)).toEqual(expected.data.map(({ company_name }) => company_name))
})

test('nothing matches: what to remove, and removing it', async ({ page, api }) => {
  await api.untilEnded((await api.submit(leadsOf('Lonely', 2), 'Lonely')).id)
  await page.goto('/leads?q=nobodyhasthisword&min_score=1')
  await expect(page.getByRole('heading', { name: 'No lead matches these filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove “nobodyhasthisword”' }).click()
  await expect(page).toHaveURL(/\/leads\?min_score=1$/)
  await page.getByRole('button', { name: /^Remove filter: score/ }).click()
  await expect(page).toHaveURL(/\/leads$/)
  await expect(list(page).getByRole('link').first()).toBeVisible()
})

test('a lead is a receipt that adds up, with each quote marked in its own words', async ({ page, api }) => {
  const job = await api.submit(leadsOf('Receipt', 3), 'Receipt')
  await api.untilEnded(job.id)
  await page.goto(`/jobs/${job.id}`)
  await page.getByRole('table', { name: 'Results, newest first' }).getByRole('link', { name: 'Receipt Works 1' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Receipt Works 1' })).toBeVisible()
  const lead = await api.lead(page.url().split('/').at(-1) ?? '')
  const { assessment } = lead
  if (assessment === null) throw new Error('the lead was not judged')

  const receipt = page.getByRole('table', { name: 'How the score is made up' })
  const known = assessment.criteria.filter(({ level }) => level !== null)
  const lines = await Promise.all(known.map(async ({ label }) => receipt.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label }) }).getByRole('cell').allInnerTexts()))
  const points = lines.map((cells) => numberOf(cells.at(-1)))
  const weights = lines.map((cells) => numberOf(cells.at(-2)))
  const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0)
  const lastCell = (label: RegExp) => receipt.getByRole('row', { name: label }).getByRole('cell').last().innerText()
  expect(numberOf(await lastCell(/^Points of the/))).toBeCloseTo(sum(points), 2)
  expect(numberOf(await lastCell(/^(?:Their|Its) weight/))).toBe(sum(weights))
  const score = numberOf(await lastCell(/^Score/))
  expect(score).toBe(Math.round((sum(points) / sum(weights)) * 100))
  expect(score).toBe(lead.score)
  await expect(page.getByText('Scored by the simulator').first()).toBeVisible()

  const quotes = known.filter(({ quote }) => quote !== '')
  expect(quotes.length).toBeGreaterThan(0)
  const first = quotes[0]?.quote ?? ''
  const words = page.getByRole('region', { name: 'The lead as handed in' })
  await page.getByRole('link', { name: 'Quote 1 in the lead' }).click()
  const focused = () => words.evaluate((region) => (region.contains(document.activeElement) ? (document.activeElement?.textContent ?? '') : ''))
  await expect.poll(async () => (await focused()).toLowerCase()).toContain(first.toLowerCase())
  for (const { quote } of quotes) await expect(receipt).toContainText(`“${quote}”`)

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Receipt' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Receipt' })).toBeVisible()
})

test('a lead that does not exist', async ({ page, complaints }) => {
  complaints.expect(statusLine(404))
  await page.goto('/leads/01900000-0000-7000-8000-000000000000')
  await expect(page.getByRole('heading', { level: 1, name: 'No such lead' })).toBeVisible()
})
