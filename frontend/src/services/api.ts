/** The API, one method an operation of docs/openapi.json, each named by its operation id. */
import { call, client, forgetAnswers } from '@/services/client'
import type { CallOptions } from '@/services/client'
import type {
  Credentials,
  Estimate,
  FailureList,
  Job,
  JobPage,
  JobQuery,
  LeadFilter,
  LeadInput,
  LeadQuery,
  NewJob,
  ResultPage,
  ResultQuery,
  Session,
  UploadQuery,
} from '@/services/types'

export const api = {
  createJob: (body: NewJob, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs', { body, fetch }))),

  listJobs: (query: JobQuery = {}, options: CallOptions = {}): Promise<JobPage> =>
    call(options, async (fetch) => answered<JobPage>(await client.GET('/jobs', { params: { query }, fetch }))),

  getJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.GET('/jobs/{job_id}', { params: { path: { job_id: jobId } }, fetch }))),

  cancelJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } }, fetch }))),

  listFailures: (jobId: string, options: CallOptions = {}): Promise<FailureList> =>
    call(options, async (fetch) => answered<FailureList>(await client.GET('/jobs/{job_id}/failures', { params: { path: { job_id: jobId } }, fetch }))),

  /** The rows that a job left out, as the text of a CSV file. */
  listRefused: (jobId: string, options: CallOptions = {}): Promise<string> =>
    call(options, async (fetch) =>
      answered<string>(await client.GET('/jobs/{job_id}/refused', { params: { path: { job_id: jobId } }, parseAs: 'text', fetch })),
    ),

  /** A page of results; the files of the same operation are addresses, see links.ts. */
  listResults: (jobId: string, query: ResultQuery = {}, options: CallOptions = {}): Promise<ResultPage> =>
    call(options, async (fetch) =>
      answered<ResultPage>(await client.GET('/jobs/{job_id}/results', { params: { path: { job_id: jobId }, query }, fetch })),
    ),

  listLeads: (query: LeadQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads', { params: { query }, fetch })),

  getLead: (leadId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads/{lead_id}', { params: { path: { lead_id: leadId } }, fetch })),

  getLeadCounts: (query: LeadFilter = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads/counts', { params: { query }, fetch })),

  getSummary: (query: { since?: string } = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/insights/summary', { params: { query }, fetch })),

  getSession: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/session', { fetch })),

  signIn: async (credentials: Credentials, options: CallOptions = {}): Promise<Session> => {
    const session = await call(options, (fetch) => client.POST('/session', { body: credentials, fetch }))
    forgetAnswers()
    return session
  },

  signOut: async (options: CallOptions = {}): Promise<void> => {
    await call(options, (fetch) => client.DELETE('/session', { fetch }))
    forgetAnswers()
  },

  getHealth: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/health', { fetch })),

  getReady: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/ready', { fetch })),

  /** createJob with a CSV file as it is. */
  uploadJob: (file: Blob, query: UploadQuery = {}, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await upload(file, query, fetch))),

  /** createJob as a dry run: checks and estimates, keeps nothing. */
  estimateJob: (body: NewJob, options: CallOptions = {}): Promise<Estimate> =>
    call(options, async (fetch) =>
      answered<Estimate>(await client.POST('/jobs', { body: { ...body, dry_run: true }, fetch })),
    ),

  /** uploadJob as a dry run. */
  estimateUpload: (file: Blob, query: UploadQuery = {}, options: CallOptions = {}): Promise<Estimate> =>
    call(options, async (fetch) => answered<Estimate>(await upload(file, { ...query, dry_run: true }, fetch))),

  /** Judges one lead: a job of one. */
  qualifyLead: (lead: LeadInput, options: CallOptions = {}) => api.createJob({ leads: [lead] }, options),

  /** listLeads under the name that the requirements give it. */
  getLeads: (query: LeadQuery = {}, options: CallOptions = {}) => api.listLeads(query, options),
}

/** One operation, two answers: what was sent decides which of them came. */
function answered<T>({ data, error, response }: { data?: unknown; error?: unknown; response: Response }) {
  return data === undefined ? { error, response } : { data: data as T, response }
}

function upload(file: Blob, query: UploadQuery, fetch: (request: Request) => Promise<Response>) {
  return client.POST('/jobs', {
    params: { query },
    // the file goes out untouched; the document describes it as text
    body: file as never,
    bodySerializer: (body: unknown) => body as Blob,
    headers: { 'Content-Type': 'text/csv' },
    fetch,
  })
}
