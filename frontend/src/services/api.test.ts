import { Blob as NodeBlob } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import { connection } from '@/lib/connection'
import { api } from '@/services/api'
import { exportUrl } from '@/services/links'
import { JOB, LEAD, SESSION, leadPage } from '@/test/fixtures'
import { API, problem, server } from '@/test/server'

const NOT_OPERATIONS = ['checkFile', 'uploadJob', 'estimateJob', 'estimateUpload', 'getLeads']

describe('api', () => {
  it('has one method for every operation of docs/openapi.json and no other', () => {
    const document = JSON.parse(readFileSync('../docs/openapi.json', 'utf8')) as { paths: Record<string, Record<string, { operationId?: string }>> }
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path).flatMap(({ operationId }) => operationId ?? []))
    expect(Object.keys(api).filter((name) => !NOT_OPERATIONS.includes(name)).toSorted()).toEqual(operations.toSorted())
  })

  it('lists leads with repeated parameters', async () => {
    let asked = ''
    server.use(http.get(`${API}/leads`, ({ request }) => {
      asked = new URL(request.url).search
      return HttpResponse.json(leadPage())
    }))
    expect((await api.getLeads({ tier: ['A', 'open'], min_score: 60, limit: 50 })).data[0]?.company_name).toBe(LEAD.company_name)
    expect(asked).toBe('?tier=A&tier=open&min_score=60&limit=50')
  })

  it('reads by id', async () => {
    server.use(
      http.get(`${API}/leads/:id`, ({ params }) => HttpResponse.json({ ...LEAD, id: params.id })),
      http.get(`${API}/jobs/:id/results`, () => HttpResponse.json({ data: [], has_more: false, next_cursor: null })),
      http.get(`${API}/jobs`, () => HttpResponse.json({ data: [JOB], has_more: false, next_cursor: null })),
      http.get(`${API}/health`, () => HttpResponse.json({ status: 'ok' })),
      http.get(`${API}/ready`, () => HttpResponse.json({ status: 'ready' })),
    )
    expect((await api.getLead('abc')).id).toBe('abc')
    expect((await api.listResults('abc')).data).toEqual([])
    expect((await api.listJobs()).data).toHaveLength(1)
    await expect(Promise.all([api.getHealth(), api.getReady()])).resolves.toHaveLength(2)
  })

  it('submits one lead by itself, and a file as it is', async () => {
    const bodies: string[] = []
    const accept = async ({ request }: { request: Request }) => {
      bodies.push(`${request.headers.get('Content-Type')} ${new URL(request.url).search} ${await request.text()}`)
      return HttpResponse.json(JOB, { status: 202 })
    }
    server.use(http.post(`${API}/jobs`, accept), http.post(`${API}/leads/qualify`, accept))
    expect((await api.qualifyLead({ lead: { company_name: 'Halden' } })).id).toBe(JOB.id)
    await api.uploadJob(new NodeBlob(['company\r\nHalden\r\n']) as Blob, { name: 'Fair', on_invalid: 'skip' })
    expect(bodies).toEqual(['application/json  {"lead":{"company_name":"Halden"}}', 'text/csv ?name=Fair&on_invalid=skip company\r\nHalden\r\n'])
  })

  it('sends a job that is a text already as it is, and as a dry run with that word alone', async () => {
    const bodies: string[] = []
    server.use(http.post(`${API}/jobs`, async ({ request }) => {
      bodies.push(`${request.headers.get('Content-Type')} ${await request.text()}`)
      return HttpResponse.json(JOB, { status: 202 })
    }))
    await api.createJob('{"leads": [{"size": 12345678901234567890}]}')
    await api.estimateJob('{"leads": [{"size": 12345678901234567890}]}')
    await api.estimateJob({ leads: [{ company_name: 'Halden' }] })
    expect(bodies).toEqual([
      'application/json {"leads": [{"size": 12345678901234567890}]}',
      'application/json {"dry_run":true,"leads": [{"size": 12345678901234567890}]}',
      'application/json {"dry_run":true,"leads":[{"company_name":"Halden"}]}',
    ])
  })

  it('does not repeat a submission that was lost on the way', async () => {
    const asked = vi.fn(() => HttpResponse.error())
    server.use(http.post(`${API}/jobs`, asked))
    await expect(api.createJob({ leads: [{ company_name: 'Halden' }] })).rejects.toMatchObject({ code: 'unreachable' })
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('repeats a read, and tells the page of its API', async () => {
    const answers = [problem(503, 'database_unavailable', 'No.'), HttpResponse.json(JOB)]
    server.use(http.get(`${API}/jobs/:id`, () => answers.shift()))
    expect((await api.getJob(JOB.id)).name).toBe(JOB.name)
    expect(connection.read().failures).toBe(0)
    expect(connection.read().answeredAt).not.toBeNull()
  })

  it('asks with the ETag and answers a 304 with the very same object', async () => {
    const asked: Array<string | null> = []
    server.use(http.get(`${API}/jobs/:id`, ({ request }) => {
      asked.push(request.headers.get('If-None-Match'))
      return asked.length === 1 ? HttpResponse.json(JOB, { headers: { ETag: '"7"' } }) : new HttpResponse(null, { status: 304, headers: { 'Retry-After': '3' } })
    }))
    const onAnswer = vi.fn()
    const first = await api.getJob(JOB.id)
    expect(await api.getJob(JOB.id, { onAnswer })).toBe(first)
    expect(asked).toEqual([null, '"7"'])
    expect(onAnswer).toHaveBeenCalledWith(expect.objectContaining({ unchanged: true, retryAfter: 3 }))
  })

  it('throws what the API said', async () => {
    server.use(http.get(`${API}/jobs/:id`, () => problem(404, 'job_not_found', 'There is no such job.')))
    await expect(api.getJob('gone')).rejects.toMatchObject({ message: 'There is no such job.', code: 'job_not_found', requestId: 'req_81f0c2aa', answered: true })
    expect(connection.read().failures).toBe(0)
  })

  it('counts an API that does not answer as a failure, once a call', async () => {
    server.use(http.get(`${API}/jobs/:id`, () => HttpResponse.error()))
    await expect(api.getJob('x', { retries: 0 })).rejects.toMatchObject({ status: 0 })
    expect(connection.read().failures).toBe(1)
  })

  it('stops when the caller leaves', async () => {
    server.use(http.get(`${API}/jobs/:id`, () => new Promise<never>(() => undefined)))
    const control = new AbortController()
    const call = api.getJob('x', { signal: control.signal })
    queueMicrotask(() => control.abort())
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect(connection.read().failures).toBe(0)
  })

  it('notes the end of a session, but not a refused sign-in', async () => {
    server.use(http.post(`${API}/session`, () => problem(401, 'key_refused', 'No.')), http.get(`${API}/leads`, () => problem(401, 'session_ended', 'Over.')))
    await expect(api.signIn({ key: 'sa_x' })).rejects.toMatchObject({ code: 'key_refused' })
    expect(connection.read().sessionEnded).toBe(false)
    await expect(api.listLeads()).rejects.toMatchObject({ code: 'session_ended' })
    expect(connection.read().sessionEnded).toBe(true)
  })
})

describe('session', () => {
  it('signs in, reads, signs out', async () => {
    let sent: unknown
    server.use(
      http.post(`${API}/session`, async ({ request }) => {
        sent = await request.json()
        return HttpResponse.json(SESSION, { status: 201 })
      }),
      http.get(`${API}/session`, () => HttpResponse.json(SESSION)),
      http.delete(`${API}/session`, () => new HttpResponse(null, { status: 204 })),
      http.get(`${API}/insights/summary`, ({ request }) => HttpResponse.json({ since: new URL(request.url).searchParams.get('since') })),
    )
    expect((await api.signIn({ link: 'token' })).name).toBe('emea-team')
    expect(sent).toEqual({ link: 'token' })
    expect((await api.getSession()).limits.max_body_mb).toBe(25)
    await expect(api.signOut()).resolves.toBeUndefined()
    expect((await api.getSummary({ since: '2026-11-24T00:00:00+01:00' })).since).toBe('2026-11-24T00:00:00+01:00')
  })

  it('makes do with an answer that is no JSON', async () => {
    server.use(http.get(`${API}/session`, () => new HttpResponse('<html>', { status: 500 })))
    await expect(api.getSession({ retries: 0 })).rejects.toMatchObject({ code: 'unknown_answer', status: 500 })
  })
})

describe('links', () => {
  it('writes the address of an export', () => {
    expect(exportUrl('abc', 'csv')).toBe(`${API}/jobs/abc/results?format=csv`)
    expect(exportUrl('abc', 'ndjson', ['failed', 'expired'])).toBe(`${API}/jobs/abc/results?format=ndjson&status=failed&status=expired`)
  })
})
