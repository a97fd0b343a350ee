/** A lead's score now beside the one that a previewed version gives. */
import type { Result } from '@/services/types'

/** Points more or less than now; null where one of both is not known. */
export function differenceOf({ current, result }: Result): number | null {
  return current?.score == null || result?.score == null ? null : result.score - current.score
}

/** How many were scored, and how many of them would stand in another tier than now. */
export function previewSums(rows: readonly Result[]): { readonly scored: number; readonly moved: number } {
  const scored = rows.filter(({ result }) => result !== null)
  return { scored: scored.length, moved: scored.filter(({ current, result }) => current !== null && current.tier !== result?.tier).length }
}

/** "+12", "−5", "0". */
export function formatDifference(points: number): string {
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0'
}

/** Who it is: the company, else the person, else the row's own id. */
export function whoIs({ input, custom_id }: Result): string {
  const said = [input.company_name, input.contact_name, input.contact_email].find((value) => typeof value === 'string' && value.trim() !== '')
  return typeof said === 'string' ? said : custom_id
}
