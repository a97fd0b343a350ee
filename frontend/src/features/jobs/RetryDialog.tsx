/** Which leads of an ended job a new job takes up, as a receipt. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { StateMark } from '@/components/StateMark'
import { formatCount, plural } from '@/lib/format'
import { RETRIED, jobTitle } from '@/lib/jobs'
import { asApiError } from '@/services/errors'
import type { Job, RetryChoice } from '@/services/types'

type Retried = (typeof RETRIED)[number]

interface Props {
  readonly job: Job
  readonly busy: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onConfirm: (choice: RetryChoice) => void
}

const LABELS: Record<Retried, string> = { failed: 'Failed', expired: 'Expired', cancelled: 'Cancelled, not judged' }

export function RetryDialog({ job, busy, error, onClose, onConfirm }: Props) {
  const there = RETRIED.filter((status) => job.request_counts[status] > 0)
  const [chosen, setChosen] = useState<readonly Retried[]>(there)
  const count = chosen.reduce((sum, status) => sum + job.request_counts[status], 0)
  const reason = busy ? 'Asked; waiting for the answer' : count === 0 ? 'Choose what to try again' : null
  return (
    <Dialog
      open
      title={`Try leads of “${jobTitle(job)}” again?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="primary" disabledReason={reason} onClick={() => onConfirm({ statuses: [...chosen] })}>{count === 0 ? 'Try again' : `Try ${plural(count, 'lead')} again`}</Button>
        </>
      }
    >
      <p className="pb-3">A new job judges them by the same version of “{job.profile.name}”. This one stays as it ended. Each call is paid for.</p>
      <fieldset className="grid gap-1.5">
        <legend className="sr-only">Which leads</legend>
        {there.map((status) => (
          <label key={status} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(status)}
              onChange={(event) => setChosen(event.target.checked ? [...chosen, status] : chosen.filter((one) => one !== status))}
            />
            {LABELS[status]}
            <span className="ml-auto text-ink">{formatCount(job.request_counts[status])}</span>
          </label>
        ))}
      </fieldset>
      {error ? <p className="pt-3" role="alert"><StateMark kind="bad" className="whitespace-normal">No job was made. {asApiError(error).message}</StateMark></p> : null}
    </Dialog>
  )
}
