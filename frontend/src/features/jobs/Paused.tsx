/** Why a job is paused, what to do, and the way on. */
import { Time } from '@/components/Amounts'
import { Banner } from '@/components/Banner'
import type { Job } from '@/services/types'

export function Paused({ job }: { readonly job: Job }) {
  if (job.status !== 'paused') return null
  const byPerson = job.status_reason === 'by_user'
  return (
    <Banner tone={byPerson ? 'plain' : 'warn'} icon="pause" title={job.status_message ?? 'The job is paused.'}>
      {job.paused_at ? <>Since <Time at={job.paused_at} />. </> : null}
      {job.remedy} {job.request_counts.in_progress > 0 ? 'What is at the model ends and is kept.' : 'Nothing is paid for meanwhile.'}
    </Banner>
  )
}
