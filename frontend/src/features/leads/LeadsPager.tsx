/** Below the list: which rows these are, and the ways to the pages beside. */
import { Button } from '@/components/Button'
import { TableFoot } from '@/components/Table'
import { ROWS } from '@/features/leads/filters'
import { formatCount, plural } from '@/lib/format'

interface Props {
  /** From 0; null when unknown. */
  readonly page: number | null
  readonly rows: number
  /** How many match; null when unknown. */
  readonly total: number | null
  readonly next: string | null
  /** Another page is on its way. */
  readonly busy: boolean
  readonly onNext: (cursor: string) => void
  readonly onBack: () => void
}

/** "51 to 100 of 2,488"; just how many when the page's place is unknown. */
export function rangeWords(page: number | null, rows: number, total: number | null): string {
  if (page === null) return `${plural(rows, 'lead')} on this page`
  const [from, to] = [page * ROWS + 1, page * ROWS + rows]
  return `${formatCount(from)} to ${formatCount(to)}${total !== null && total >= to ? ` of ${formatCount(total)}` : ''}`
}

export function LeadsPager({ page, rows, total, next, busy, onNext, onBack }: Props) {
  if (page === 0 && next === null) return <TableFoot>{plural(rows, 'lead')}</TableFoot>
  const waiting = busy ? 'The page is loading' : null
  return (
    <TableFoot>
      <span>{rangeWords(page, rows, total)}</span>
      <nav aria-label="Pages of the list" className="ml-auto flex gap-2">
        <Button size="sm" icon="left" onClick={onBack} disabledReason={waiting ?? (page === 0 ? 'This is the first page' : null)}>{page === null ? 'First page' : 'Previous'}</Button>
        <Button size="sm" onClick={() => next !== null && onNext(next)} disabledReason={waiting ?? (next === null ? 'This is the last page' : null)}>
          Next
        </Button>
      </nav>
    </TableFoot>
  )
}
