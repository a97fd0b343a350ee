/** The API, one method an operation of docs/openapi.json, each named by its operation id. */
import { call, client, forgetAnswers } from '@/services/client'
import type { CallOptions } from '@/services/client'
import type {
  Activation,
  Credentials,
  Estimate,
  EventList,
  FailureList,
  Job,
  JobPage,
  JobQuery,
  LeadFilter,
  LeadQuery,
  NewJob,
  NewOutcome,
  NewOverride,
  NewPreview,
  NewProfile,
  ProfileQuery,
  ProfileText,
  ProfileVersion,
  Qualification,
  ResultPage,
  ResultQuery,
  RetryChoice,
  Session,
  UploadQuery,
} from '@/services/types'

export const api = {
  /** A text goes out as it is: leads of a file may hold what no browser's number does. */
  createJob: (body: NewJob | string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs', { body: body as NewJob, bodySerializer: asText, fetch }))),

  listJobs: (query: JobQuery = {}, options: CallOptions = {}): Promise<JobPage> =>
    call(options, async (fetch) => answered<JobPage>(await client.GET('/jobs', { params: { query }, fetch }))),

  getJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.GET('/jobs/{job_id}', { params: { path: { job_id: jobId } }, fetch }))),

  cancelJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } }, fetch }))),

  pauseJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs/{job_id}/pause', { params: { path: { job_id: jobId } }, fetch }))),

  resumeJob: (jobId: string, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs/{job_id}/resume', { params: { path: { job_id: jobId } }, fetch }))),

  /** Answers the new job. */
  retryJob: (jobId: string, body: RetryChoice = {}, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/jobs/{job_id}/retry', { params: { path: { job_id: jobId } }, body, fetch }))),

  listJobEvents: (jobId: string, options: CallOptions = {}): Promise<EventList> =>
    call(options, async (fetch) => answered<EventList>(await client.GET('/jobs/{job_id}/events', { params: { path: { job_id: jobId } }, fetch }))),

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

  /** Whether a file would be given, without a byte of it; throws as a read does. */
  checkFile: (address: string, options: CallOptions = {}): Promise<undefined> =>
    call(options, async (fetch) => ({ response: await fetch(new Request(address, { method: 'HEAD' })) })),

  listLeads: (query: LeadQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads', { params: { query }, fetch })),

  getLead: (leadId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads/{lead_id}', { params: { path: { lead_id: leadId } }, fetch })),

  /** Judges one lead and answers its job; who would rather wait for the result asks the API with the header Prefer. */
  qualifyLead: (body: Qualification, options: CallOptions = {}): Promise<Job> =>
    call(options, async (fetch) => answered<Job>(await client.POST('/leads/qualify', { body, fetch }))),

  getLeadCounts: (query: LeadFilter = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/leads/counts', { params: { query }, fetch })),

  overrideLead: (leadId: string, body: NewOverride, options: CallOptions = {}) =>
    call(options, (fetch) => client.POST('/leads/{lead_id}/override', { params: { path: { lead_id: leadId } }, body, fetch })),

  withdrawOverride: (leadId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.DELETE('/leads/{lead_id}/override', { params: { path: { lead_id: leadId } }, fetch })),

  recordOutcome: (leadId: string, body: NewOutcome, options: CallOptions = {}) =>
    call(options, (fetch) => client.POST('/leads/{lead_id}/outcome', { params: { path: { lead_id: leadId } }, body, fetch })),

  withdrawOutcome: (leadId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.DELETE('/leads/{lead_id}/outcome', { params: { path: { lead_id: leadId } }, fetch })),

  listProfilePresets: (options: CallOptions = {}) => call(options, (fetch) => client.GET('/profiles/presets', { fetch })),

  getProfilePreset: (preset: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/profiles/presets/{preset}', { params: { path: { preset } }, fetch })),

  validateProfile: (body: ProfileText, options: CallOptions = {}) =>
    call(options, (fetch) => client.POST('/profiles/validate', { body, fetch })),

  listProfiles: (query: ProfileQuery = {}, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/profiles', { params: { query }, fetch })),

  createProfile: (body: NewProfile, options: CallOptions = {}) => call(options, (fetch) => client.POST('/profiles', { body, fetch })),

  getProfile: (profileId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/profiles/{profile_id}', { params: { path: { profile_id: profileId } }, fetch })),

  deleteProfile: async (profileId: string, options: CallOptions = {}): Promise<void> => {
    await call(options, (fetch) => client.DELETE('/profiles/{profile_id}', { params: { path: { profile_id: profileId } }, fetch }))
  },

  /** A version with this content: a new one, or the latest where that says the same. */
  createProfileVersion: (profileId: string, body: NewProfile, options: CallOptions = {}): Promise<ProfileVersion> =>
    call(options, async (fetch) =>
      answered<ProfileVersion>(await client.POST('/profiles/{profile_id}/versions', { params: { path: { profile_id: profileId } }, body, fetch })),
    ),

  getProfileVersion: (profileId: string, number: number, options: CallOptions = {}) =>
    call(options, (fetch) =>
      client.GET('/profiles/{profile_id}/versions/{number}', { params: { path: { profile_id: profileId, number } }, fetch }),
    ),

  replaceProfileVersion: (profileId: string, number: number, content: ProfileText, options: CallOptions = {}) =>
    call(options, (fetch) =>
      client.PUT('/profiles/{profile_id}/versions/{number}', { params: { path: { profile_id: profileId, number } }, body: { content }, fetch }),
    ),

  activateProfileVersion: (profileId: string, body: Activation, options: CallOptions = {}) =>
    call(options, (fetch) => client.POST('/profiles/{profile_id}/activate', { params: { path: { profile_id: profileId } }, body, fetch })),

  previewProfile: (profileId: string, body: NewPreview, options: CallOptions = {}): Promise<Job> =>
    call(options, (fetch) => client.POST('/profiles/{profile_id}/preview', { params: { path: { profile_id: profileId } }, body, fetch })),

  listProfileEvents: (profileId: string, options: CallOptions = {}) =>
    call(options, (fetch) => client.GET('/profiles/{profile_id}/events', { params: { path: { profile_id: profileId } }, fetch })),

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
  estimateJob: (body: NewJob | string, options: CallOptions = {}): Promise<Estimate> =>
    call(options, async (fetch) =>
      answered<Estimate>(await client.POST('/jobs', { body: `{"dry_run":true,${asText(body).slice(1)}` as never, bodySerializer: asText, fetch })),
    ),

  /** uploadJob as a dry run. */
  estimateUpload: (file: Blob, query: UploadQuery = {}, options: CallOptions = {}): Promise<Estimate> =>
    call(options, async (fetch) => answered<Estimate>(await upload(file, { ...query, dry_run: true }, fetch))),

  /** listLeads under the name that the requirements give it. */
  getLeads: (query: LeadQuery = {}, options: CallOptions = {}) => api.listLeads(query, options),
}

/** One operation, two answers: what was sent decides which of them came. */
function answered<T>({ data, error, response }: { data?: unknown; error?: unknown; response: Response }) {
  return data === undefined ? { error, response } : { data: data as T, response }
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
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
