/** The score as a receipt: a line a criterion, then the sums with their terms. */
import { Pips } from '@/components/Levels'
import { ReceiptSums } from '@/features/leads/ReceiptSums'
import { QuoteNumber, Said } from '@/features/leads/QuoteNumber'
import { CELL, HEAD, NUM, PHONE_NOTE, TEXT } from '@/features/leads/receiptLook'
import { droppedWords } from '@/features/leads/receipt'
import type { Quote, ReceiptCriterion } from '@/features/leads/receipt'
import { cx } from '@/lib/classes'
import { ABSENT, formatPoints } from '@/lib/format'
import type { Assessment } from '@/services/types'

interface Props {
  readonly assessment: Assessment
  readonly quotes: readonly Quote[]
  /** Numbers that are marked in the lead's text. */
  readonly found: ReadonlySet<number>
}

export function ReceiptTable({ assessment, quotes, found }: Props) {
  return (
    <table className="mt-1 w-full border-collapse">
      <caption className="sr-only">How the score is made up</caption>
      <thead>
        <tr>
          <th scope="col" className={cx(HEAD, 'w-[1.875rem]')}><span className="sr-only">Quote</span></th>
          <th scope="col" className={cx(HEAD, TEXT)}>Criterion</th>
          <th scope="col" className={cx(HEAD, TEXT, 'w-[13rem] max-md:hidden')}>Level</th>
          <th scope="col" className={cx(HEAD, NUM, 'w-16 max-md:hidden')}>Weight</th>
          <th scope="col" className={cx(HEAD, NUM, 'w-[5.5rem] max-md:w-[4.5rem]')}>Points</th>
        </tr>
      </thead>
      <tbody>
        {assessment.criteria.map((criterion) => {
          const quote = quotes.find(({ key }) => key === criterion.key)
          return <Line key={criterion.key} criterion={criterion} quote={quote} linked={quote !== undefined && found.has(quote.number)} />
        })}
      </tbody>
      <ReceiptSums assessment={assessment} quotes={quotes} found={found} />
    </table>
  )
}

interface LineProps {
  readonly criterion: ReceiptCriterion
  readonly quote: Quote | undefined
  readonly linked: boolean
}

function Line({ criterion, quote, linked }: LineProps) {
  const { label, level, weight, points, reason, anchor, question, claimed } = criterion
  const unknown = level === null
  const dropped = droppedWords(criterion)
  const stands = unknown ? 'unknown' : `${level} of 4`
  const text = unknown ? question : anchor
  return (
    <tr>
      <td className={CELL}>{quote ? <QuoteNumber quote={quote} linked={linked} /> : null}</td>
      <th scope="row" className={cx(CELL, TEXT, 'text-ink-2')}>
        <span className={cx('block', unknown ? 'font-medium text-ink-2' : 'font-semibold text-ink')}>{label}</span>
        {dropped ?? reason}
        {dropped && claimed?.reason ? <span className="block pt-0.5 text-ink-3">Its reason was: {claimed.reason}</span> : null}
        {quote ? <Said quote={quote} /> : null}
        <span className={PHONE_NOTE}>{unknown ? `Unknown, weight ${weight}` : `Level ${level} of 4, weight ${weight}`}{text ? `: ${text}` : ''}</span>
      </th>
      <td className={cx(CELL, 'max-md:hidden')}>
        <span className="flex items-center gap-2 text-ink"><Pips level={level} />{stands}</span>
        {text ? <span className="block pt-0.5 text-xs leading-4.5 text-ink-3">{text}</span> : null}
      </td>
      <td className={cx(CELL, NUM, 'max-md:hidden', unknown ? 'text-ink-3' : 'text-ink')}>{weight}</td>
      <td className={cx(CELL, NUM, unknown ? 'text-ink-3' : 'text-ink')}>
        {unknown ? ABSENT : formatPoints(points)}
        {unknown ? <span className="block pt-0.5 text-xs leading-4.5 text-ink-3">not counted</span> : null}
      </td>
    </tr>
  )
}
