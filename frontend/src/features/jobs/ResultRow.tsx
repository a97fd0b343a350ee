/** One result: row, score, levels, coverage, company, next question, cost. */
import { Link } from 'wouter'
import { Money, Time } from '@/components/Amounts'
import { Icon } from '@/components/Icon'
import { Levels } from '@/components/Levels'
import { PlaceName } from '@/components/PlaceName'
import { ScoreCell } from '@/components/ScoreCell'
import { Row, RowHead, Sub, Td } from '@/components/Table'
import type { RowCursor } from '@/hooks/useRowCursor'
import { cx } from '@/lib/classes'
import { formatCount, formatPercent } from '@/lib/format'
import { placeOf } from '@/lib/place'
import type { Judgement, Job, Result } from '@/services/types'

// a phone's row has several lines, all of them from the top, as on Leads
const PHONE = 'max-md:py-2.5 max-md:align-top'

interface Props {
  readonly row: Result
  /** Of the same job. */
  readonly skipped: Job['skipped']['errors']
  readonly current: boolean
  readonly link: ReturnType<RowCursor['linkProps']>
}

export function ResultRow({ row, skipped, current, link }: Props) {
  const { result, lead_id } = row
  const place = placeOf(row, skipped)
  const name = nameOf(row) ?? place.text
  const question = result ? questionOf(result) : null
  const levels = <Levels levels={result?.criteria} />
  const coverage = <span className={result?.tier === 'open' ? 'text-warn' : undefined}>{formatPercent(result?.coverage)}</span>
  return (
    <Row cursor={current}>
      <Td hide="sm" muted clipped><PlaceName place={place} /></Td>
      <Td className={PHONE}>
        <ScoreCell score={result?.score ?? null} tier={result?.tier ?? null} />
        <span className="block pt-1.5 md:hidden">{levels}<Sub>{coverage} known</Sub></span>
      </Td>
      <Td hide="sm">{levels}</Td>
      <Td num hide="sm">{coverage}</Td>
      <RowHead className={cx('md:clip', PHONE)}>
        {lead_id === null ? name : <Link href={`/leads/${lead_id}`} {...link} className="max-md:wrap-anywhere">{name}</Link>}
        {result && result.flags.length > 0 ? <Flagged codes={result.flags.map(({ code }) => code)} /> : null}
        {question ? <Sub only="sm">{question.text}</Sub> : null}
      </RowHead>
      <Td hide="md" clipped muted={!question?.asked}>{question?.text}</Td>
      <Td num hide="sm">{row.cached ? <span className="text-ink-3">reused</span> : <Money usd={row.usage.cost_usd} />}</Td>
      <Td num hide="md" muted><Time at={row.completed_at} seconds /></Td>
    </Row>
  )
}

function Flagged({ codes }: { readonly codes: readonly string[] }) {
  const words = `Flagged: ${[...new Set(codes)].map((code) => code.replaceAll('_', ' ')).join(', ')}`
  return <span className="ml-1.5 inline-flex align-[-1px] text-warn" title={words}><Icon name="warn" size={12} /><span className="sr-only">{words}</span></span>
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** Who it is: the company, else the person. */
export function nameOf({ input }: Result): string | null {
  return text(input.company_name) ?? text(input.contact_name) ?? text(input.contact_email)
}

/** The next question, or why there is none. */
export function questionOf({ next_question, criteria }: Pick<Judgement, 'next_question' | 'criteria'>): { readonly text: string; readonly asked: boolean } {
  if (next_question) return { text: next_question.question, asked: true }
  const known = criteria.every(({ level }) => level !== null)
  return { text: known ? `All ${formatCount(criteria.length)} are known` : 'No open answer changes the tier', asked: false }
}
