/** One lead in the list: score, levels, coverage, company, contact, what to ask, when it was scored. */
import { Link } from 'wouter'
import { Time } from '@/components/Amounts'
import { Icon } from '@/components/Icon'
import { Levels } from '@/components/Levels'
import { ScoreCell } from '@/components/ScoreCell'
import { Row, RowHead, Sub, Td } from '@/components/Table'
import type { LeadState } from '@/features/leads/listPlace'
import type { RowCursor } from '@/hooks/useRowCursor'
import { outcomeName, overrideWords } from '@/features/leads/word'
import { cx } from '@/lib/classes'
import { ABSENT, formatPercent } from '@/lib/format'
import type { LeadSummary } from '@/services/types'

interface Props {
  readonly lead: LeadSummary
  /** The tier's place among the profile's. */
  readonly rank: number | undefined
  readonly cursor: boolean
  readonly linkProps: ReturnType<RowCursor['linkProps']>
  readonly state: LeadState
  /** Whether to say here that the simulator scored: not needed where it scored the whole page. */
  readonly marked: boolean
}

// a phone's row has several lines, all of them from the top
const PHONE = 'max-md:py-2.5 max-md:align-top'

/** What to ask, or why there is nothing to ask. */
function askWords({ next_question, levels, tier }: LeadSummary): { words: string; muted: boolean } {
  if (next_question) return { words: next_question, muted: false }
  if (tier === null) return { words: 'Not judged', muted: true }
  const known = levels !== null && levels.length > 0 && levels.every(({ level }) => level !== null)
  return { words: known ? `All ${levels.length} are known` : ABSENT, muted: true }
}

function Marks({ lead, marked }: { readonly lead: LeadSummary; readonly marked: boolean }) {
  return (
    <>
      {lead.flags.length > 0 ? (
        <span className="ml-2 inline-block align-[-2px] text-warn" title="Contains instructions to the model">
          <Icon name="warn" size={12} />
          <span className="sr-only">Contains instructions to the model</span>
        </span>
      ) : null}
      {lead.override ? (
        <span className="ml-2 inline-block align-[-2px] text-ink-2" title={`A person says ${overrideWords(lead.override)}`}>
          <Icon name="person" size={12} />
          <span className="sr-only">A person says {overrideWords(lead.override)}</span>
        </span>
      ) : null}
      {lead.outcome ? <span className="ml-2 text-xs font-normal text-ink-3">{outcomeName(lead.outcome.outcome)}</span> : null}
      {marked ? (
        <span className="ml-2 inline-block align-[-2px] text-warn" title="Scored by the simulator">
          <Icon name="sim" size={12} />
          <span className="sr-only">Scored by the simulator</span>
        </span>
      ) : null}
    </>
  )
}

function Coverage({ lead: { coverage, tier } }: { readonly lead: LeadSummary }) {
  return <span className={cx(coverage === null ? 'text-ink-3' : tier === 'open' && 'text-warn')}>{formatPercent(coverage)}</span>
}

export function LeadRow({ lead, rank, cursor, linkProps, state, marked }: Props) {
  const ask = askWords(lead)
  const contact = [lead.contact_name, lead.contact_title].filter((part) => part !== null && part !== '')
  return (
    <Row cursor={cursor}>
      <Td className={PHONE}>
        <ScoreCell score={lead.score} tier={lead.tier} rank={rank} />
        {lead.levels ? (
          <span className="block pt-1.5 md:hidden">
            <Levels levels={lead.levels} />
            <Sub><Coverage lead={lead} /> known</Sub>
          </span>
        ) : null}
      </Td>
      <Td hide="sm"><Levels levels={lead.levels} /></Td>
      <Td num hide="sm"><Coverage lead={lead} /></Td>
      <RowHead className={cx('md:clip', PHONE)}>
        <Link href={`/leads/${lead.id}`} state={state} {...linkProps} title={lead.company_name} className="max-md:wrap-anywhere">{lead.company_name}</Link>
        <Marks lead={lead} marked={marked} />
        {contact.length > 0 ? <Sub only="sm">{contact.join(', ')}</Sub> : null}
        <Sub only="sm">{ask.words === ABSENT ? null : ask.words}</Sub>
      </RowHead>
      <Td hide="md" clipped title={contact.join(', ')}>
        {contact.length === 0 ? <span className="text-ink-3">{ABSENT}</span> : lead.contact_name}
        {lead.contact_title ? <span className="text-ink-3">{lead.contact_name ? ', ' : ''}{lead.contact_title}</span> : null}
      </Td>
      <Td hide="sm" clipped muted={ask.muted} title={ask.words}>{ask.words}</Td>
      <Td num hide="md" muted><Time at={lead.qualified_at} seconds /></Td>
    </Row>
  )
}
