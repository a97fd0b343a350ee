/** Scored, failed and at the model on one track. A `progress` element carries name and value for those who listen. */
import { cx } from '@/lib/classes'
import { formatCount } from '@/lib/format'

export interface TrackCounts {
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  readonly in_progress: number
  readonly cancelled: number
  readonly expired: number
}

interface Props {
  readonly name: string
  readonly counts: TrackCounts
  readonly large?: boolean
}

/** Widths in hundredths; the failed part has at least 1 so that one failure of thousands is seen. */
export function partsOf({ total, succeeded, failed, in_progress }: TrackCounts): { done: number; failed: number; flight: number } {
  if (total === 0) return { done: 0, failed: 0, flight: 0 }
  const bad = failed > 0 ? Math.max(1, (failed / total) * 100) : 0
  const done = Math.min((succeeded / total) * 100, 100 - bad)
  return { done, failed: bad, flight: Math.min((in_progress / total) * 100, 100 - done - bad) }
}

/** What has ended, however it ended. */
export function endedOf({ succeeded, failed, cancelled, expired }: TrackCounts): number {
  return succeeded + failed + cancelled + expired
}

export function ProgressTrack({ name, counts, large = false }: Props) {
  const { done, failed, flight } = partsOf(counts)
  const ended = endedOf(counts)
  return (
    <>
      <progress className="sr-only" max={Math.max(1, counts.total)} value={ended} aria-label={name}>
        {`${formatCount(ended)} of ${formatCount(counts.total)}`}
      </progress>
      <svg className={cx('w-full overflow-hidden bg-surface-3', large ? 'h-2.5 rounded-[5px]' : 'h-1.5 rounded-[3px]')} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="move fill-data" width={done.toFixed(2)} height="6" />
        <rect className="move fill-data-soft" x={(done + failed).toFixed(2)} width={flight.toFixed(2)} height="6" />
        <rect className={cx('move fill-danger-fill', failed > 0 && 'gap-stroke')} x={done.toFixed(2)} width={failed.toFixed(2)} height="6" />
      </svg>
    </>
  )
}
