/** Old and new score side by side, a row a lead. */
import { Link } from 'wouter'
import { ScoreCell } from '@/components/ScoreCell'
import { Row, RowHead, Sub, Table, Td, Th } from '@/components/Table'
import { differenceOf, formatDifference, whoIs } from '@/features/profiles/previewScores'
import { ABSENT } from '@/lib/format'
import type { ProfileText, Result } from '@/services/types'

interface Props {
  readonly rows: readonly Result[]
  /** Of the version previewed. */
  readonly tiers: ProfileText['tiers']
  readonly number: number
}

export function PreviewTable({ rows, tiers, number }: Props) {
  const rankOf = (tier: string | null | undefined) => {
    const rank = tiers.findIndex(({ name }) => name === tier)
    return rank < 0 ? undefined : rank
  }
  return (
    <Table caption="Scores now and under this version" className="mt-1">
      <thead>
        <tr><Th>Lead</Th><Th>Now</Th><Th>Under v{number}</Th><Th num>Difference</Th></tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.index}>
            <RowHead className="wrap-anywhere">
              {row.lead_id === null ? whoIs(row) : <Link href={`/leads/${row.lead_id}`}>{whoIs(row)}</Link>}
              {row.current ? <Sub>{row.current.profile} v{row.current.version}</Sub> : null}
            </RowHead>
            <Td><ScoreCell score={row.current?.score ?? null} tier={row.current?.tier ?? null} rank={rankOf(row.current?.tier)} /></Td>
            <Td>{row.error ? <span className="text-danger" title={row.error.remedy}>{row.error.message}</span> : row.result ? <ScoreCell score={row.result.score} tier={row.result.tier} rank={rankOf(row.result.tier)} /> : <span className="text-ink-3">waits</span>}</Td>
            <Td num><Difference row={row} /></Td>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

function Difference({ row }: { readonly row: Result }) {
  const points = differenceOf(row)
  const changed = row.result !== null && row.current !== null && row.result.tier !== row.current.tier
  return <span className={points ? (changed ? 'font-semibold text-ink' : 'text-ink') : 'text-ink-3'}>{points === null ? ABSENT : formatDifference(points)}</span>
}
