/** The API beside the page: what a test asks to know whether the page tells the truth. */
import { expect } from '@playwright/test'
import type { APIRequestContext } from '@playwright/test'
import type { Job, Lead, LeadInput } from '../../src/services/types.ts'

export class Api {
  constructor(readonly requests: APIRequestContext) {}

  async get<T>(path: string): Promise<T> {
    const answer = await this.requests.get(`/api/v1${path}`)
    expect(answer.status(), `GET ${path}`).toBe(200)
    return (await answer.json()) as T
  }

  job(id: string): Promise<Job> {
    return this.get<Job>(`/jobs/${id}`)
  }

  lead(id: string): Promise<Lead> {
    return this.get<Lead>(`/leads/${id}`)
  }

  async countJobs(): Promise<number> {
    return (await this.get<{ data: unknown[] }>('/jobs?limit=100')).data.length
  }

  async submit(leads: readonly LeadInput[], name: string): Promise<Job> {
    const answer = await this.requests.post('/api/v1/jobs', { data: { leads, name } })
    expect(answer.status(), await answer.text()).toBe(202)
    return (await answer.json()) as Job
  }

  /** A file as it is; its bad rows are left out. */
  async upload(csv: Buffer | string, name: string): Promise<Job> {
    const answer = await this.requests.post(`/api/v1/jobs?on_invalid=skip&name=${encodeURIComponent(name)}`, { headers: { 'Content-Type': 'text/csv' }, data: csv })
    expect(answer.status(), await answer.text()).toBe(202)
    return (await answer.json()) as Job
  }

  async cancel(id: string): Promise<void> {
    const answer = await this.requests.post(`/api/v1/jobs/${id}/cancel`)
    expect([200, 202, 409]).toContain(answer.status())
  }

  async untilEnded(id: string): Promise<Job> {
    await expect.poll(async () => (await this.job(id)).completed_at, { timeout: 60_000, message: 'the job ends' }).not.toBeNull()
    return this.job(id)
  }

  /** Waits until so many leads of the job have ended. */
  async untilAnswered(id: string, count: number): Promise<void> {
    await expect.poll(async () => (await this.job(id)).progress.ended, { timeout: 60_000, message: `${count} leads have ended` }).toBeGreaterThanOrEqual(count)
  }
}
