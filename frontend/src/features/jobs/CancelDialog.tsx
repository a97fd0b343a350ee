/** What a cancel hits, as a receipt that adds up to all leads of the job. */
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Sum, Sums } from '@/components/Receipt'
import { StateMark } from '@/components/StateMark'
import { formatCount } from '@/lib/format'
import { jobTitle } from '@/lib/jobs'
import { asApiError } from '@/services/errors'
import type { Job } from '@/services/types'

interface Props {
  readonly open: boolean
  readonly job: Job
  readonly busy: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onConfirm: () => void
}

export function CancelDialog({ open, job, busy, error, onClose, onConfirm }: Props) {
  const { total, queued, in_progress, succeeded, failed, cancelled, expired } = job.request_counts
  const left = queued + cancelled + expired
  const deed = left > 0 ? `Cancel, leave out ${formatCount(left)}` : 'Cancel'
  return (
    <Dialog
      open={open}
      title={`Cancel “${jobTitle(job)}”?`}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onClick={onClose}>Keep running</Button>
          <Button variant="danger-fill" onClick={onConfirm} disabledReason={busy ? 'Asked; waiting for the answer' : null}>{deed}</Button>
        </>
      }
    >
      <p className="pb-3">What is paid for is kept. A cancelled job cannot go on; its leads can be tried again as a new job. To stop for a while, pause it.</p>
      <Sums caption="What becomes of the leads">
        <Sum label="Scored, kept">{formatCount(succeeded)}</Sum>
        <Sum label="Failed, kept with their cause">{formatCount(failed)}</Sum>
        <Sum label="At the model, finish and are kept">{formatCount(in_progress)}</Sum>
        <Sum label="Not judged">{formatCount(left)}</Sum>
        <Sum kind="sum" label="Leads">{formatCount(total)}</Sum>
      </Sums>
      {error ? <p className="pt-3" role="alert"><StateMark kind="bad" className="whitespace-normal">{describe(error)}</StateMark></p> : null}
    </Dialog>
  )
}

function describe(error: Error): string {
  const { message, requestId } = asApiError(error)
  return `It was not cancelled. ${message}${requestId ? ` Request ${requestId}` : ''}`
}
