/** A lead without a score: it waits, or its judgement failed, or its job ended before its turn. */
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '@/components/Button'
import { Empty } from '@/components/Empty'
import { StateMark } from '@/components/StateMark'
import { failureOptions, jobOptions, leadOptions } from '@/features/leads/queries'
import type { Lead } from '@/services/types'

const PACE = 5_000
const OPEN = new Set(['queued', 'in_progress', 'paused', 'cancelling'])

export function Unjudged({ lead }: { readonly lead: Lead }) {
  const { job } = lead
  if (!job) return <Empty title="Not judged"><p>This lead has no score, and the job that handed it in is gone. Hand it in again to have it judged.</p></Empty>
  return <OfJob lead={lead} jobId={job.id} />
}

function OfJob({ lead, jobId }: { readonly lead: Lead; readonly jobId: string }) {
  const job = useQuery({ ...jobOptions(jobId), refetchInterval: ({ state }) => (state.data && OPEN.has(state.data.status) ? PACE : false) }).data
  const isOpen = job !== undefined && OPEN.has(job.status)
  // asked with the job, until the score is there
  useQuery({ ...leadOptions(lead.id), refetchInterval: isOpen ? PACE : false })
  const failure = useQuery({ ...failureOptions(jobId, lead.position), enabled: job !== undefined && job.request_counts.failed > 0 }).data
  const open = <ButtonLink href={`/jobs/${jobId}`}>Open the job</ButtonLink>

  if (failure) {
    return (
      <Empty title={<StateMark kind="bad" className="whitespace-normal">This lead could not be judged</StateMark>} actions={open}>
        <p>{failure.message} <code>{failure.code}</code></p>
        <p>{failure.remedy}</p>
      </Empty>
    )
  }
  if (isOpen) return <Empty title="Not judged yet" actions={open} role="status"><p>Its job is under way. The score appears here as soon as it is there.</p></Empty>
  return <Empty title="Not judged" actions={open}><p>{job ? 'Its job has ended without a score for this lead; the job says why.' : 'This lead has no score so far; its job says why.'}</p></Empty>
}
