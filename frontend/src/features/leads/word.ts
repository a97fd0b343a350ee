/** What people said of a lead, in words. */
import { tierName } from '@/components/TierChip'
import type { LeadEvent, OutcomeKind, Override } from '@/services/types'

/** Where the focus goes when the button that was pressed is gone. */
export const OVERRIDE_ID = 'override-the-score'
export const OUTCOME_ID = 'record-the-outcome'
export const LONGEST_REASON = 1000

export function outcomeName(outcome: OutcomeKind): string {
  return outcome === 'won' ? 'Won' : 'Lost'
}

/** "90, tier A", "tier A". */
export function overrideWords({ score, tier }: Pick<Override, 'score' | 'tier'>): string {
  return [score === null ? null : String(score), tier === null ? null : `tier ${tierName(tier)}`].filter(Boolean).join(', ')
}

/** A field of an event's detail, as far as it is of the type that it should have. */
function textOf(detail: LeadEvent['detail'], name: string): string | null {
  const value = detail[name]
  return typeof value === 'string' ? value : null
}

/** What was done, and the reason that was typed. */
export function eventWords({ action, detail }: Pick<LeadEvent, 'action' | 'detail'>): { deed: string; reason: string | null } {
  const reason = textOf(detail, 'reason')
  const outcome = textOf(detail, 'outcome')
  switch (action) {
    case 'lead.override': {
      const score = typeof detail.score === 'number' ? detail.score : null
      return { deed: `Overrode the score: ${overrideWords({ score, tier: textOf(detail, 'tier') })}`, reason }
    }
    case 'lead.override_withdrawn':
      return { deed: 'Withdrew the override', reason }
    case 'lead.outcome':
      return { deed: `Recorded the outcome: ${outcome ?? 'unknown'}`, reason }
    case 'lead.outcome_withdrawn':
      return { deed: `Withdrew the outcome${outcome ? `: ${outcome}` : ''}`, reason }
    default:
      return { deed: action, reason }
  }
}

/** The day of a moment as a date field holds it, here. */
export function dayOf(moment: Date): string {
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

/** What to send for a chosen day: nothing for today, which means now; noon here for any other. */
export function momentOf(day: string, now = new Date()): string | null {
  if (day === '' || day === dayOf(now)) return null
  return new Date(`${day}T12:00:00`).toISOString()
}
