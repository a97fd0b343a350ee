/** The whole way without a pointer. */
import type { Locator, Page } from '@playwright/test'
import { expect, statusLine, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'
import { progress } from './support/page.ts'

test.use({ signedIn: false })

/** Presses Tab until the element has the focus, as somebody without a pointer does; a trap or a hidden element fails. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target, 'reached by Tab').toBeFocused()
}

test('sign in, hand in, watch, read', async ({ page, stack, complaints }) => {
  complaints.expect(statusLine(401))
  await page.goto('/')
  await tabTo(page, page.getByLabel('API key'))
  await page.keyboard.insertText(stack.key)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()

  await page.keyboard.press('Tab')
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: 'New job' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Or paste rows'))
  await page.keyboard.insertText(JSON.stringify({ name: 'By hand', leads: leadsOf('Manual', 12) }))
  await page.keyboard.press('Control+Enter')
  await tabTo(page, page.getByRole('button', { name: /^Judge 12 leads/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'By hand' })).toBeVisible()
  await expect(progress(page)).toContainText('12 of 12 judged')
  const table = page.getByRole('table', { name: 'Results, newest first' })
  await expect(table.getByRole('link')).toHaveCount(12)

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(table.getByRole('link').nth(1)).toBeFocused()
  await page.keyboard.press('k')
  await expect(table.getByRole('link').first()).toBeFocused()
  const company = await table.getByRole('link').first().innerText()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: company })).toBeVisible()

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await page.keyboard.press('Tab')
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: 'Leads' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('manual works')
  await expect(page).toHaveURL(/q=manual/)
  await page.keyboard.press('Tab')
  const rows = page.getByRole('table', { name: /^Leads/ }).getByRole('link')
  await expect(rows).toHaveCount(12)
  await page.keyboard.press('j')
  await expect(rows.first()).toBeFocused()
  const second = await rows.nth(1).innerText()
  await page.keyboard.press('Enter')
  await page.keyboard.press(']')
  await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible()
  await page.keyboard.press('[')
  await expect(page.getByRole('heading', { level: 1, name: second })).toBeHidden()
  await page.goBack()
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL(/q=manual/)
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/q=/)
})

test('the first Tab offers to skip the bar', async ({ page, stack, complaints }) => {
  complaints.expect(statusLine(401))
  await page.goto(await stack.newLink())
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
