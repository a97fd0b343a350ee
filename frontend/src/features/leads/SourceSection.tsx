/** The lead in its own words: quotes marked and numbered, instructions to the model underlined, all fields. */
import { Section } from '@/components/Section'
import { jumpTo, lineId, quoteId } from '@/features/leads/jump'
import { numberOf } from '@/features/leads/source'
import type { Source, SourceField } from '@/features/leads/source'
import { cx } from '@/lib/classes'
import type { Segment } from '@/lib/quotes'

const FOCUS = 'rounded-xs focus:outline-2 focus:outline-offset-1 focus:outline-accent'

interface Props {
  readonly source: Source
  /** Quotes of the receipt. */
  readonly quotes: number
  /** Quotes of the model that are not in the lead. */
  readonly lost: number
  /** Nothing was quoted of a lead that nobody judged. */
  readonly judged: boolean
}

/** "4 quotes found, 1 not". */
export function quoteWords(quotes: number, lost: number): string {
  if (quotes === 0 && lost === 0) return 'no quotes'
  const found = `${quotes} ${quotes === 1 ? 'quote' : 'quotes'} found`
  return lost > 0 ? `${found}, ${lost} not` : found
}

export function SourceSection({ source, quotes, lost, judged }: Props) {
  return (
    <Section title="The lead as handed in" note={judged ? quoteWords(quotes, lost) : undefined}>
      <dl>
        {source.fields.map((field) => <FieldLine key={field.field} field={field} />)}
      </dl>
      {source.missing.length > 0 ? (
        <p className="pt-2 text-xs text-ink-3">
          Not given: {source.missing.map((name, index) => <span key={name}>{index > 0 ? ', ' : ''}{name}</span>)}
        </p>
      ) : null}
    </Section>
  )
}

function FieldLine({ field: { field, name, segments } }: { readonly field: SourceField }) {
  const isNotes = field === 'notes'
  const starts = startsOf(segments)
  return (
    <div className={isNotes ? undefined : 'grid grid-cols-[8.5rem_minmax(0,1fr)] max-md:grid-cols-[7.25rem_minmax(0,1fr)]'}>
      <dt className={cx('pr-2 max-md:pr-0.5 wrap-anywhere text-ink-3', isNotes ? 'pt-2' : 'pt-1')}><span className="text-xs">{name}</span></dt>
      <dd className={cx('wrap-anywhere text-ink', isNotes ? 'mb-1 border-b border-line pt-1 pb-2 text-base leading-6 whitespace-pre-line' : 'pt-1')}>
        {segments.map((segment, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a text never reorders
          <Words key={index} segment={segment} starting={starts[index] ?? []} />
        ))}
      </dd>
    </div>
  )
}

/** For each stretch the quotes that begin with it, so that each has one target. */
function startsOf(segments: readonly Segment[]): number[][] {
  const seen = new Set<number>()
  return segments.map(({ marks }) => {
    const numbers = marks.map(numberOf).filter((number) => number !== null && !seen.has(number)) as number[]
    for (const number of numbers) seen.add(number)
    return numbers
  })
}

function Words({ segment: { text, marks, ending }, starting }: { readonly segment: Segment; readonly starting: readonly number[] }) {
  const quoted = marks.some((mark) => numberOf(mark) !== null)
  const flagged = marks.some((mark) => numberOf(mark) === null)
  const ends = ending.map(numberOf).filter((number) => number !== null)
  const [first, ...rest] = starting
  if (!quoted && !flagged) return text
  return (
    <mark id={first === undefined ? undefined : quoteId(first)} tabIndex={first === undefined ? undefined : -1} className={cx(FOCUS, !quoted && 'bg-transparent shadow-none', flagged && 'underline decoration-warn decoration-wavy decoration-1 underline-offset-4')}>
      {rest.map((number) => <span key={number} id={quoteId(number)} tabIndex={-1} className={FOCUS} />)}
      {flagged ? <span className="sr-only">[instruction to the model] </span> : null}
      {text}
      {ends.map((number) => (
        <sup key={number} className="px-0.5 text-[0.6875em] leading-none font-semibold">
          <a href={`#${lineId(number)}`} onClick={(event) => jumpTo(event, lineId(number))} aria-label={`Quote ${number} on the receipt`} className="text-ink no-underline!">{number}</a>
        </sup>
      ))}
    </mark>
  )
}
