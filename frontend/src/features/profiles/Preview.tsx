/** A version tried on the latest leads before it is activated: their score now and under it. */
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { Banner } from '@/components/Banner'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { Section } from '@/components/Section'
import { SimulatorMark } from '@/components/SimulatorMark'
import { JobState } from '@/components/StateMark'
import { PreviewTable } from '@/features/profiles/PreviewTable'
import { versionAddress } from '@/features/profiles/address'
import { previewSums } from '@/features/profiles/previewScores'
import { SAMPLE, usePreview, useStartPreview } from '@/features/profiles/queries'
import { useSession } from '@/hooks/useSession'
import { formatMoney, plural } from '@/lib/format'
import { isEnded } from '@/lib/jobs'
import { asApiError } from '@/services/errors'
import type { ProfileVersion } from '@/services/types'

interface Props {
  readonly version: ProfileVersion
  /** A preview that began already. */
  readonly jobId: string | null
}

function costsOf(simulated: boolean, editable: boolean): string {
  const paid = simulated ? 'The simulator answers, and nothing is billed.' : 'Each lead is one paid call; a job that follows takes the answers at no cost.'
  return `${paid} No lead's score is changed.${editable ? ' The version can then no longer be written over.' : ''}`
}

export function Preview({ version, jobId }: Props) {
  const [, navigate] = useLocation()
  const { scopes, simulated } = useSession()
  const { profile, version: number, editable } = version
  const start = useStartPreview(profile.id, number)
  const underway = useRef(false)
  const begin = () => {
    // the second press of a double click would be a second preview
    if (underway.current) return
    underway.current = true
    start.mutate(undefined, {
      onSuccess: (job) => navigate(versionAddress(profile.id, number, job.id), { replace: true }),
      onSettled: () => {
        underway.current = false
      },
    })
  }
  const reason = scopes.includes('submit') ? (start.isPending ? 'Asked; waiting for the answer' : null) : 'This key may not have leads judged'
  return (
    <Section title={`Preview of v${number}`} note={<Button size="sm" onClick={begin} disabledReason={reason}>{jobId ? 'Preview again' : `Preview on the ${SAMPLE} latest leads`}</Button>}>
      {start.error ? <div role="alert" className="pt-2"><Banner tone="danger" icon="bad" title="The preview did not begin.">{asApiError(start.error).message}</Banner></div> : null}
      {jobId ? <Begun key={jobId} jobId={jobId} version={version} /> : <p className="pt-2 text-ink-3">{costsOf(simulated, editable)}</p>}
    </Section>
  )
}

function Begun({ jobId, version: { version: number, profile, content } }: { readonly jobId: string; readonly version: ProfileVersion }) {
  const { job: { data: job, error, refetch }, results } = usePreview(jobId)
  if (!job) return error ? <LoadFailed title="The preview could not be loaded" error={error} onRetry={() => void refetch()} /> : <p className="pt-2 text-ink-3" aria-busy="true">The preview is being read.</p>
  if (job.kind !== 'preview' || job.profile.id !== profile.id || job.profile.version !== number) return <p className="pt-2 text-ink-3">The preview in this address is of another version.</p>
  const rows = results.data?.data
  const { scored, moved } = previewSums(rows ?? [])
  const said = isEnded(job) ? `${plural(scored, 'lead')} scored, ${moved} in another tier than now, ${formatMoney(job.cost.actual_usd)}` : `${job.progress.ended} of ${plural(job.request_counts.total, 'lead')} judged`
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-2" role="status"><JobState job={job} /><span>{said}</span>{job.simulated ? <SimulatorMark inline /> : null}</p>
      {job.remedy ? <p className="pt-1">{job.status_message} {job.remedy}</p> : null}
      {rows ? <PreviewTable rows={rows} tiers={content.tiers} number={number} /> : results.error ? <LoadFailed title="Its results could not be loaded" error={results.error} onRetry={() => void results.refetch()} /> : null}
    </>
  )
}
