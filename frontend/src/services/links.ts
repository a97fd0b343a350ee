/** Addresses that the browser follows itself, such as downloads. */
import { BASE_URL } from '@/services/client'

export type ExportFormat = 'csv' | 'ndjson'

/** The whole job as a file; with `status` only results that ended so. */
export function exportUrl(jobId: string, format: ExportFormat, status: readonly string[] = []): string {
  const query = new URLSearchParams({ format })
  for (const each of status) query.append('status', each)
  return `${BASE_URL}/jobs/${jobId}/results?${query}`
}
