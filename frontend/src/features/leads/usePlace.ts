/** The place of a lead in what its job was made of; null while unknown, or when the job is gone. */
import { useQuery } from '@tanstack/react-query'
import { jobOptions, rowOptions } from '@/features/leads/queries'
import { placeOf } from '@/lib/place'
import type { Place } from '@/lib/place'
import type { Lead } from '@/services/types'

export function usePlace(lead: Pick<Lead, 'job' | 'position'> | undefined): Place | null {
  const [jobId, position] = [lead?.job?.id ?? '', lead?.position ?? 0]
  const row = useQuery({ ...rowOptions(jobId, position), enabled: jobId !== '' }).data
  const job = useQuery({ ...jobOptions(jobId), enabled: jobId !== '' }).data
  return row && job ? placeOf(row, job.skipped.errors) : null
}
