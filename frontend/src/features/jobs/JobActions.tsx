/** What a person can do with a job: take its rows along, pause it, cancel it, try again what failed. */
import { useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { endedOf } from '@/components/ProgressTrack'
import { useToast } from '@/components/Toast'
import { CancelDialog } from '@/features/jobs/CancelDialog'
import { Control } from '@/features/jobs/Control'
import { DownloadLink } from '@/features/jobs/DownloadLink'
import { useCancelJob } from '@/features/jobs/queries'
import { useSession } from '@/hooks/useSession'
import { plural } from '@/lib/format'
import { canCancel, isEnded } from '@/lib/jobs'
import { asApiError } from '@/services/errors'
import { exportUrl } from '@/services/links'
import type { Job } from '@/services/types'

export function JobActions({ job }: { readonly job: Job }) {
  const download = useRef<HTMLAnchorElement>(null)
  const ended = endedOf(job.request_counts)
  const hint = isEnded(job) ? plural(ended, 'row') : `${plural(ended, 'row')} so far`
  return (
    <>
      {ended > 0 ? (
        <>
          <DownloadLink ref={download} href={exportUrl(job.id, 'csv')} icon="down" title={hint}>Download CSV</DownloadLink>
          <DownloadLink href={exportUrl(job.id, 'ndjson')} variant="quiet" title={hint} aria-label="Download NDJSON, for programs">NDJSON, for programs</DownloadLink>
        </>
      ) : <Button icon="down" disabledReason="No lead has ended yet">Download CSV</Button>}
      <Control job={job} />
      <Cancel job={job} onGone={() => download.current?.focus()} />
    </>
  )
}

interface CancelProps {
  readonly job: Job
  /** The button went with the job's end while it had the focus. */
  readonly onGone: () => void
}

interface ButtonProps {
  readonly reason: string | null
  readonly onAsk: () => void
  readonly onGone: () => void
}

function CancelButton({ reason, onAsk, onGone }: ButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const handOn = useEffectEvent(onGone)
  useLayoutEffect(() => {
    const element = button.current
    return () => {
      // still in place here; once it is gone the browser has forgotten where the focus was
      if (document.activeElement === element) queueMicrotask(handOn)
    }
  }, [])
  return <Button ref={button} variant="danger" disabledReason={reason} onClick={onAsk}>Cancel job…</Button>
}

function Cancel({ job, onGone }: CancelProps) {
  const [asking, setAsking] = useState(false)
  const cancel = useCancelJob(job.id)
  const say = useToast()
  const mayCancel = useSession().scopes.includes('submit')

  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => setAsking(false),
      onError: (error) => {
        if (asApiError(error).code !== 'job_already_ended') return
        setAsking(false)
        say({ text: 'The job had already ended; nothing was left out.' })
      },
    })
  const reason = !mayCancel ? 'This key may only read' : job.status === 'cancelling' ? 'It is being cancelled' : null
  const open = asking && canCancel(job)
  return (
    <>
      {isEnded(job) ? null : <CancelButton reason={reason} onAsk={() => setAsking(true)} onGone={onGone} />}
      <CancelDialog open={open} job={job} busy={cancel.isPending} error={cancel.error} onClose={() => setAsking(false)} onConfirm={confirm} />
    </>
  )
}
