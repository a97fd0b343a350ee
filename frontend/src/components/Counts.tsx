/** Counts in words below a track, which add up to its total. */
import type { ReactNode } from 'react'
import { cx } from '@/lib/classes'

export type CountKey = 'done' | 'failed' | 'flight' | 'queued'

const KEYS: Record<CountKey, string> = {
  done: 'bg-data',
  failed: 'bg-danger-fill',
  flight: 'bg-data-soft',
  queued: 'shadow-[inset_0_0_0_1px_var(--color-line-control)]',
}

export function Counts({ live = false, children }: { readonly live?: boolean; readonly children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-6 gap-y-1 pt-2" aria-live={live ? 'polite' : undefined}>{children}</dl>
}

interface CountProps {
  readonly label: ReactNode
  /** The colour of its part of the track. */
  readonly mark?: CountKey
  /** Parted from the counts before it by a line. */
  readonly apart?: boolean
  readonly children: ReactNode
}

export function Count({ label, mark, apart = false, children }: CountProps) {
  return (
    <div className={cx(apart && 'md:border-l md:border-line md:pl-6')}>
      <dt className="inline text-ink-3">
        {mark ? <span className={cx('mr-1.5 inline-block size-2 rounded-xs', KEYS[mark])} /> : null}
        {label}{' '}
      </dt>
      <dd className="ml-0.5 inline font-medium text-ink">{children}</dd>
    </div>
  )
}
