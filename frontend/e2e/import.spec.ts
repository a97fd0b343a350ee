/** From a list of leads to their scores: what is handed in is checked first, and nothing of it is lost. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, statusLine, test } from './support/fixtures.ts'
import { EXAMPLE_LINES_REFUSED, exampleCsv, faultyCsv, leadsOf } from './support/leads.ts'
import { countsOf, figureOf, progress } from './support/page.ts'

function fileField(page: Page): Locator {
  return page.getByLabel(/^Drop a file here/)
}

function receipt(page: Page): Locator {
  return page.getByRole('table', { name: 'What will be judged and what it costs', exact: true })
}

/** A file let go over the page, as by a hand. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(([fileName, text]) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], fileName, { type: 'text/csv' }))
    return transfer
  }, [name, content] as const)
  await expect(fileField(page)).toBeVisible()
  const anywhere = page.getByRole('main')
  await anywhere.dispatchEvent('dragover', { dataTransfer })
  await expect(page.getByText('Drop it anywhere on the page')).toBeVisible()
  await anywhere.dispatchEvent('drop', { dataTransfer })
}

/** The fields of a CSV text, cell by cell. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '') break
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

test('a list with faults: dropped, checked, the good rows judged, a lead read, the results downloaded', async ({ page, api }) => {
  await page.goto('/jobs/new')
  await drop(page, 'trade-fair.csv', exampleCsv().toString('utf8'))

  await test.step('the dry run tells good from bad, by line and reason, and adds up', async () => {
    const rows = page.getByRole('region', { name: 'Rows' })
    await expect(rows.getByRole('definition').first()).toHaveText('245')
    expect(await countsOf(rows)).toMatchObject({ Good: 245, Bad: 5 })
    for (const line of EXAMPLE_LINES_REFUSED) await expect(rows.getByRole('listitem').filter({ hasText: `Line ${line}` })).toBeVisible()
    await expect(rows.getByRole('heading', { name: 'E-mail address is not valid' })).toBeVisible()
    expect(await figureOf(receipt(page), 'Rows handed over')).toBe('250')
    expect(await figureOf(receipt(page), 'Bad, left out')).toBe('−5')
    expect(await api.countJobs(), 'nothing is handed in yet').toBe(0)
  })

  await test.step('the good rows are judged to the end', async () => {
    await page.getByRole('button', { name: /^Judge the 245 good rows, about \$/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'trade-fair' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Cancel job…' })).toHaveCount(0, { timeout: 40_000 })
    expect(await countsOf(progress(page))).toEqual({ Scored: 245, Failed: 0 })
    const leftOut = page.getByRole('table', { name: 'Rows that were left out' })
    for (const line of EXAMPLE_LINES_REFUSED) await expect(leftOut.getByRole('row', { name: `Line ${line}` })).toBeVisible()
  })

  await test.step('a lead is read: its score as a receipt, its quotes marked', async () => {
    await page.getByRole('table', { name: 'Results, newest first' }).getByRole('link').first().click()
    await expect(page.getByRole('table', { name: 'How the score is made up' })).toBeVisible()
    const lead = await api.lead(page.url().split('/').at(-1) ?? '')
    await expect(page.getByRole('heading', { level: 1, name: lead.company_name })).toBeVisible()
    await expect(page.getByRole('article', { name: 'Score' })).toContainText(String(lead.score ?? '–'))
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1, name: 'trade-fair' })).toBeVisible()
  })

  await test.step('the file of results has every lead, and no formula', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('trade-fair-results.csv')
    const [header = [], ...rows] = cellsOf((await readFile(await file.path(), 'utf8')).replace('\uFEFF', ''))
    expect(rows).toHaveLength(245)
    const at = (name: string) => header.indexOf(name)
    expect(rows.every((row) => row[at('status')] === 'succeeded' && Number(row[at('score')]) <= 100)).toBe(true)
    expect(rows.filter((row) => row[at('notes')]?.startsWith("'="))).toHaveLength(1)
    // a telephone number calls no function, and a CRM wants it as it is
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell) && !/^\+\d[\d ()./-]*$/.test(cell))).toEqual([])
  })

  await test.step('the same list again costs nothing', async () => {
    await page.getByRole('link', { name: 'New job' }).click()
    await drop(page, 'trade-fair.csv', exampleCsv().toString('utf8'))
    await expect(page.getByRole('button', { name: 'Hand in 245 leads, nothing to pay' })).toBeVisible()
    expect(await figureOf(receipt(page), 'Judged by the model')).toBe('0')
  })
})

test('a chosen file: lines of faults, a row that repeats another, a formula as text', async ({ page, api }) => {
  await page.goto('/jobs/new')
  await fileField(page).setInputFiles({ name: 'small.csv', mimeType: 'text/csv', buffer: Buffer.from(faultyCsv('small')) })
  const rows = page.getByRole('region', { name: 'Rows' })
  await expect(rows.getByRole('listitem').filter({ hasText: 'Line 3' })).toContainText('ben(at)example')
  await expect(rows.getByRole('listitem').filter({ hasText: 'Line 5' })).toContainText('Company')
  expect(await countsOf(rows)).toMatchObject({ Good: 3, Bad: 2, 'Of the good: repeat a row above': 1 })
  expect(await figureOf(receipt(page), 'Judged by the model')).toBe('2')

  await page.getByLabel('Name of the job').fill('Small list')
  await page.getByRole('button', { name: /^Judge the 3 good rows/ }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'Small list' })).toBeVisible()
  const id = page.url().split('/').at(-1) ?? ''
  const job = await api.untilEnded(id)
  expect(job).toMatchObject({ name: 'Small list', outcome: 'succeeded', request_counts: { total: 3, succeeded: 3 }, skipped: { count: 2 } })
  const { data } = await api.get<{ data: Array<{ name: string }> }>('/jobs?limit=100')
  expect(data.filter(({ name }) => name === 'Small list'), 'a double click makes one job').toHaveLength(1)
})

test('bad rows come back with line and fault, and are taken once mended without those two', async ({ page, api }) => {
  await page.goto('/jobs/new')
  const csv = 'Company;Email;Notes\nMended Alpha;anna@mended.example;Wants a demo.\nMended Beta;ben(at)mended;"Two; three plants."\n;dora@mended.example;No company on the badge.\n'
  await fileField(page).setInputFiles({ name: 'mend.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the 2 bad rows as CSV' }).click()
  const text = (await readFile(await (await download).path(), 'utf8')).replace('\uFEFF', '')
  const [header, first, second] = text.split('\r\n')
  expect(header).toBe('line;Company;Email;Notes;fault')
  expect(first).toMatch(/^3;Mended Beta;ben\(at\)mended;"Two; three plants\.";"?“Email” is not/)
  expect(second).toMatch(/^4;;dora@mended\.example;No company on the badge\.;"?“Company” is missing/)

  const mended = text.replace('ben(at)mended', 'ben@mended.example').replace('4;;', '4;Mended Gamma;')
  await page.getByRole('button', { name: 'Choose another' }).click()
  await fileField(page).setInputFiles({ name: 'mended.csv', mimeType: 'text/csv', buffer: Buffer.from(mended) })
  await expect(page.getByText(/come with a download of bad rows and are left out/)).toBeVisible()
  await page.getByRole('button', { name: /^Judge 2 leads, about/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'mended' })).toBeVisible()
  const job = await api.untilEnded(page.url().split('/').at(-1) ?? '')
  const { data } = await api.get<{ data: Array<{ input: Record<string, unknown> }> }>(`/jobs/${job.id}/results`)
  expect(data.map(({ input }) => Object.keys(input).toSorted())).toEqual(data.map(() => ['company_name', 'contact_email', 'notes']))
  expect(data.map(({ input }) => input.company_name).toSorted()).toEqual(['Mended Beta', 'Mended Gamma'])
  const results = page.getByRole('table', { name: 'Results, newest first' })
  await expect(results.getByRole('row', { name: /Line 2 .*Mended Beta/ })).toBeVisible()
})

test('pasted JSON: a slip is named with its place and stays to be mended', async ({ page, api }) => {
  await page.goto('/jobs/new')
  const field = page.getByLabel('Or paste rows')
  const good = JSON.stringify({ name: 'Pasted list', leads: leadsOf('Pasted', 3) }, null, 1)
  await field.fill(good.replace('"leads"', 'leads'))
  await page.getByRole('button', { name: 'Check these rows' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This is not valid JSON' })).toContainText(/line 3/)
  await expect(field).toHaveValue(/leads: \[/)

  await field.fill(good)
  await page.getByRole('button', { name: 'Check these rows' }).click()
  await page.getByRole('button', { name: /^Judge 3 leads, about/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Pasted list' })).toBeVisible()
  const job = await api.untilEnded(page.url().split('/').at(-1) ?? '')
  expect(job.request_counts).toMatchObject({ total: 3, succeeded: 3 })
})

test('JSON Lines: a number beyond what a browser keeps is refused by its line, not rounded, and the rest is judged', async ({ page, api }) => {
  await page.goto('/jobs/new')
  const text = '{"company_name":"Lines Alpha","additional_data":{"id":9007199254740991}}\n\n{"company_name":"Lines Beta","additional_data":{"id":9007199254740993}}\n'
  await fileField(page).setInputFiles({ name: 'crm.jsonl', mimeType: '', buffer: Buffer.from(text) })
  const rows = page.getByRole('region', { name: 'Rows' })
  await expect(rows.getByRole('heading', { name: 'A number that cannot be kept' })).toBeVisible()
  await expect(rows.getByRole('listitem').filter({ hasText: 'Line 3' })).toContainText('Lines Beta')
  await page.getByRole('button', { name: /^Judge the 1 good row, about/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'crm' })).toBeVisible()
  const job = await api.untilEnded(page.url().split('/').at(-1) ?? '')
  const { data } = await api.get<{ data: Array<{ input: Record<string, unknown> }> }>(`/jobs/${job.id}/results`)
  expect(data.map(({ input }) => input.additional_data)).toEqual([{ id: Number.MAX_SAFE_INTEGER }])
})

test('JSON whose metadata the API does not take says so before it is handed in', async ({ page, complaints }) => {
  complaints.expect(statusLine(422))
  await page.goto('/jobs/new')
  await fileField(page).setInputFiles({ name: 'crm.json', mimeType: 'application/json', buffer: Buffer.from('{"metadata":{"hall":4},"leads":[{"company_name":"Meta Alpha"}]}') })
  await expect(page.getByRole('alert').filter({ hasText: 'metadata/hall' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Judge these rows' })).toHaveAttribute('aria-disabled', 'true')
})

test('a session that ends over a filled form: sign in over it, and nothing typed is lost', async ({ page, stack, context, complaints, api }) => {
  complaints.expect(statusLine(401))
  await page.goto('/jobs/new')
  await page.getByLabel('Or paste rows').fill(JSON.stringify(leadsOf('Kept', 4)))
  await page.getByRole('button', { name: 'Check these rows' }).click()
  await page.getByLabel('Name of the job').fill('Typed with care')
  await expect(page.getByRole('button', { name: /^Judge 4 leads/ })).toBeVisible()

  // ended on the server, as by its limit: the browser still sends its cookie
  const ended = await context.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 })
  expect(ended.status()).toBe(204)
  await page.getByRole('button', { name: /^Judge 4 leads/ }).click()
  await expect(page.getByText('Your session has ended.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('API key').fill(stack.key)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(dialog).toBeHidden()

  await expect(page.getByLabel('Name of the job')).toHaveValue('Typed with care')
  await page.getByRole('button', { name: /^Judge 4 leads/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Typed with care' })).toBeVisible()
  const job = await api.untilEnded(page.url().split('/').at(-1) ?? '')
  expect(job.request_counts.succeeded).toBe(4)
})
