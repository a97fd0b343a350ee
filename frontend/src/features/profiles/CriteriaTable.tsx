/** Criteria with the text of each level; the weights stand under each other and add up. */
import { Section } from '@/components/Section'
import { Pips } from '@/components/Levels'
import { Row, RowHead, Sub, Table, Td, Th } from '@/components/Table'
import { formatCount, formatShare } from '@/lib/format'
import type { ProfileText } from '@/services/types'

type Criterion = ProfileText['criteria'][number]

export function sumOfWeights(criteria: readonly { readonly weight: number }[]): number {
  return criteria.reduce((sum, { weight }) => sum + weight, 0)
}

function Anchors({ label, anchors }: { readonly label: string; readonly anchors: readonly string[] }) {
  return (
    <ol className="font-normal text-ink-2" aria-label={`Levels of ${label}`}>
      {anchors.map((anchor, level) => (
        // oxlint-disable-next-line react/no-array-index-key -- the place is the level
        <li key={level} className="flex items-baseline gap-2"><Pips level={level} /><span><span className="sr-only">Level </span>{level}<span className="sr-only">:</span> {anchor}</span></li>
      ))}
    </ol>
  )
}

function CriterionRow({ criterion: { key, label, weight, question, anchors, keywords }, sum }: { readonly criterion: Criterion; readonly sum: number }) {
  return (
    <Row className="*:align-top">
      <RowHead className="wrap-anywhere">
        {label}
        <Sub>{question}</Sub>
        <Sub><code>{key}</code>{keywords?.length ? `; signs: ${keywords.join(', ')}` : ''}</Sub>
        <span className="block pt-1.5 md:hidden"><Anchors label={label} anchors={anchors} /></span>
      </RowHead>
      <Td hide="sm"><Anchors label={label} anchors={anchors} /></Td>
      <Td num className="text-ink">{weight}</Td>
      <Td num muted hide="sm">{formatShare(weight, sum)}</Td>
    </Row>
  )
}

export function CriteriaTable({ criteria }: { readonly criteria: readonly Criterion[] }) {
  const sum = sumOfWeights(criteria)
  return (
    <Section title="Criteria" count={criteria.length} note="A level counts only with a quote from the lead">
      <Table caption="Criteria">
        <thead>
          <tr><Th className="w-1/3 max-md:w-auto">Criterion</Th><Th hide="sm">Levels</Th><Th num>Weight</Th><Th num hide="sm">Share</Th></tr>
        </thead>
        <tbody>
          {criteria.map((criterion) => <CriterionRow key={criterion.key} criterion={criterion} sum={sum} />)}
        </tbody>
        <tfoot>
          <tr className="font-semibold text-ink *:border-t *:border-ink">
            <th scope="row" className="h-row text-left">Sum of weights</th>
            <td className="text-xs font-normal text-ink-3 max-md:hidden">Each weight counts as its share of this sum</td>
            <td className="pr-3 text-right max-md:pr-0">{formatCount(sum)}</td>
            <td className="text-right max-md:hidden">{formatShare(sum, sum)}</td>
          </tr>
        </tfoot>
      </Table>
    </Section>
  )
}
