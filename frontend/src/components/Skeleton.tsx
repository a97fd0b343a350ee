/** Bars where data will be: first load only, true heights, still. */
import { Row, Td } from '@/components/Table'
import type { Hide } from '@/components/Table'

interface Props {
  readonly width: number
  readonly height?: number
}

export function Skeleton({ width, height = 10 }: Props) {
  return (
    <svg className="max-w-full" width={width} height={height} aria-hidden="true">
      <rect className="track" width={width} height={height} rx="2" />
    </svg>
  )
}

export interface SkeletonColumn {
  readonly width: number
  readonly num?: boolean
  readonly hide?: Hide
}

// widths differ from row to row, as those of real text do
const WOBBLE = [1, 0.86, 1.08, 0.94, 0.8] as const

/** Rows of a table body; wrap them in a `tbody` of the table that will hold the data and set `aria-busy` there. */
export function SkeletonRows({ columns, rows = 8 }: { readonly columns: readonly SkeletonColumn[]; readonly rows?: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <Row key={row}>
      {columns.map(({ width, num, hide }, column) => (
        // oxlint-disable-next-line react/no-array-index-key -- columns never reorder
        <Td key={column} num={num} hide={hide}>
          <span className={num ? 'flex justify-end' : undefined}>
            <Skeleton width={Math.round(width * (num ? 1 : (WOBBLE[(row + column) % WOBBLE.length] ?? 1)))} />
          </span>
        </Td>
      ))}
    </Row>
  ))
}
