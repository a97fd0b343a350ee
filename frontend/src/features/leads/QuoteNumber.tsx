/** A quote on the receipt: its number, which leads to the words in the lead, and the words with their field. */
import { jumpTo, lineId, quoteId } from '@/features/leads/jump'
import type { Quote } from '@/features/leads/receipt'
import { fieldName } from '@/features/leads/source'

const LOOK = 'inline-flex size-4 items-center justify-center rounded-xs bg-mark text-2xs leading-none font-semibold text-ink no-underline focus:outline-2 focus:outline-offset-2 focus:outline-accent'

interface Props {
  readonly quote: Quote
  /** Whether the words are marked in the lead. */
  readonly linked: boolean
}

export function QuoteNumber({ quote: { number }, linked }: Props) {
  if (!linked) return <span id={lineId(number)} tabIndex={-1} className={LOOK}><span className="sr-only">Quote </span>{number}</span>
  return (
    <a id={lineId(number)} href={`#${quoteId(number)}`} onClick={(event) => jumpTo(event, quoteId(number))} aria-label={`Quote ${number} in the lead`} className={LOOK}>
      {number}
    </a>
  )
}

export function Said({ quote: { quote, field } }: { readonly quote: Quote }) {
  return (
    <span className="block pt-0.5 wrap-anywhere text-ink">
      “{quote}” <span className="text-ink-3">in {fieldName(field)}</span>
    </span>
  )
}
