/** Bad rows of one cause: what is wrong, what to do, and which rows it is, with what the file itself says there. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import type { FaultGroup, FaultRow } from '@/features/import/faults'
import type { LocalRow } from '@/features/import/queries'
import { fieldLabel } from '@/lib/fields'
import { foldAt } from '@/lib/fold'
import { formatCount, plural } from '@/lib/format'
import { leadWords, lineWords } from '@/lib/place'

const FIRST = 5

interface Props {
  readonly group: FaultGroup
  /** Numbers are lines of a file, or positions in a list. */
  readonly form: 'csv' | 'json'
  /** The line of each lead of a list, where each has its own. */
  readonly lines?: readonly number[]
  readonly rows: ReadonlyMap<number, LocalRow> | undefined
}

function placeWords(at: number, { form, lines }: Pick<Props, 'form' | 'lines'>): string {
  const line = form === 'csv' ? at : lines?.[at - 1]
  return line === undefined ? leadWords(at) : lineWords(line)
}

function BadRow({ row, place, form, local, varied }: { readonly row: FaultRow; readonly place: string; readonly form: Props['form']; readonly local: LocalRow | undefined; readonly varied: boolean }) {
  const value = local?.valueOf(row)
  // the keys of a list are the API's; headers are the reader's own
  const column = form === 'json' && row.column !== null ? fieldLabel(row.column) : row.column
  return (
    <li className="grid min-h-row grid-cols-[4.5rem_14rem_minmax(0,1fr)] items-center gap-x-3 border-b border-line py-1 max-md:grid-cols-[4.5rem_minmax(0,1fr)]">
      <span className="text-ink-3">{place}</span>
      <span className="truncate" title={local?.who}>{local ? local.who || <span className="text-ink-3">no name in this row</span> : ''}</span>
      <span className="min-w-0 max-md:col-start-2">
        <span className="flex items-baseline gap-2">
          {column ? <span className="flex-none text-ink-2">{column}</span> : null}
          {value ? <span className="truncate text-danger" title={value.slice(0, 1_000)}>{value}</span> : value === '' ? <span className="text-ink-3">empty</span> : null}
        </span>
        {varied ? <span className="block text-ink-3">{row.detail}</span> : null}
      </span>
    </li>
  )
}

export function FaultList({ group, form, lines, rows }: Props) {
  const [isOpen, setOpen] = useState(false)
  const { title, count, remedy, varied } = group
  const shown = isOpen ? group.rows : group.rows.slice(0, foldAt(group.rows.length, FIRST))
  const hidden = group.rows.length - shown.length
  return (
    <div className="pt-4">
      <div className="flex items-baseline gap-2">
        <h3>{title}</h3>
        <span className="font-semibold text-danger">{plural(count, 'row')}</span>
      </div>
      <p className="text-ink-3">{remedy}</p>
      <ul className="pt-1">
        {shown.map((row) => (
          <BadRow key={`${row.at} ${row.column} ${row.detail}`} row={row} place={placeWords(row.at, { form, lines })} form={form} local={rows?.get(row.at)} varied={varied} />
        ))}
      </ul>
      {hidden > 0 ? <Button variant="quiet" size="sm" className="mt-1" onClick={() => setOpen(true)}>Show the other {formatCount(hidden)}</Button> : null}
    </div>
  )
}
