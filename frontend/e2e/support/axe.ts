/** axe in both themes, at a desk and on a phone. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

export const THEMES = ['light', 'dark'] as const
export const WIDTHS = [1280, 390] as const

/** Every rule of axe on what is seen now; the page is left light and 1280 wide. */
export async function expectNoViolations(page: Page): Promise<void> {
  const found: string[] = []
  for (const width of WIDTHS.toReversed()) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
    for (const colorScheme of THEMES.toReversed()) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // one frame only: no second page is needed to put results together
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      for (const { id, help, nodes } of violations) found.push(`${colorScheme} ${width}: ${id}, ${help}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`)
    }
  }
  expect(found).toEqual([])
}
