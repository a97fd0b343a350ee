/** A person's word beside the model's score: said, withdrawn, brought back, found again; the score itself stays. */
import type { LeadPage } from '../src/services/types.ts'
import { expectNoViolations } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'

test.describe.configure({ timeout: 120_000 })

test('a person overrides a score and records an outcome, and both are found again', async ({ page, api }) => {
  const job = await api.untilEnded((await api.submit(leadsOf('Verdict', 3), 'Verdict')).id)
  const ofJob = `/leads?job_id=${job.id}`
  const [found] = (await api.get<LeadPage>(`${ofJob}&limit=1`)).data
  if (found === undefined) throw new Error('the lead was not found')
  await page.goto(`/leads/${found.id}`)
  const said = page.getByRole('region', { name: 'What people say' })
  const before = await api.lead(found.id)

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Override the score…' }).click()
  await dialog.getByLabel('Score').fill('7')
  await dialog.getByLabel('Reason').fill('Their director called.\nThere is no budget.')
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Override the score' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Change the override…' })).toBeFocused()
  await expect(said).toContainText(`instead of the model’s ${before.score}`)
  await expect(said).toContainText('There is no budget.')

  const overridden = await api.lead(found.id)
  expect(overridden.override).toMatchObject({ score: 7, tier: 'D', by: expect.stringContaining('local'), of_current_assessment: true })
  expect([overridden.score, overridden.tier, overridden.assessment]).toEqual([before.score, before.tier, before.assessment])

  await said.getByRole('button', { name: 'Withdraw the override' }).click()
  await expect(page.getByText('The override is withdrawn.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Override the score…' })).toBeFocused()
  await expect(said).toHaveCount(0)
  expect((await api.lead(found.id)).override).toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(said).toBeVisible()

  await page.getByRole('button', { name: 'Record outcome…' }).click()
  await dialog.getByRole('radio', { name: 'Lost' }).check()
  await dialog.getByRole('button', { name: 'Record outcome' }).click()
  await expect(said).toContainText('Lost')
  await expect(page.getByRole('table', { name: /What people said/ }).getByRole('row')).toHaveCount(5)
  await expectNoViolations(page)
  await page.reload()
  await expect(said).toContainText('There is no budget.')

  await page.goto(ofJob)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await dialog.getByLabel('Whose score').selectOption('Overridden by a person')
  await dialog.getByLabel('Outcome').selectOption('Lost')
  await dialog.getByRole('button', { name: 'Show leads' }).click()
  await expect(page).toHaveURL(/overridden=true&outcome=lost/)
  const rows = page.getByRole('table', { name: 'Leads, their scores and what to ask next' }).getByRole('row').filter({ has: page.getByRole('link') })
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(found.company_name)
  await expect(rows).toContainText('A person says 7, tier D')
  await expect(rows).toContainText('Lost')
  await expectNoViolations(page)
})
