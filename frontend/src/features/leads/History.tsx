/** Earlier judgements of the same lead beside the present one; what changed is bold. */
import { useState } from 'react'
import { Section } from '@/components/Section'
import { RowHead, Row, Table, Td, Th } from '@/components/Table'
import { TierChip } from '@/components/TierChip'
import { rankOf } from '@/features/leads/Verdict'
import { compareAssessments } from '@/features/leads/compare'
import type { ComparedRow, PastAssessment, PastCriterion } from '@/features/leads/compare'
import { addUp, scoreTerms } from '@/features/leads/receipt'
import type { ProfileContent } from '@/features/leads/receipt'
import { ABSENT, formatPoints, plural } from '@/lib/format'
import { formatWhen } from '@/lib/time'

interface Props {
  /** Newest first, the present one among them. */
  readonly history: readonly PastAssessment[]
  readonly content: ProfileContent | null
}

function nameOf({ created_at, profile }: PastAssessment): string {
  return `${formatWhen(created_at, undefined, true)}, profile v${profile.version}`
}

export function History({ history, content }: Props) {
  const [now, ...earlier] = history
  const [chosen, setChosen] = useState(0)
  const then = earlier[chosen] ?? earlier[0]
  if (!now || !then) return <Section title="History"><p className="pt-2">Judged once; there is no earlier score to compare with.</p></Section>
  return (
    <Section title="History" note={<>{plural(history.length, 'assessment')}; what changed is bold</>}>
      {earlier.length > 1 ? (
        <label className="flex items-center gap-2 pt-2 text-xs text-ink-3">
          Compare with
          <select className="control w-auto px-1" value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
            {earlier.map((each, index) => <option key={each.assessment_id} value={index}>{nameOf(each)}</option>)}
          </select>
        </label>
      ) : null}
      <Comparison then={then} now={now} content={content} />
    </Section>
  )
}

function Comparison({ then, now, content }: { readonly then: PastAssessment; readonly now: PastAssessment; readonly content: ProfileContent | null }) {
  return (
    <Table caption="What changed between two assessments">
      <thead>
        <tr>
          <Th>Criterion</Th>
          <Th hide="sm">{nameOf(then)}</Th>
          <Th num>Then</Th>
          <Th hide="sm" className="pl-3">{nameOf(now)}</Th>
          <Th num>Now</Th>
        </tr>
      </thead>
      <tbody>
        {compareAssessments(then, now).map((row) => <ComparedLine key={row.key} row={row} />)}
        <Row className="*:border-t *:border-t-line-strong *:border-b-0">
          <RowHead className="font-normal">Score</RowHead>
          <Td hide="sm" muted>{termsOf(then)}</Td>
          <Td num><ScoreOf past={then} content={content} /></Td>
          <Td hide="sm" muted className="pl-3">{termsOf(now)}</Td>
          <Td num><ScoreOf past={now} content={content} /></Td>
        </Row>
      </tbody>
    </Table>
  )
}

function termsOf({ criteria, score_exact }: PastAssessment): string {
  const { points, weight } = addUp(criteria)
  return scoreTerms(points, weight, score_exact)
}

function ScoreOf({ past: { score, tier }, content }: { readonly past: PastAssessment; readonly content: ProfileContent | null }) {
  return <span className="inline-flex items-center gap-1.5"><b>{score ?? ABSENT}</b> <TierChip tier={tier} rank={rankOf(content, tier)} /></span>
}

function ComparedLine({ row: { label, then, now, levelChanged, weightChanged } }: { readonly row: ComparedRow }) {
  const changed = levelChanged || weightChanged
  return (
    <Row>
      <RowHead>{label}</RowHead>
      <Td hide="sm"><Standing of={then} /></Td>
      <Td num>{formatPoints(then?.points)}</Td>
      <Td hide="sm" className="pl-3"><Standing of={now} boldLevel={levelChanged} boldWeight={weightChanged} /></Td>
      <Td num className={changed ? 'max-md:font-semibold max-md:text-ink' : undefined}>{formatPoints(now?.points)}</Td>
    </Row>
  )
}

function Standing({ of, boldLevel = false, boldWeight = false }: { readonly of: PastCriterion | null; readonly boldLevel?: boolean; readonly boldWeight?: boolean }) {
  if (!of) return <span className="text-ink-3">not asked</span>
  const level = of.level === null ? 'unknown' : `${of.level} of 4`
  return (
    <>
      {boldLevel ? <b>{level}</b> : level}{of.level === null ? ', ' : ' × '}{boldWeight ? <b>{of.weight}</b> : of.weight}
    </>
  )
}
