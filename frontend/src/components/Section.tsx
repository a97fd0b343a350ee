/** A section: head, hairline, content; a note or one control at the right. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { cx } from '@/lib/classes'

interface Props {
  readonly title: ReactNode
  /** A count after the title, in grey. */
  readonly count?: ReactNode
  /** At the right of the head. */
  readonly note?: ReactNode
  readonly id?: string
  readonly className?: string
  readonly children: ReactNode
}

export function Section({ title, count, note, id, className, children }: Props) {
  const heading = useId()
  return (
    <section className={cx('pt-7', className)} id={id} aria-labelledby={heading}>
      <div className="flex items-baseline gap-3 border-b border-line pb-1.5 max-md:flex-wrap max-md:justify-between">
        <h2 id={heading}>{title}</h2>
        {count === undefined ? null : <span className="text-ink-3 max-md:mr-auto">{count}</span>}
        {note === undefined ? null : <div className="note ml-auto flex items-center gap-3 text-xs text-ink-3 max-md:ml-0">{note}</div>}
      </div>
      {children}
    </section>
  )
}

/** The place of a small button in a head, kept while there is none, so that the section does not move. */
export function HeadSpace() {
  return <span className="inline-flex h-[1.625rem] items-center max-md:h-9" aria-hidden="true">&nbsp;</span>
}

/** Two columns; the second is `aside` wide and goes below the first on a tablet. */
export function Split({ aside = 'w-96', children }: { readonly aside?: 'w-96' | 'w-80'; readonly children: ReactNode }) {
  const columns = aside === 'w-96' ? 'lg:grid-cols-[minmax(0,1fr)_24rem]' : 'lg:grid-cols-[minmax(0,1fr)_20rem]'
  return <div className={cx('grid grid-cols-[minmax(0,1fr)] items-start gap-x-12', columns)}>{children}</div>
}
