/** A state: icon and word, no pill; the colour only repeats them. */
import type { ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import type { IconName } from '@/components/Icon'
import { cx } from '@/lib/classes'
import { formatCount } from '@/lib/format'

export type StateKind = 'run' | 'ok' | 'wait' | 'bad' | 'off' | 'queue' | 'late' | 'plain'

const LOOKS: Record<StateKind, { icon: IconName; color: string; mark?: string }> = {
  run: { icon: 'run', color: 'text-link' },
  ok: { icon: 'ok', color: 'text-ink-2', mark: 'text-ok' },
  wait: { icon: 'pause', color: 'text-warn' },
  late: { icon: 'clock', color: 'text-warn' },
  bad: { icon: 'bad', color: 'text-danger' },
  off: { icon: 'off', color: 'text-ink-3' },
  queue: { icon: 'queue', color: 'text-ink-3' },
  plain: { icon: 'info', color: 'text-ink-2' },
}

interface Props {
  readonly kind: StateKind
  readonly icon?: IconName
  readonly className?: string
  readonly children: ReactNode
}

export function StateMark({ kind, icon, className, children }: Props) {
  const look = LOOKS[kind]
  return (
    <span className={cx('inline-flex items-center gap-1.5 align-top whitespace-nowrap', look.color, className)}>
      <Icon name={icon ?? look.icon} className={look.mark} />
      {children}
    </span>
  )
}

interface JobLike {
  readonly status: 'queued' | 'in_progress' | 'paused' | 'completed' | 'cancelling' | 'cancelled' | 'expired' | 'failed'
  readonly status_reason: string | null
  readonly request_counts: { readonly in_progress: number; readonly failed: number; readonly cancelled: number; readonly expired: number }
}

/** What stopped a job that nobody paused. */
const PAUSED: Readonly<Record<string, string>> = {
  provider_auth: 'Paused: the key was refused',
  payment_required: 'Paused: no credit left',
  provider_config: 'Paused: model or settings refused',
}

/** A job's state in words: "Completed, 8 failed", "Cancelling, 7 calls finish". */
export function describeJob({ status, status_reason, request_counts: counts }: JobLike): { kind: StateKind; text: string } {
  switch (status) {
    case 'queued': return { kind: 'queue', text: 'Queued' }
    case 'in_progress': return { kind: 'run', text: 'Running' }
    case 'paused': return { kind: 'wait', text: PAUSED[status_reason ?? ''] ?? 'Paused' }
    case 'cancelling': return { kind: 'off', text: counts.in_progress ? `Cancelling, ${formatCount(counts.in_progress)} calls finish` : 'Cancelling' }
    case 'cancelled': return { kind: 'off', text: counts.cancelled ? `Cancelled, ${formatCount(counts.cancelled)} not judged` : 'Cancelled' }
    case 'expired': return { kind: 'late', text: counts.expired ? `Expired, ${formatCount(counts.expired)} not judged` : 'Expired' }
    case 'failed': return { kind: 'bad', text: status_reason ? `Failed: ${status_reason}` : 'Failed' }
    case 'completed': return { kind: 'ok', text: counts.failed ? `Completed, ${formatCount(counts.failed)} failed` : 'Completed' }
  }
}

export function JobState({ job }: { readonly job: JobLike }) {
  const { kind, text } = describeJob(job)
  return <StateMark kind={kind}>{text}</StateMark>
}
