/** Parts of a real table: text left, numbers right, units in the head, one row one line on the desktop. */
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import { cx } from '@/lib/classes'

/** Below which width a column goes: `sm` is the phone, `md` the tablet. */
export type Hide = 'sm' | 'md'

interface TableProps extends ComponentPropsWithRef<'table'> {
  /** What the table lists, for those who cannot see the heading. */
  readonly caption?: ReactNode
  /** Fixed columns and edge-to-edge rows, as on Leads. */
  readonly dense?: boolean
}

export function Table({ caption, dense = false, className, children, ...rest }: TableProps) {
  const edges = '[&_tr>*:first-child]:pl-2.5 [&_tr>*:last-child]:pr-2.5 max-md:[&_tr>*:first-child]:pl-1.5'
  return (
    <table {...rest} className={cx('w-full border-collapse [&_[data-num]+:not([data-num])]:pl-4', dense ? cx('table-fixed [--cell:0.25rem_0.875rem_0.25rem_0] max-md:[--cell:0.25rem_0.5rem_0.25rem_0]', edges) : '[--cell:0.375rem_0.75rem_0.375rem_0] [&_tr>*:last-child]:pr-0', className)}>
      {caption ? <caption className="sr-only">{caption}</caption> : null}
      {children}
    </table>
  )
}

interface CellLook {
  readonly num?: boolean
  readonly hide?: Hide
  readonly muted?: boolean
  /** One line that ends in dots. */
  readonly clipped?: boolean
}

const CELL = 'border-b border-line p-(--cell) align-middle font-normal'

function cellClass({ num, hide, muted, clipped }: CellLook, className?: string): string {
  return cx(
    CELL,
    num ? 'text-right whitespace-nowrap' : 'text-left',
    hide === 'sm' && 'max-md:hidden',
    hide === 'md' && 'max-lg:hidden',
    muted && 'text-ink-3',
    clipped && 'clip',
    className,
  )
}

interface HeadProps extends CellLook, ComponentPropsWithRef<'th'> {}

/** A column's head. */
export function Th({ num, hide, muted, clipped, className, children, ...rest }: HeadProps) {
  return (
    <th scope="col" {...rest} data-num={num || undefined} className={cx(cellClass({ num, hide, muted, clipped }, className), 'h-[1.875rem] text-xs whitespace-nowrap text-ink-3')}>
      {children}
    </th>
  )
}

/** A row's head: the name, in ink and medium. */
export function RowHead({ num, hide, muted, clipped, className, children, ...rest }: HeadProps) {
  return (
    <th scope="row" {...rest} data-num={num || undefined} className={cx(cellClass({ num, hide, muted, clipped }, className), 'h-row font-medium text-ink [&_a]:text-ink')}>
      {children}
    </th>
  )
}

export function Td({ num, hide, muted, clipped, className, children, ...rest }: CellLook & ComponentPropsWithRef<'td'>) {
  return (
    <td {...rest} data-num={num || undefined} className={cx(cellClass({ num, hide, muted, clipped }, className), 'h-row')}>
      {children}
    </td>
  )
}

interface RowProps extends ComponentPropsWithRef<'tr'> {
  readonly selected?: boolean
  /** The row that the keyboard is on. */
  readonly cursor?: boolean
}

export function Row({ selected, cursor = false, className, children, ...rest }: RowProps) {
  const ground = selected ? '*:bg-selected' : cursor ? '*:bg-surface-2' : 'hover:*:bg-surface-1'
  return (
    <tr {...rest} aria-selected={selected} className={cx(ground, cursor && '*:first:shadow-[inset_2px_0_0_var(--color-accent)]', className)}>
      {children}
    </tr>
  )
}

export type SortOrder = 'asc' | 'desc'

interface SortProps extends Omit<HeadProps, 'onClick'> {
  /** The order of this column now; null when another column sorts. */
  readonly order: SortOrder | null
  readonly onSort: () => void
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const

export function SortHead({ order, onSort, children, ...rest }: SortProps) {
  return (
    <Th {...rest} aria-sort={order ? ARIA_SORT[order] : 'none'}>
      <button type="button" onClick={onSort} className={cx('inline-flex min-h-6 items-center gap-1 hover:text-ink', order && 'font-medium text-ink')}>
        {children}
        {order ? <Icon name={order === 'asc' ? 'up' : 'down'} size={12} /> : null}
      </button>
    </Th>
  )
}

/** A second line below a name, in grey; `only` shows it on the phone alone. */
export function Sub({ only, children }: { readonly only?: 'sm'; readonly children: ReactNode }) {
  return <span className={cx('block text-xs font-normal wrap-anywhere text-ink-3', only && 'md:hidden')}>{children}</span>
}

/** What stands below a table: how many, where to go on. */
export function TableFoot({ children }: { readonly children: ReactNode }) {
  return <div className="flex items-center gap-4 pt-2.5 text-xs text-ink-3 max-md:flex-wrap">{children}</div>
}
