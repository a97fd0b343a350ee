/** Jobs, results and failures as the API gives them, to be varied by a test. */
import { JOB } from '@/test/fixtures'
import type { FailureGroup, Job, JobPage, JobSummary, Result, ResultPage } from '@/services/types'

export const RUNNING: Job = JOB

export const ENDED: Job = {
  ...RUNNING,
  status: 'completed',
  outcome: 'partial',
  completed_at: '2026-11-24T13:33:49Z',
  request_counts: { total: 1840, queued: 0, in_progress: 0, succeeded: 1823, failed: 17, cancelled: 0, expired: 0 },
  progress: { percent: 100, ended: 1840, rate_per_minute: null, rate_seconds: null, eta_seconds: null, stalled: false, waiting_on: null },
}

/** A job with only some of its counts; the rest is queued. */
export function withCounts(job: Job, counts: Partial<Job['request_counts']>): Job {
  return { ...job, request_counts: { ...job.request_counts, ...counts } }
}

export function jobPage(data: JobSummary[], more: Partial<JobPage> = {}): JobPage {
  return { object: 'list', data, has_more: false, next_cursor: null, ...more }
}

export const GROUP: FailureGroup = {
  code: 'provider_timeout',
  count: 17,
  message: 'No complete answer within 60 s.',
  remedy: 'Nothing is wrong with these leads. Submit them again.',
  retryable: true,
  sample: [
    { index: 430, custom_id: 'crm-9431', company_name: 'Merrow Steel Doors', attempts: 3, completed_at: '2026-11-24T13:31:40Z' },
    { index: 366, custom_id: 'row-372', company_name: '', attempts: 1, completed_at: null },
  ],
}

const CRITERIA = [['fit', 'Company fit', 25, 4], ['need', 'Need', 25, 3], ['budget', 'Budget', 15, null]] as const

export function resultOf(index: number, more: Partial<Result> = {}): Result {
  return {
    index,
    custom_id: `row-${index + 2}`,
    lead_id: `01a20dbc-0000-7000-8000-${String(index).padStart(12, '0')}`,
    status: 'succeeded',
    result: {
      score: 83,
      score_exact: 83.1,
      tier: 'A',
      coverage: 0.8,
      criteria: CRITERIA.map(([key, label, weight, level]) => ({ key, label, weight, level, points: level === null ? null : '1.00', field: 'notes', quote: '', reason: '', note: null, claimed: null })),
      disqualifiers: [],
      next_question: { key: 'budget', label: 'Budget', question: 'Is money set aside?', outcomes: [] },
      flags: [],
      reasoning: '',
    },
    error: null,
    attempts: 1,
    usage: { calls: 1, prompt_tokens: 1, completion_tokens: 1, cached_tokens: 0, cost_usd: '0.000870000' },
    provider: 'simulator',
    model: 'gpt-oss-120b',
    simulated: true,
    cached: false,
    completed_at: '2026-11-24T13:31:57Z',
    input: { company_name: `Company ${index + 1}` },
    ...more,
  } as Result
}

export function resultPage(data: Result[], more: Partial<ResultPage> = {}): ResultPage {
  return { object: 'list', data, has_more: false, next_cursor: null, ...more }
}
