/** Reading the parts that many pages share: counts in words, and receipts. */
import type { Locator, Page } from '@playwright/test'

export function numberOf(text: string | null | undefined): number {
  return Number((text ?? '').replaceAll(',', '').replace('−', '-'))
}

/** The progress of a job on its page. */
export function progress(page: Page): Locator {
  return page.getByRole('region', { name: 'Progress' })
}

/** The counts of a region by their labels, read in one moment. */
export async function countsOf(region: Locator): Promise<Record<string, number>> {
  const pairs = await region.evaluate((element) =>
    [...element.querySelectorAll('dt')].map((term) => [term.textContent.trim(), term.nextElementSibling?.textContent ?? ''] as const),
  )
  return Object.fromEntries(pairs.filter(([label]) => label !== 'Scored, by tier').map(([label, count]) => [label, numberOf(count)]))
}

export function totalOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

/** The figure of one line of a receipt. */
export async function figureOf(receipt: Locator, label: string): Promise<string> {
  return receipt.getByRole('row', { name: label }).getByRole('cell').innerText()
}
