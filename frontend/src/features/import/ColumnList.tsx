/** Header by header: which field it fills, and what its first value is. */
import { useId } from 'react'
import { Icon } from '@/components/Icon'
import { Section } from '@/components/Section'
import { countColumns } from '@/features/import/columns'
import type { Column } from '@/features/import/columns'
import { FIELDS, fieldLabel } from '@/lib/fields'
import { formatCount, plural } from '@/lib/format'

interface Props {
  readonly columns: readonly Column[]
  /** Why a column cannot stay as it is, by position. */
  readonly conflicts: ReadonlyMap<number, string>
  readonly onChoose: (header: string, field: string) => void
}

function describeCount(columns: readonly Column[]): string {
  const { fields, extra, ignored, open } = countColumns(columns)
  const parts = [
    fields > 0 ? `${formatCount(fields)} to fields` : '',
    extra > 0 ? `${formatCount(extra)} kept as extra data` : '',
    ignored > 0 ? `${formatCount(ignored)} left out` : '',
    open > 0 ? `${formatCount(open)} by name` : '',
  ]
  return `${plural(columns.length, 'column')}: ${parts.filter(Boolean).join(', ')}`
}

interface ItemProps {
  readonly column: Column
  /** Id of the reason why it cannot stay. */
  readonly fault: string | undefined
  readonly onChoose: (field: string) => void
}

function ColumnItem({ column: { header, field, sample }, fault, onChoose }: ItemProps) {
  const id = useId()
  return (
    <li className="grid grid-cols-[minmax(0,6.5rem)_9.5rem_minmax(0,1fr)] items-center gap-3 border-b border-line py-1 max-md:grid-cols-[minmax(0,1fr)_11rem]">
      {header === '' ? <span className="truncate text-ink-3">no header</span> : <label htmlFor={id} className="truncate font-mono text-xs text-ink" title={header}>{header}</label>}
      {header === '' ? (
        // the API maps columns by their header
        <span className="px-1">{fieldLabel(field ?? 'additional_data')}</span>
      ) : (
        <select id={id} className="control h-[1.625rem] px-1 max-md:h-control" value={field ?? ''} aria-invalid={fault ? true : undefined} aria-describedby={fault} onChange={(event) => onChoose(event.target.value)}>
          {field === null ? <option value="">By its name</option> : null}
          {FIELDS.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
        </select>
      )}
      <span className="truncate text-ink-3 max-md:hidden" title={sample ?? undefined}>{sample ?? '–'}</span>
    </li>
  )
}

export function ColumnList({ columns, conflicts, onChoose }: Props) {
  const id = useId()
  const reasons = [...new Set(conflicts.values())]
  const faultOf = (at: number) => {
    const reason = conflicts.get(at)
    return reason === undefined ? undefined : `${id}-${reasons.indexOf(reason)}`
  }
  return (
    <Section title="Columns" note={<span>{describeCount(columns)}</span>}>
      <ul className="grid gap-x-8 md:grid-cols-2">
        {columns.map((column, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- columns never reorder, and headers may repeat
          <ColumnItem key={at} column={column} fault={faultOf(at)} onChoose={(field) => onChoose(column.header, field)} />
        ))}
      </ul>
      <div role="alert">
        {reasons.map((reason, at) => (
          <p key={reason} id={`${id}-${at}`} className="mt-2 flex gap-1.5 text-danger"><Icon name="bad" className="mt-[3px]" /><span>{reason}</span></p>
        ))}
      </div>
    </Section>
  )
}
