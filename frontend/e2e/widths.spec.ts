/** Names without a blank in them, as exports and imports bring: no page scrolls sideways for one, at a desk or on a phone. */
import type { Page } from '@playwright/test'
import { WIDTHS } from './support/axe.ts'
import { expect, statusLine, test } from './support/fixtures.ts'

const long = (word: string) => `${word}_`.repeat(200).slice(0, 200)
const COMPANY = long('Vexham')
const CONTACT = long('Mirela')
const JOB = long('export')
const WORD = long('shelf')

const LEAD = {
  company_name: COMPANY,
  company_website: `https://www.${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
  industry: long('Dairy'),
  contact_name: CONTACT,
  contact_title: long('Head'),
  contact_email: `${'c'.repeat(60)}@${'d'.repeat(60)}.${'e'.repeat(60)}.example`,
  notes: `Evaluating a warehouse system now; budget of 60k is approved and they decide in March. ${WORD}`,
  additional_data: { [long('key').slice(0, 64)]: WORD },
}

/** How far the page reaches over its window at each width; the page is left at a desk. */
async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const found: string[] = []
  for (const width of WIDTHS.toReversed()) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
    const over = await page.evaluate(() => {
      const excess = document.documentElement.scrollWidth - innerWidth
      const open = [...document.querySelectorAll('dialog[open]')].map((dialog) => dialog.scrollWidth - dialog.clientWidth)
      // the innermost that reach over the edge, and are not cut off by what holds them
      const reach = [...document.querySelectorAll('main *, dialog[open] *')].filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && part.children.length === 0)
      return { excess: Math.max(excess, ...open), by: excess > 0 ? reach.slice(0, 3).map((part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 30)}`) : [] }
    })
    if (over.excess > 0) found.push(`${what} at ${width}: ${over.excess} px over, ${over.by.join(' | ')}`)
  }
  expect.soft(found).toEqual([])
}

test.describe.configure({ timeout: 90_000 })

test('no page scrolls sideways for a name of 200 letters', async ({ page, api, complaints }) => {
  complaints.expect(statusLine(422))
  const other = { ...LEAD, company_name: long('Halden'), contact_email: `x${LEAD.contact_email}` }
  const submitted = await api.submit([{ ...LEAD, custom_id: 'i'.repeat(64) }, other], JOB)
  await api.untilEnded(submitted.id)
  const csv = `company_name,contact_email,${WORD}\n${COMPANY},${'f'.repeat(200)},x\n${long('Tessera')},,y\n`
  const uploaded = await api.upload(csv, long('upload'))
  await api.untilEnded(uploaded.id)

  await test.step('overview', async () => {
    await page.goto('/')
    await expect(page.getByRole('link', { name: JOB }).first()).toBeVisible()
    await expectNoOverflow(page, 'overview')
  })
  await test.step('jobs', async () => {
    await page.goto(`/jobs/${submitted.id}`)
    await expect(page.getByRole('table', { name: 'Results, newest first' }).getByRole('link').first()).toBeVisible()
    await expectNoOverflow(page, 'job')
    await page.goto(`/jobs/${uploaded.id}`)
    await expect(page.getByRole('table', { name: 'Rows that were left out' })).toBeVisible()
    await expectNoOverflow(page, 'job with rows left out')
  })
  await test.step('leads', async () => {
    const table = page.getByRole('table', { name: /^Leads/ })
    await page.goto(`/leads?job_id=${submitted.id}&q=${WORD.slice(0, 100)}`)
    await expect(table.getByRole('link').first()).toBeVisible()
    await expect(page.getByRole('button', { name: `Remove filter: job ${JOB}` })).toBeVisible()
    await expectNoOverflow(page, 'leads of a job')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoOverflow(page, 'the filters')
    await page.goto(`/leads?job_id=${submitted.id}&q=${long('nobody').slice(0, 100)}`)
    await expect(page.getByRole('heading', { name: 'No lead matches these filters' })).toBeVisible()
    await expectNoOverflow(page, 'no leads')
  })
  await test.step('a lead, in its list', async () => {
    await page.goto(`/leads?job_id=${submitted.id}`)
    await page.getByRole('table', { name: /^Leads/ }).getByRole('link', { name: COMPANY }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: COMPANY })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'How it was judged' })).toBeVisible()
    await expectNoOverflow(page, 'lead')
  })
  await test.step('new job', async () => {
    const file = page.getByLabel(/^Drop a file here/)
    await page.goto('/jobs/new')
    await page.setViewportSize({ width: 1280, height: 800 })
    await file.setInputFiles({ name: `${JOB}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await expect(page.getByRole('listitem').filter({ hasText: 'Line 2' })).toContainText('fff')
    await expectNoOverflow(page, 'rows checked')
    await page.getByRole('button', { name: 'Choose another' }).click()
    await file.setInputFiles({ name: `${JOB}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`${WORD},${COMPANY}\n1,2\n`) })
    await expect(page.getByText('This file cannot be read as leads')).toBeVisible()
    await expectNoOverflow(page, 'a file refused')
    await page.getByRole('button', { name: 'Choose another' }).first().click()
    await file.setInputFiles({ name: `${JOB}.json`, mimeType: 'application/json', buffer: Buffer.from([0x5b, 0xfc]) })
    await expect(page.getByText('This file is not in UTF-8')).toBeVisible()
    await expectNoOverflow(page, 'a file not read')
  })
})

test('nor does the question whether to cancel a job of such a name', async ({ page, api }) => {
  const leads = Array.from({ length: 400 }, (_, at) => ({ ...LEAD, company_name: `${at}${COMPANY}`.slice(0, 200), contact_email: `x${at}@vexham.example` }))
  const running = await api.submit(leads, JOB)
  await page.goto('/')
  await expect(page.getByRole('table', { name: 'Open jobs' }).getByRole('link', { name: JOB })).toBeVisible()
  await expectNoOverflow(page, 'overview with an open job')
  await page.goto(`/jobs/${running.id}`)
  await page.getByRole('button', { name: 'Cancel job…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoOverflow(page, 'the question')
  await api.cancel(running.id)
})
