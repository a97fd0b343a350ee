/** What a person can say of a lead: another score, how it ended. */
import { Suspense, lazy, useState } from 'react'
import { Button } from '@/components/Button'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { OUTCOME_ID, OVERRIDE_ID } from '@/features/leads/word'
import { useSession } from '@/hooks/useSession'
import type { Lead } from '@/services/types'

// most who read a lead say nothing of it: the forms come when they are asked for
const OutcomeDialog = lazy(async () => ({ default: (await import('@/features/leads/OutcomeDialog')).OutcomeDialog }))
const OverrideDialog = lazy(async () => ({ default: (await import('@/features/leads/OverrideDialog')).OverrideDialog }))

export function LeadActions({ lead }: { readonly lead: Lead }) {
  const [saying, setSaying] = useState<'override' | 'outcome' | null>(null)
  const reason = useSession().scopes.includes('submit') ? null : 'This key may only read'
  const close = () => setSaying(null)
  return (
    <>
      <Button id={OVERRIDE_ID} disabledReason={reason ?? (lead.assessment ? null : 'There is no score to override yet')} onClick={() => setSaying('override')}>
        {lead.override ? 'Change the override…' : 'Override the score…'}
      </Button>
      <Button id={OUTCOME_ID} variant="primary" disabledReason={reason} onClick={() => setSaying('outcome')}>
        {lead.outcome ? 'Change the outcome…' : 'Record outcome…'}
      </Button>
      {saying === null ? null : (
        <ErrorBoundary name="The form">
          <Suspense>{saying === 'override' ? <OverrideDialog lead={lead} onClose={close} /> : <OutcomeDialog lead={lead} onClose={close} />}</Suspense>
        </ErrorBoundary>
      )}
    </>
  )
}
