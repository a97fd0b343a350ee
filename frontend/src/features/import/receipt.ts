/** What a job will judge and cost, as a sum that a person can check; and what its button says. */
import { formatCount, formatMoney, plural } from '@/lib/format'
import type { Estimate } from '@/services/types'

export interface Receipt {
  readonly rows: number
  readonly bad: number
  readonly repeated: number
  readonly alreadyScored: number
  /** rows − bad − repeated − already scored. */
  readonly judged: number
  /** Leads that the job will hold. */
  readonly handedIn: number
  readonly cost: Estimate['cost']
}

export function receiptOf(estimate: Estimate): Receipt {
  const { rows, bad, good, repeated, already_scored: alreadyScored, cost } = estimate
  return { rows, bad, repeated, alreadyScored, judged: rows - bad - repeated - alreadyScored, handedIn: good, cost }
}

/** A count that is taken away: "−5", or 0. */
export function formatLess(count: number): string {
  return count === 0 ? '0' : `−${formatCount(count)}`
}

/** The button names count and cost; an estimate says "about". */
export function buttonLabel({ bad, judged, handedIn, cost }: Receipt): string {
  if (handedIn === 0) return 'No good row to judge'
  if (judged === 0) return `Hand in ${plural(handedIn, 'lead')}, nothing to pay`
  const price = `about ${formatMoney(cost.estimated_usd)}`
  return bad > 0 ? `Judge the ${plural(handedIn, 'good row')}, ${price}` : `Judge ${plural(judged, 'lead')}, ${price}`
}

/** What becomes of the rows that are not judged, in one sentence each; none if all are. */
export function leftOut({ bad, repeated, alreadyScored }: Receipt): readonly string[] {
  const said: string[] = []
  if (bad > 0) said.push(`${plural(bad, 'bad row')} ${bad === 1 ? 'is' : 'are'} left out.`)
  const free = repeated + alreadyScored
  if (free > 0) said.push(`${plural(free, 'lead')} ${free === 1 ? 'costs' : 'cost'} nothing: repeated here or scored before.`)
  return said
}
