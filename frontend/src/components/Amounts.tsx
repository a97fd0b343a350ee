/** Figures inside text: a count whose zero is grey, money, and a time with its zone. */
import { cx } from '@/lib/classes'
import { formatCount, formatMoney } from '@/lib/format'
import { formatClock, formatFull, formatWhen, formatZoned } from '@/lib/time'

/** A count; zero is shown as 0 in grey, absent as –. */
export function Amount({ value }: { readonly value: number | null | undefined }) {
  return <span className={cx(!value && 'text-ink-3')}>{formatCount(value)}</span>
}

/** Dollars; under a cent two significant digits. */
export function Money({ usd }: { readonly usd: string | number | null | undefined }) {
  return <span className={cx((usd == null || Number(usd) === 0) && 'text-ink-3')}>{formatMoney(usd)}</span>
}

interface TimeProps {
  readonly at: string | null | undefined
  /** `when`: the nearer the shorter; `clock`: only the time; `full`: day and time. */
  readonly as?: 'when' | 'clock' | 'full'
  readonly seconds?: boolean
  readonly now?: Date
}

export function Time({ at, as = 'when', seconds = false, now }: TimeProps) {
  if (at == null) return <span className="text-ink-3">–</span>
  const text = as === 'full' ? formatFull(at) : as === 'clock' ? formatClock(at, seconds) : formatWhen(at, now, seconds)
  return <time dateTime={at} title={formatZoned(at)}>{text}</time>
}
