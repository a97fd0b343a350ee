/** Pausing, resuming, trying again and the history of a job. */
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import { createQueryClient } from '@/app/providers'
import JobPage from '@/features/jobs/JobPage'
import { sessionKeys } from '@/hooks/useSession'
import type { Job } from '@/services/types'
import { JOB, SESSION } from '@/test/fixtures'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

const ID = JOB.id
const OTHER = '01a20dbc-9340-7000-8000-000000000002'
const PAUSED: Job = { ...JOB, status: 'paused', status_reason: 'by_user', status_message: 'Somebody paused the job.', remedy: 'Resume it.', paused_at: '2026-11-24T13:32:00Z', request_counts: { ...JOB.request_counts, queued: 714, in_progress: 0 } }
const STOPPED: Job = { ...PAUSED, status_reason: 'payment_required', status_message: 'The account has no credit left.', remedy: 'Add credit, then resume.' }
const ENDED: Job = { ...JOB, status: 'cancelled', completed_at: '2026-11-24T13:40:00Z', request_counts: { ...JOB.request_counts, queued: 0, in_progress: 0, cancelled: 714 } }

let job: Job = JOB
function draw(scopes: ReadonlyArray<'read' | 'submit'> = ['read', 'submit']) {
  server.use(
    http.get(`${API}/jobs/${ID}`, () => HttpResponse.json(job)),
    http.get(`${API}/jobs/${ID}/failures`, () => HttpResponse.json({ object: 'list', data: [] })),
    http.get(`${API}/jobs/${ID}/results`, () => HttpResponse.json({ object: 'list', data: [], has_more: false, next_cursor: null })),
    http.get(`${API}/leads/counts`, () => HttpResponse.json({ object: 'lead_counts', total: 0, tiers: [], unjudged: 0 })),
  )
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, scopes: [...scopes] })
  renderWith(<Suspense><JobPage id={ID} /></Suspense>, { client, path: `/jobs/${ID}` })
}

describe('pause', () => {
  it('stops the job at once, says since when, and resumes by the same button', async () => {
    job = JOB
    server.use(
      http.post(`${API}/jobs/${ID}/pause`, () => HttpResponse.json((job = PAUSED), { status: 202 })),
      http.post(`${API}/jobs/${ID}/resume`, () => HttpResponse.json((job = JOB), { status: 202 })),
    )
    draw()
    const button = await screen.findByRole('button', { name: 'Pause' })
    await userEvent.click(button)
    expect(await screen.findByText('Somebody paused the job.')).toBeInTheDocument()
    expect(screen.getByText(/Nothing is paid for meanwhile/)).toBeInTheDocument()
    expect(button).toHaveTextContent('Resume')
    expect(button).toHaveFocus()
    await userEvent.click(button)
    await waitFor(() => expect(screen.queryByText('Somebody paused the job.')).toBeNull())
    expect(button).toHaveTextContent('Pause')
  })

  it('says why nobody paused it, and what to do', async () => {
    job = STOPPED
    draw()
    expect(await screen.findByText('The account has no credit left.')).toBeInTheDocument()
    expect(screen.getByText(/Add credit, then resume/)).toBeInTheDocument()
    expect(screen.getByText('Paused: no credit left')).toBeInTheDocument()
  })

  it('says why it was refused', async () => {
    job = JOB
    server.use(http.post(`${API}/jobs/${ID}/pause`, () => problem(409, 'job_cancelling', 'The job is being cancelled.')))
    draw()
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }))
    expect(await screen.findByText('It was not paused. The job is being cancelled.')).toBeInTheDocument()
  })

  it('is not for a key that may only read', async () => {
    job = JOB
    draw(['read'])
    expect(await screen.findByRole('button', { name: 'Pause' })).toHaveAttribute('title', 'This key may only read')
  })
})

describe('trying again', () => {
  it('asks which leads, adds them up, and goes to the new job', async () => {
    job = ENDED
    const sent: unknown[] = []
    server.use(http.post(`${API}/jobs/${ID}/retry`, async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ ...JOB, id: OTHER, retry_of: ID }, { status: 202 })
    }))
    draw()
    await userEvent.click(await screen.findByRole('button', { name: 'Try again…' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('button', { name: 'Try 731 leads again' })).toBeInTheDocument()
    await userEvent.click(dialog.getByRole('checkbox', { name: /^Cancelled/ }))
    await userEvent.click(dialog.getByRole('button', { name: 'Try 17 leads again' }))
    await waitFor(() => expect(location.pathname).toBe(`/jobs/${OTHER}`))
    expect(sent).toEqual([{ statuses: ['failed'] }])
  })

  it('makes nothing of nothing, and says why no job was made', async () => {
    job = { ...ENDED, status: 'completed', request_counts: { ...ENDED.request_counts, cancelled: 0 } }
    server.use(http.post(`${API}/jobs/${ID}/retry`, () => problem(409, 'retry_running', 'Job x already tries leads of this one again.')))
    draw()
    await userEvent.click(await screen.findByRole('button', { name: 'Try again…' }))
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Try 17 leads again' }))
    expect(await dialog.findByRole('alert')).toHaveTextContent('No job was made. Job x already tries leads of this one again.')
    await userEvent.click(dialog.getByRole('checkbox', { name: /^Failed/ }))
    expect(dialog.getByRole('button', { name: 'Try again' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(dialog.getByRole('button', { name: 'Leave it' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('leads from the old job to the new one and back', async () => {
    job = { ...ENDED, retry_of: OTHER, retried_by: [OTHER] }
    draw()
    expect(await screen.findByRole('link', { name: 'leads of an earlier job' })).toHaveAttribute('href', `/jobs/${OTHER}`)
    expect(screen.getByRole('link', { name: /^tried again/ })).toHaveAttribute('href', `/jobs/${OTHER}`)
  })
})

describe('history', () => {
  const EVENT = { at: '2026-11-24T13:32:00Z', actor: 'crm', actor_kind: 'key', action: 'job.retry', detail: { leads: 17 } }

  it('is read when it is unfolded', async () => {
    job = ENDED
    let asked = 0
    server.use(http.get(`${API}/jobs/${ID}/events`, () => {
      asked += 1
      return HttpResponse.json({ object: 'list', data: [EVENT, { ...EVENT, actor: 'worker', actor_kind: 'system', action: 'job.auto_pause', detail: {} }] })
    }))
    draw()
    const button = await screen.findByRole('button', { name: 'Show who did what' })
    expect(asked).toBe(0)
    await userEvent.click(button)
    expect(await screen.findByText('Tried again, 17 leads')).toBeInTheDocument()
    expect(screen.getByText('the worker')).toBeInTheDocument()
    expect(screen.getByText('crm')).toBeInTheDocument()
  })

  it.each([
    [() => HttpResponse.json({ object: 'list', data: [] }), /Nobody paused, resumed/],
    [() => problem(403, 'scope_missing', 'The key lacks a scope.'), /could not be loaded\. The key lacks a scope/],
  ])('says when there is none, and why it cannot be read', async (answer, words) => {
    job = ENDED
    server.use(http.get(`${API}/jobs/${ID}/events`, answer))
    draw()
    await userEvent.click(await screen.findByRole('button', { name: 'Show who did what' }))
    expect(await screen.findByText(words)).toBeInTheDocument()
  })
})
