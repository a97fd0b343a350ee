/** The API, one method an operation of docs/openapi.json, each named by its operation id. */
import { call, client } from '@/services/client'
import type { CallOptions } from '@/services/client'
import type { JobQuery, LeadInput, LeadQuery, NewJob, ResultQuery, UploadQuery } from '@/services/types'

export const api = {
  createJob: (body: NewJob, options: CallOptions = {}) =>
    call(options, (fetch) => client.POST('/jobs', { body, fetch })),

  listJobs: (query: JobQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/jobs', { params: { query }, fetch })),

  getJob: (jobId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/jobs/{job_id}', { params: { path: { job_id: jobId } }, fetch })),

  listResults: (jobId: string, query: ResultQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/jobs/{job_id}/results', { params: { path: { job_id: jobId }, query }, fetch })),

  listLeads: (query: LeadQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads', { params: { query }, fetch })),

  getLead: (leadId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads/{lead_id}', { params: { path: { lead_id: leadId } }, fetch })),

  getHealth: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/health', { fetch })),

  getReady: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/ready', { fetch })),

  /** createJob with a CSV file as it is. */
  uploadJob: (file: Blob, query: UploadQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) =>
      client.POST('/jobs', {
        params: { query },
        // the file goes out untouched; the document describes it as text
        body: file as never,
        bodySerializer: (body: unknown) => body as Blob,
        headers: { 'Content-Type': 'text/csv' },
        fetch,
      }),
    ),

  /** Judges one lead: a job of one. */
  qualifyLead: (lead: LeadInput, options: CallOptions = {}) => api.createJob({ leads: [lead] }, options),

  /** listLeads under the name that the requirements give it. */
  getLeads: (query: LeadQuery = {}, options: CallOptions = {}) => api.listLeads(query, options),
}
