/** The foot of the receipt: points, weight, score, coverage, disqualifiers, each with the terms that make it. */
import type { ReactNode } from 'react'
import { QuoteNumber, Said } from '@/features/leads/QuoteNumber'
import { NUM, PHONE_NOTE, SUM, TEXT } from '@/features/leads/receiptLook'
import { disqualifierCount, disqualifierWords, droppedWords, pointTerms, scoreTerms, weightTerms } from '@/features/leads/receipt'
import type { Quote } from '@/features/leads/receipt'
import { cx } from '@/lib/classes'
import { ABSENT, formatCount, formatPercentExact, formatPoints } from '@/lib/format'
import type { Assessment } from '@/services/types'

interface LineProps {
  readonly label: string
  readonly terms: string
  readonly kind?: 'first' | 'total'
  readonly children: ReactNode
}

function SumLine({ label, terms, kind, children }: LineProps) {
  const rule = kind === 'first' ? 'border-t border-line-strong pt-2' : ''
  const strong = kind === 'total' ? 'font-semibold text-ink' : ''
  return (
    <tr className={kind === 'total' ? '*:align-baseline' : undefined}>
      <th scope="row" colSpan={2} className={cx(SUM, rule, TEXT, strong, 'pl-[1.875rem]')}>
        {label}
        {terms ? <span className={cx(PHONE_NOTE, 'font-normal')}>{terms}</span> : null}
      </th>
      <td colSpan={2} className={cx(SUM, rule, 'text-ink-3 max-md:hidden')}>{terms}</td>
      <td className={cx(SUM, rule, NUM, 'text-ink', kind === 'total' && 'border-y border-ink text-lg font-semibold')}>{children}</td>
    </tr>
  )
}

interface Props {
  readonly assessment: Assessment
  readonly quotes: readonly Quote[]
  readonly found: ReadonlySet<number>
}

export function ReceiptSums({ assessment, quotes, found }: Props) {
  const { criteria, disqualifiers, sums, score, score_exact, coverage } = assessment
  const known = criteria.filter(({ level }) => level !== null).length
  return (
    <tfoot>
      <SumLine kind="first" label={known === 1 ? 'Points of the known criterion' : `Points of the ${known} known criteria`} terms={pointTerms(criteria)}>{formatPoints(sums.points)}</SumLine>
      <SumLine label={known === 1 ? 'Its weight' : 'Their weight'} terms={weightTerms(criteria)}>{formatCount(sums.known_weight)}</SumLine>
      <SumLine kind="total" label="Score" terms={scoreTerms(sums.points, sums.known_weight, score_exact)}>{score ?? ABSENT}</SumLine>
      <SumLine label="Coverage" terms={`${formatCount(sums.known_weight)} known ÷ ${formatCount(sums.total_weight)} in all`}>{formatPercentExact(coverage)}</SumLine>
      <SumLine label="Disqualifiers" terms={disqualifierWords(disqualifiers)}>{disqualifierCount(disqualifiers)}</SumLine>
      {disqualifiers.map((each) => {
        const quote = quotes.find(({ key }) => key === `!${each.key}`)
        const dropped = droppedWords(each)
        if (!quote && !dropped) return null
        return (
          <tr key={each.key}>
            <td className={SUM}>{quote ? <QuoteNumber quote={quote} linked={found.has(quote.number)} /> : null}</td>
            <th scope="row" className={cx(SUM, TEXT)} colSpan={4}>
              <span className="font-medium text-ink">{each.label}</span> {dropped}
              {quote ? <Said quote={quote} /> : null}
            </th>
          </tr>
        )
      })}
    </tfoot>
  )
}
