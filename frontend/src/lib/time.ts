/** How times and durations are written. Words are English, as the page is; the zone is the reader's. */
import { ABSENT } from '@/lib/format'

const WORDS = 'en-GB'
const DAY = 86_400_000

function formatter(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  let format: Intl.DateTimeFormat | undefined
  return (date) => (format ??= new Intl.DateTimeFormat(WORDS, options)).format(date)
}

const clock = formatter({ hour: '2-digit', minute: '2-digit' })
const clockWithSeconds = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const weekday = formatter({ weekday: 'short' })
const dayAndMonth = formatter({ day: 'numeric', month: 'short' })
const dayMonthYear = formatter({ day: 'numeric', month: 'short', year: 'numeric' })
const longWeekday = formatter({ weekday: 'long', day: 'numeric', month: 'long' })
const zoneName = formatter({ timeZoneName: 'long' })

type Moment = string | number | Date | null | undefined

function toDate(moment: Exclude<Moment, null | undefined>): Date {
  return moment instanceof Date ? moment : new Date(moment)
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** "14:31", with `seconds` "14:31:57". */
export function formatClock(moment: Moment, seconds = false): string {
  if (moment == null) return ABSENT
  return (seconds ? clockWithSeconds : clock)(toDate(moment))
}

/** Today "14:31" (in live lists "14:31:57"), this week "Mon 16:41", this year "18 Nov", else "18 Nov 2025". */
export function formatWhen(moment: Moment, now = new Date(), seconds = false): string {
  if (moment == null) return ABSENT
  const date = toDate(moment)
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY)
  if (days === 0) return formatClock(date, seconds)
  if (days > 0 && days < 7) return `${weekday(date)} ${clock(date)}`
  return date.getFullYear() === now.getFullYear() ? dayAndMonth(date) : dayMonthYear(date)
}

/** On a record: "24 Nov 2026, 14:31:57". */
export function formatFull(moment: Moment): string {
  if (moment == null) return ABSENT
  const date = toDate(moment)
  return `${dayMonthYear(date)}, ${clockWithSeconds(date)}`
}

/** A day of this year or another: "18 Nov", "18 Nov 2025". */
export function formatDay(moment: Moment, now = new Date()): string {
  if (moment == null) return ABSENT
  const date = toDate(moment)
  return date.getFullYear() === now.getFullYear() ? dayAndMonth(date) : dayMonthYear(date)
}

/** "Tuesday 24 November". */
export function formatLongDay(moment: Date): string {
  return longWeekday(moment).replace(',', '')
}

/** The full time and its zone, for a `title`: "24 Nov 2026, 14:31:57, Central European Standard Time". */
export function formatZoned(moment: Exclude<Moment, null | undefined>): string {
  const date = toDate(moment)
  return `${formatFull(date)}, ${zoneName(date).split(', ').slice(1).join(', ')}`
}

/** A duration in seconds: "51 s", "7 min 48 s", "1 h 12 min", "3 days 4 h". */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null) return ABSENT
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${minutes % 60} min`
  return hours % 24 ? `${Math.floor(hours / 24)} days ${hours % 24} h` : `${hours / 24} days`
}

/** From one moment to another, as a duration. */
export function formatSpan(from: Moment, to: Moment): string {
  if (from == null || to == null) return ABSENT
  return formatDuration((toDate(to).getTime() - toDate(from).getTime()) / 1000)
}

/** An answer's time, "0.9 s"; under a tenth "40 ms". */
export function formatLatency(milliseconds: number | null | undefined): string {
  if (milliseconds == null) return ABSENT
  return milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

/** A range of time: "1 to 2 min", "40 to 50 s", "about 2 min" when both ends read alike. */
export function formatTimeRange(low: number, high: number): string {
  const { value, unit } = timeRange(low, high)
  return `${value} ${unit}`
}

/** The range in two parts, for a figure whose unit is smaller. */
export function timeRange(low: number, high: number): { value: string; unit: string } {
  const [size, unit] = high < 60 ? [1, 's'] : high < 5400 ? [60, 'min'] : [3600, 'h']
  const step = unit === 's' ? 10 : 1
  const from = Math.max(step, Math.floor(low / size / step) * step)
  const to = Math.max(step, Math.ceil(high / size / step) * step)
  return { value: from === to ? `about ${to}` : `${from} to ${to}`, unit }
}

/** Time left as a range around the estimate, since the rate never holds exactly. */
export function timeLeft(seconds: number): { value: string; unit: string } {
  return timeRange(seconds * 0.95, seconds * 1.1)
}

/** "about 2 min", "3 to 4 min". */
export function formatTimeLeft(seconds: number | null | undefined): string {
  if (seconds == null) return ABSENT
  const { value, unit } = timeLeft(seconds)
  return `${value} ${unit}`
}
