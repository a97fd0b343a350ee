/** What a job's state means for a page: whether it still moves, what it is called, how long it takes. */
import { shortId } from '@/lib/format'
import { formatDuration, timeLeft } from '@/lib/time'

export const OPEN_STATUSES = ['queued', 'in_progress', 'paused', 'cancelling'] as const
export const ENDED_STATUSES = ['completed', 'cancelled', 'expired', 'failed'] as const
/** Below these a rate is a guess. */
const RESULTS_FOR_A_GUESS = 30

type Status = (typeof OPEN_STATUSES)[number] | (typeof ENDED_STATUSES)[number]

interface Named {
  readonly id: string
  readonly name: string | null
}

interface Moving {
  readonly status: Status
  readonly progress: { readonly ended: number; readonly eta_seconds: number | null; readonly stalled: boolean }
}

/** Whether nothing more will come of it. */
export function isEnded({ status }: { readonly status: Status }): boolean {
  return (ENDED_STATUSES as readonly string[]).includes(status)
}

/** Whether a person can still cancel it. */
export function canCancel({ status }: { readonly status: Status }): boolean {
  return status === 'queued' || status === 'in_progress' || status === 'paused'
}

/** States of leads that a new job can take up. */
export const RETRIED = ['failed', 'expired', 'cancelled'] as const

/** How many leads of an ended job could be tried again. */
export function retriable({ request_counts: counts }: { readonly request_counts: Readonly<Record<(typeof RETRIED)[number], number>> }): number {
  return RETRIED.reduce((sum, status) => sum + counts[status], 0)
}

/** Its name, or "Job 01a20dbc-9340" when it has none. */
export function jobTitle({ id, name }: Named): string {
  return name ?? `Job ${shortId(id)}`
}

/** Time left in two parts; a word where no figure would be honest. */
export function timeLeftOf({ status, progress }: Moving): { value: string; unit: string | null } {
  if (status === 'paused') return { value: 'paused', unit: null }
  if (status === 'cancelling') return { value: 'until the calls end', unit: null }
  if (status === 'queued') return { value: 'not begun', unit: null }
  if (progress.stalled) return { value: 'stalled', unit: null }
  if (progress.eta_seconds === null) return { value: progress.ended < RESULTS_FOR_A_GUESS ? 'too early to say' : 'not known', unit: null }
  return timeLeft(progress.eta_seconds)
}

interface Timed {
  readonly created_at: string
  readonly started_at: string | null
  readonly completed_at: string | null
}

/** Seconds since it began, or that it took. */
export function secondsOf({ created_at, started_at, completed_at }: Timed, now: number): number {
  const until = completed_at === null ? now : Date.parse(completed_at)
  return Math.max(0, (until - Date.parse(started_at ?? created_at)) / 1_000)
}

/** "7 min 48 s": from its first lead to its last. */
export function formatTook(job: Timed): string {
  return formatDuration(secondsOf(job, Date.now()))
}
