/** What people say of the lead beside the model's score; each can be withdrawn, and that undone. */
import type { ReactNode } from 'react'
import { Time } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { StateMark } from '@/components/StateMark'
import { TierChip } from '@/components/TierChip'
import { useToast } from '@/components/Toast'
import { rankOf } from '@/features/leads/Verdict'
import { useWord } from '@/features/leads/queries'
import { OUTCOME_ID, OVERRIDE_ID, outcomeName } from '@/features/leads/word'
import { useSession } from '@/hooks/useSession'
import { ABSENT } from '@/lib/format'
import { api } from '@/services/api'
import { asApiError } from '@/services/errors'
import type { Lead, NewOutcome, NewOverride, Outcome, Override } from '@/services/types'

export function PersonsWord({ lead }: { readonly lead: Lead }) {
  const { override, outcome } = lead
  if (!override && !outcome) return null
  return (
    <section aria-label="What people say" className="grid gap-3 border-t border-line py-3">
      {override ? <OverrideWord lead={lead} override={override} /> : null}
      {outcome ? <OutcomeWord lead={lead} outcome={outcome} /> : null}
    </section>
  )
}

/** Takes a word back, says so, and says it again for whoever wants that undone. */
function useWithdrawal<Said>(lead: Lead, what: { word: string; focus: string; withdraw: () => Promise<Lead>; again: (said: Said) => Promise<Lead> }) {
  const say = useToast()
  const complain = (deed: string) => (error: Error) => {
    const { message, requestId } = asApiError(error)
    say({ tone: 'bad', text: `The ${what.word} was not ${deed}. ${message}${requestId ? ` Request ${requestId}` : ''}` })
  }
  const undo = useWord(lead.id, what.again, { onError: complain('brought back') })
  return useWord<Said>(lead.id, what.withdraw, {
    onSuccess: (said) => {
      // the button that was pressed goes with the word
      document.getElementById(what.focus)?.focus()
      say({ text: `The ${what.word} is withdrawn.`, action: { label: 'Undo', onAction: () => undo.mutate(said) } })
    },
    onError: complain('withdrawn'),
  })
}

function OverrideWord({ lead, override }: { readonly lead: Lead; readonly override: Override }) {
  const { score, tier, reason, of_current_assessment: current } = override
  const withdrawal = useWithdrawal<NewOverride>(lead, {
    word: 'override',
    focus: OVERRIDE_ID,
    withdraw: () => api.withdrawOverride(lead.id),
    again: (said) => api.overrideLead(lead.id, said),
  })
  return (
    <Word
      head={
        <>
          <span className="sr-only">A person says score </span>
          <b className="text-xl text-ink">{score ?? ABSENT}</b>
          {tier === null ? null : <TierChip tier={tier} rank={rankOf(lead.profile_content, tier)} />}
          <span>instead of the model’s {lead.score ?? ABSENT}</span>
        </>
      }
      by={override.by}
      at={override.at}
      reason={reason}
      label="Withdraw the override"
      busy={withdrawal.isPending}
      onWithdraw={() => withdrawal.mutate({ score, tier, reason })}
    >
      {current ? null : <StateMark kind="late" icon="warn" className="whitespace-normal">The lead was judged anew since; this was said of an earlier score.</StateMark>}
    </Word>
  )
}

function OutcomeWord({ lead, outcome: { outcome, reason, by, at } }: { readonly lead: Lead; readonly outcome: Outcome }) {
  const withdrawal = useWithdrawal<NewOutcome>(lead, {
    word: 'outcome',
    focus: OUTCOME_ID,
    withdraw: () => api.withdrawOutcome(lead.id),
    again: (said) => api.recordOutcome(lead.id, said),
  })
  return (
    <Word
      head={<><span className="sr-only">Outcome: </span><b className="text-ink">{outcomeName(outcome)}</b></>}
      by={by}
      at={at}
      reason={reason}
      label="Withdraw the outcome"
      busy={withdrawal.isPending}
      onWithdraw={() => withdrawal.mutate({ outcome, reason, at })}
    />
  )
}

interface WordProps {
  readonly head: ReactNode
  readonly by: string
  readonly at: string
  readonly reason: string | null
  readonly label: string
  readonly busy: boolean
  readonly onWithdraw: () => void
  readonly children?: ReactNode
}

function Word({ head, by, at, reason, label, busy, onWithdraw, children }: WordProps) {
  const refused = useSession().scopes.includes('submit') ? null : 'This key may only read'
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <Icon name="person" className="text-ink-2" /> {head} <span className="text-ink-3">{by}, <Time at={at} as="full" /></span>
        </p>
        {reason === null ? null : <p className="pt-0.5 wrap-anywhere whitespace-pre-line text-ink">{reason}</p>}
        {children}
      </div>
      <Button size="sm" aria-label={label} disabledReason={refused ?? (busy ? 'Asked; waiting for the answer' : null)} onClick={onWithdraw}>Withdraw</Button>
    </div>
  )
}
