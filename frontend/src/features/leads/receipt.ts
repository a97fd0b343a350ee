/** The arithmetic of a receipt in words. Nothing is computed here that the API did not say; it is only written out. */
import { ABSENT, formatCount, formatExact, formatPoints } from '@/lib/format'
import type { Assessment, Lead } from '@/services/types'

export type ReceiptCriterion = Assessment['criteria'][number]
export type Disqualifier = Assessment['disqualifiers'][number]
export type ProfileContent = NonNullable<Lead['profile_content']>

/** One proof: words of the lead, numbered in the order of the receipt. */
export interface Quote {
  /** Of the criterion, or of the disqualifier with "!" in front. */
  readonly key: string
  readonly number: number
  /** The lead's field that holds it. */
  readonly field: string
  readonly quote: string
  readonly label: string
}

interface Counted {
  readonly weight: number
  readonly level: number | null
  readonly points: string | null
}

/** Points as whole hundredths, so that they can be added up. */
export function hundredths(points: string | null): number {
  return points === null ? 0 : Math.round(Number(points) * 100)
}

/** Points and weight of what is known, for a judgement of which the API gives only the parts. */
export function addUp(criteria: readonly Counted[]): { points: string; weight: number } {
  const known = criteria.filter(({ level }) => level !== null)
  const sum = known.reduce((total, { points }) => total + hundredths(points), 0)
  return { points: (sum / 100).toFixed(2), weight: known.reduce((total, { weight }) => total + weight, 0) }
}

/** "25.00 + 18.75 + 15.00 + 7.50". */
export function pointTerms(criteria: readonly Counted[]): string {
  return criteria.filter(({ level }) => level !== null).map(({ points }) => formatPoints(points)).join(' + ')
}

/** "25 + 25 + 15 + 15". */
export function weightTerms(criteria: readonly Counted[]): string {
  return criteria.filter(({ level }) => level !== null).map(({ weight }) => formatCount(weight)).join(' + ')
}

/** "66.25 ÷ 80 × 100 = 82.8125"; with ≈ where four decimals do not hold the quotient. */
export function scoreTerms(points: string, weight: number, exact: number | null): string {
  if (exact === null || weight === 0) return 'nothing is known'
  const sign = Math.round(exact * 10_000) * weight === hundredths(points) * 10_000 ? '=' : '≈'
  return `${formatPoints(points)} ÷ ${formatCount(weight)} × 100 ${sign} ${formatExact(exact)}`
}

/** The scores that a tier takes in: "80 or more", "60 to 79", "under 40". */
export function tierRange(tiers: ProfileContent['tiers'], tier: string): string | null {
  const at = tiers.findIndex(({ name }) => name === tier)
  const found = tiers[at]
  if (!found) return null
  const above = tiers[at - 1]
  if (!above) return `${found.min_score} or more`
  return found.min_score === 0 ? `under ${above.min_score}` : `${found.min_score} to ${above.min_score - 1}`
}

/** Every proof of the receipt, criteria first, then the disqualifiers that apply. */
export function quotesOf({ criteria, disqualifiers }: Pick<Assessment, 'criteria' | 'disqualifiers'>): Quote[] {
  const proofs = [
    ...criteria.filter(({ level }) => level !== null),
    ...disqualifiers.filter(({ applies }) => applies === 'yes').map((each) => ({ ...each, key: `!${each.key}` })),
  ]
  return proofs.filter(({ quote }) => quote !== '').map(({ key, field, quote, label }, index) => ({ key, number: index + 1, field, quote, label }))
}

const NAMED_WITHOUT_PROOF: Readonly<Record<string, (quote: string) => string>> = {
  no_quote: () => 'without a quote',
  quote_not_found: (quote) => `and quoted “${quote}”. Those words are not in the lead`,
  quote_too_short: (quote) => `and quoted only “${quote}”. That is too short to prove anything`,
  quote_is_instruction: (quote) => `and quoted “${quote}”. Those words instruct the model and prove nothing`,
}

/** Why an answer of the model does not count: "The model answered level 3 and quoted “…”. Those words are not in the lead, so the level was dropped." */
export function droppedWords({ note, claimed }: Pick<ReceiptCriterion, 'note' | 'claimed'>): string | null {
  if (!note || !claimed) return null
  const isLevel = /^\d$/.test(claimed.answer)
  const why = NAMED_WITHOUT_PROOF[note]?.(claimed.quote) ?? 'with a quote that does not hold'
  return `The model answered ${isLevel ? `level ${claimed.answer}` : claimed.answer} ${why}, so the ${isLevel ? 'level' : 'answer'} was dropped.`
}

/** "none apply", "1 of 3 applies"; "none known" while some are not; absent when the profile has none. */
export function disqualifierCount(disqualifiers: readonly Disqualifier[]): string {
  if (disqualifiers.length === 0) return ABSENT
  const applying = disqualifiers.filter(({ applies }) => applies === 'yes').length
  if (applying === 0) return disqualifiers.some(({ applies }) => applies === 'unknown') ? 'none known' : 'none apply'
  return `${applying} of ${disqualifiers.length} ${applying === 1 ? 'applies' : 'apply'}`
}

const ANSWERS = [['yes', 'apply', 'applies'], ['no', 'do not apply', 'does not apply'], ['unknown', 'not known', 'not known']] as const

/** "No contact, Competitor: do not apply; Not a buyer: not known", in that order of certainty. */
export function disqualifierWords(disqualifiers: readonly Disqualifier[]): string {
  const groups = ANSWERS.map(([answer, many, one]) => {
    const labels = disqualifiers.filter(({ applies }) => applies === answer).map(({ label }) => label)
    return { labels, words: labels.length === 1 ? one : many }
  })
  return groups.filter(({ labels }) => labels.length > 0).map(({ labels, words }) => `${labels.join(', ')}: ${words}`).join('; ')
}
