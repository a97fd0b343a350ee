/** Answers as the API gives them, to be varied by a test. */
import type { Job, LeadPage, LeadSummary } from '@/services/types'
import type { Session, Summary } from '@/services/session'

export const SESSION: Session = {
  object: 'session',
  name: 'emea-team',
  scopes: ['submit', 'read'],
  signed_in_by: 'key',
  expires_at: '2026-11-25T02:00:00Z',
  simulated: true,
  provider: 'simulator',
  model: 'gpt-oss-120b',
  limits: { max_leads_per_job: 50_000, max_body_mb: 25 },
}

export const SUMMARY: Summary = {
  object: 'summary',
  since: '2026-11-23T13:32:04Z',
  as_of: '2026-11-24T13:32:04Z',
  rate_per_minute: 240,
  minutes: Array.from({ length: 30 }, (_, minute) => (minute > 20 ? 240 : 0)),
  ended: { succeeded: 2488, failed: 25, failed_retryable: 21, cancelled: 0, cached: 17 },
  open: { queued: 2022, in_progress: 11 },
  jobs: { open: 3, paused: 1, ended: 41 },
  cost: { since_usd: '2.120000000', month_usd: '11.400000000' },
  tiers: [
    { tier: 'A', count: 312, from: 80 },
    { tier: 'B', count: 694, from: 60 },
    { tier: 'C', count: 748, from: 40 },
    { tier: 'D', count: 498, from: 0 },
    { tier: 'open', count: 236, from: null },
    { tier: 'disqualified', count: 0, from: null },
  ],
  histogram: [6, 14, 24, 41, 62, 88, 118, 145, 172, 188, 196, 192, 194, 186, 168, 146, 124, 92, 62, 34],
  leads: 12_486,
  provider: { name: 'simulator', model: 'gpt-oss-120b', simulated: true, state: 'simulator', since: null, calls_last_minute: 248, tokens_last_minute: 475_664, median_latency_ms: 900, slots: 128, in_flight: 4, workers: 2 },
}

export const JOB: Job = {
  id: '01a20dbc-9340-7000-8000-000000000001',
  object: 'job',
  name: 'Trade fair scans, day 2',
  status: 'in_progress',
  status_reason: null,
  outcome: null,
  request_counts: { total: 1840, queued: 707, in_progress: 7, succeeded: 1109, failed: 17, cancelled: 0, expired: 0 },
  progress: { percent: 61.2, ended: 1126, rate_per_minute: 206, eta_seconds: 208, stalled: false },
  usage: { calls: 1109, prompt_tokens: 1, completion_tokens: 1, cached_tokens: 0 },
  cost: { actual_usd: '0.910000000' },
  cached: 0,
  provider: 'simulator',
  model: 'gpt-oss-120b',
  simulated: true,
  profile: { name: 'Warehouse software', version: 7 },
  metadata: {},
  created_at: '2026-11-24T13:26:00Z',
  started_at: '2026-11-24T13:26:01Z',
  last_result_at: '2026-11-24T13:31:57Z',
  completed_at: null,
  links: { self: '/api/v1/jobs/01a20dbc', results: '/api/v1/jobs/01a20dbc/results' },
  skipped: { count: 0, errors: [] },
} as Job

export const LEAD: LeadSummary = {
  id: '01a20dbc-0000-7000-8000-000000000011',
  object: 'lead',
  company_name: 'Halden & Brook Logistics',
  company_website: 'haldenbrook.example.com',
  company_size: '240',
  industry: 'Contract logistics',
  contact_name: 'Mirela Osei',
  contact_email: 'mirela.osei@haldenbrook.example.com',
  contact_phone: null,
  contact_title: 'Operations Manager',
  notes: 'Came to the stand twice.',
  additional_data: {},
  score: 83,
  tier: 'A',
  coverage: 0.8,
  reasoning: '',
  next_question: 'Is money set aside for the new system?',
  flags: [],
  provider: 'simulator',
  model: 'gpt-oss-120b',
  simulated: true,
  latency_ms: 900,
  profile: { name: 'Warehouse software', version: 7 },
  qualified_at: '2026-11-24T13:31:57Z',
  submitted_at: '2026-11-24T13:26:00Z',
  created_at: '2026-11-24T13:26:00Z',
  updated_at: '2026-11-24T13:31:57Z',
  links: { self: '/api/v1/leads/01a20dbc-0000-7000-8000-000000000011', job: '/api/v1/jobs/01a20dbc' },
} as LeadSummary

export function leadPage(data: LeadPage['data'] = [LEAD]): LeadPage {
  return { object: 'list', data, has_more: false, next_cursor: null } as unknown as LeadPage
}
