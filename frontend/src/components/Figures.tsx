/** One row of figures, hairlines between, no boxes: label, figure, one line that puts it in proportion. */
import type { ReactNode } from 'react'
import { Skeleton } from '@/components/Skeleton'
import { cx } from '@/lib/classes'

interface FiguresProps {
  readonly columns: 4 | 5
  readonly className?: string
  readonly children: ReactNode
}

const COLUMNS = {
  4: 'grid-cols-4 max-md:*:odd:border-l-0 max-md:*:odd:pl-0',
  5: 'grid-cols-5 max-md:*:even:border-l-0 max-md:*:even:pl-0 max-md:*:first:col-span-2',
} as const

export function Figures({ columns, className, children }: FiguresProps) {
  return (
    <dl className={cx('grid border-y border-line max-md:grid-cols-2 *:first:border-l-0 *:first:pl-0 max-md:*:border-b max-md:*:nth-last-[-n+2]:border-b-0', COLUMNS[columns], className)}>
      {children}
    </dl>
  )
}

interface FigureProps {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly unit?: ReactNode
  /** A word instead of a number is written smaller. */
  readonly word?: boolean
  /** Beside the figure, such as a sparkline. */
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

export function Figure({ label, value, unit, word = false, aside, children }: FigureProps) {
  return (
    <div className="min-w-0 border-l border-line px-4 py-3 max-md:px-3 max-md:py-2.5">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="flex items-end gap-3 py-0.5 font-medium whitespace-nowrap text-ink">
        <span className={word ? 'truncate pb-[0.1875rem] text-lg leading-[1.8125rem] tracking-[-0.01em]' : 'text-2xl tracking-[-0.02em]'}>
          {value}
          {unit ? <span className="ml-2 text-sm font-normal tracking-normal text-ink-3">{unit}</span> : null}
        </span>
        {aside}
      </dd>
      <dd className="min-h-4 text-xs text-ink-3">{children}</dd>
    </div>
  )
}

/** A figure that is not known yet, as high as one that is. */
export function FigureSkeleton({ label }: { readonly label: ReactNode }) {
  return (
    <Figure label={label} value={<span className="flex h-8 items-center"><Skeleton width={70} height={20} /></span>}>
      <span className="flex h-4 items-center"><Skeleton width={90} /></span>
    </Figure>
  )
}
