/** Pause, resume and try again: what can be taken back needs no question, what is paid for does. */
import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '@/components/Button'
import { useToast } from '@/components/Toast'
import { RetryDialog } from '@/features/jobs/RetryDialog'
import { usePauseJob, useResumeJob, useRetryJob } from '@/features/jobs/queries'
import { useSession } from '@/hooks/useSession'
import { isEnded, retriable } from '@/lib/jobs'
import { asApiError } from '@/services/errors'
import type { Job } from '@/services/types'

const READ_ONLY = 'This key may only read'

export function Control({ job }: { readonly job: Job }) {
  const mayChange = useSession().scopes.includes('submit')
  if (isEnded(job)) return retriable(job) > 0 ? <Retry job={job} reason={mayChange ? null : READ_ONLY} /> : null
  return job.status === 'cancelling' ? null : <PauseOrResume job={job} mayChange={mayChange} />
}

/** One button for both, so that the focus stays where it was pressed. */
function PauseOrResume({ job, mayChange }: { readonly job: Job; readonly mayChange: boolean }) {
  const pause = usePauseJob(job.id)
  const resume = useResumeJob(job.id)
  const say = useToast()
  const isPaused = job.status === 'paused'
  const act = isPaused ? resume : pause
  const reason = !mayChange ? READ_ONLY : act.isPending ? 'Asked; waiting for the answer' : null
  const press = () =>
    act.mutate(undefined, {
      onError: (error) => say({ text: `It was not ${isPaused ? 'resumed' : 'paused'}. ${asApiError(error).message}`, tone: 'bad' }),
    })
  return <Button variant={isPaused ? 'primary' : 'plain'} disabledReason={reason} onClick={press}>{isPaused ? 'Resume' : 'Pause'}</Button>
}

function Retry({ job, reason }: { readonly job: Job; readonly reason: string | null }) {
  const [asking, setAsking] = useState(false)
  const retry = useRetryJob(job.id)
  const [, navigate] = useLocation()
  return (
    <>
      <Button disabledReason={reason} onClick={() => setAsking(true)}>Try again…</Button>
      {asking ? (
        <RetryDialog
          job={job}
          busy={retry.isPending}
          error={retry.error}
          onClose={() => setAsking(false)}
          onConfirm={(choice) => retry.mutate(choice, { onSuccess: ({ id }) => navigate(`/jobs/${id}`) })}
        />
      ) : null}
    </>
  )
}
