/** Everything that adds up: terms, a rule, the sum; and pairs of a label and its value. */
import type { ReactNode } from 'react'
import { cx } from '@/lib/classes'

export function Sums({ caption, children }: { readonly caption: string; readonly children: ReactNode }) {
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{caption}</caption>
      <tbody>{children}</tbody>
    </table>
  )
}

interface SumProps {
  readonly label: ReactNode
  /** In grey after the label: where the figure comes from. */
  readonly what?: ReactNode
  /** `sum` has a light rule above, `total` a dark one and is bold. */
  readonly kind?: 'term' | 'sum' | 'total' | 'muted'
  readonly children: ReactNode
}

export function Sum({ label, what, kind = 'term', children }: SumProps) {
  const strong = kind === 'sum' || kind === 'total'
  const rule = kind === 'sum' ? 'border-t border-line-strong' : kind === 'total' ? 'border-t border-ink pt-[0.4375rem]' : ''
  return (
    <tr className={cx('*:py-1 *:align-baseline', strong && 'font-semibold text-ink', kind === 'muted' && 'text-ink-3')}>
      <th scope="row" className={cx('text-left', strong ? 'font-semibold' : 'font-normal', rule)}>
        {label}
        {what ? <span className="ml-1.5 font-normal text-ink-3">{what}</span> : null}
      </th>
      <td className={cx('pl-4 text-right whitespace-nowrap', kind !== 'muted' && 'text-ink', rule)}>{children}</td>
    </tr>
  )
}

export function Pairs({ children }: { readonly children: ReactNode }) {
  return <dl className="*:last:border-b-0">{children}</dl>
}

interface PairProps {
  readonly label: ReactNode
  /** 0 to 1 of a limit, drawn below. */
  readonly meter?: number
  readonly children: ReactNode
}

export function Pair({ label, meter, children }: PairProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-[0.3125rem]">
      <dt className="text-ink-3">{label}</dt>
      <dd className="ml-auto min-w-0 text-right wrap-anywhere text-ink">{children}</dd>
      {meter === undefined ? null : (
        <dd className="mt-1 mb-0.5 flex-[1_0_100%]" aria-hidden="true">
          <svg className="h-1 w-full overflow-hidden rounded-xs" viewBox="0 0 100 4" preserveAspectRatio="none">
            <rect className="track" width="100" height="4" />
            <rect className="fill-data" width={(Math.min(1, Math.max(0, meter)) * 100).toFixed(1)} height="4" />
          </svg>
        </dd>
      )}
    </div>
  )
}
