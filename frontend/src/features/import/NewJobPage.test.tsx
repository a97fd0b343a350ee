import { Blob as NodeBlob } from 'node:buffer'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '@/app/providers'
import NewJobPage from '@/features/import/NewJobPage'
import { sessionKeys } from '@/hooks/useSession'
import { download } from '@/lib/download'
import type { Session } from '@/services/types'
import { CLEAN, ESTIMATE } from '@/test/estimate'
import { JOB, SESSION } from '@/test/fixtures'
import { DENTAL, DENTAL_ID, STANDARD } from '@/test/profiles'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

vi.mock('@/lib/download', () => ({ download: vi.fn() }))
// what leaves goes through Node's fetch, which knows only Node's own Blob
beforeEach(() => vi.stubGlobal('Blob', NodeBlob))
beforeEach(() => server.use(http.get(`${API}/profiles`, () => HttpResponse.json({ object: 'list', data: [STANDARD, DENTAL], has_more: false, next_cursor: null }))))

const TEXT = 'Company,Contact,E-mail,Stand\n,Piotr Zawada,p@z.example,1\nVexham Dairy,Anna Lund,anna.lund@,2\nGood,G,g@g.example,3\nTessera,,info(at)tessera.example,\n'
const csv = (text = TEXT, name = 'fair-south.csv') => new File([text], name, { type: 'text/csv' })

interface Sent {
  readonly query: URLSearchParams
  readonly body: string
}

/** Answers POST /jobs: dry runs and submissions each by their own function; keeps what was sent. */
function answer(dryRun: (sent: Sent) => Response | Promise<Response>, submit: (sent: Sent) => Response | Promise<Response> = () => HttpResponse.json(JOB, { status: 202 })) {
  const dry: Sent[] = []
  const real: Sent[] = []
  server.use(http.post(`${API}/jobs`, async ({ request }) => {
    const sent = { query: new URL(request.url).searchParams, body: await request.text() }
    const isDry = sent.query.get('dry_run') === 'true' || sent.body.includes('"dry_run":true')
    const list = isDry ? dry : real
    list.push(sent)
    return isDry ? dryRun(sent) : submit(sent)
  }))
  return { dry, real }
}
const ok = (estimate = ESTIMATE) => () => HttpResponse.json(estimate)

function show(session: Partial<Session> = {}) {
  const client = createQueryClient()
  client.setQueryData(sessionKeys.current, { ...SESSION, ...session })
  renderWith(<NewJobPage />, { path: '/jobs/new', client })
  return { user: userEvent.setup(), client }
}
const choose = (file = csv()) => fireEvent.change(screen.getByLabelText(/choose one/i), { target: { files: [file] } })
const judge = () => screen.findByRole('button', { name: 'Judge the 245 good rows, about $0.20' })

describe('a profile', () => {
  it('that is chosen is asked anew what it would cost, and judges in the version that was checked', async () => {
    const profile = { id: DENTAL_ID, name: 'Dental equipment', version: 1 }
    const { dry, real } = answer(({ query }) => HttpResponse.json(query.has('profile') ? { ...ESTIMATE, profile } : ESTIMATE))
    const { user } = show()
    choose()
    await judge()
    expect(dry[0]?.query.has('profile')).toBe(false)
    await user.selectOptions(screen.getByLabelText('Profile'), 'Dental equipment, v1')
    await waitFor(() => expect(dry.at(-1)?.query.get('profile')).toBe(DENTAL_ID))
    await waitFor(() => expect(screen.getByRole('button', { name: /^Judge the 245/ })).not.toHaveAttribute('aria-disabled'))
    await user.click(await judge())
    await waitFor(() => expect(real).toHaveLength(1))
    expect([real[0]?.query.get('profile'), real[0]?.query.get('profile_version')]).toEqual([DENTAL_ID, '1'])
  })
})

describe('a file', () => {
  it('is checked as it is and explained: file, columns, rows that add up, faults with what the file says there', async () => {
    const { dry } = answer(ok())
    show()
    choose()
    await judge()
    expect(dry).toHaveLength(1)
    expect(dry[0]?.body).toBe(TEXT)
    // told by an effect, after the button is drawn
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).nextSibling).toHaveTextContent('Each lead is judged against the profile Warehouse software, v7'))
    expect(screen.getByText(/^250 rows, \d+ bytes, UTF-8, comma$/)).toBeInTheDocument()
    expect(screen.getByLabelText('Company')).toHaveDisplayValue('Company')
    expect(screen.getByText('already scored under v7').nextSibling).toHaveTextContent('17')
    expect(await screen.findByText('Vexham Dairy, Anna Lund')).toBeInTheDocument()
    expect(screen.getByText('info(at)tessera.example')).toBeInTheDocument()
    expect(screen.getByText('Piotr Zawada')).toBeInTheDocument()
  })

  it('is handed in once by a double click, without its bad rows, and leads to its job', async () => {
    const { real } = answer(ok())
    const { user } = show()
    choose()
    await user.clear(await screen.findByLabelText('Name of the job'))
    await user.type(screen.getByLabelText('Name of the job'), 'Fair, south')
    const button = await judge()
    // both presses before the page has drawn again
    fireEvent.click(button)
    fireEvent.click(button)
    await waitFor(() => expect(location.pathname).toBe(`/jobs/${JOB.id}`))
    expect(real).toHaveLength(1)
    expect(real[0]?.query.toString()).toBe(`profile=${ESTIMATE.profile.id}&profile_version=7&name=Fair%2C+south&on_invalid=skip`)
    expect(real[0]?.body).toBe(TEXT)
    expect(screen.queryByText(/leads handed in/), 'nothing covers the results').toBeNull()
  })

  it('refuses the job rather than a row when all were good', async () => {
    const { real } = answer(ok(CLEAN))
    const { user } = show()
    choose()
    await user.click(await screen.findByRole('button', { name: 'Judge 226 leads, about $0.20' }))
    await waitFor(() => expect(real).toHaveLength(1))
    expect(real[0]?.query.get('on_invalid')).toBe('reject')
    expect(real[0]?.query.get('name')).toBe('fair-south')
  })

  it('says that it is being checked', async () => {
    let release = () => {}
    answer(() => new Promise((resolve) => {
      release = () => resolve(HttpResponse.json(ESTIMATE))
    }))
    show()
    choose()
    expect(await screen.findByText('Checking every row; nothing is sent to the model.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Judge these rows' })).toHaveAttribute('aria-disabled', 'true')
    await waitFor(() => expect(release.name).toBe('release'))
    release()
    await judge()
    expect(screen.queryByText(/Checking every row/)).toBeNull()
  })

  it('gives its bad rows back as a file', async () => {
    answer(ok())
    const { user } = show()
    choose()
    await user.click(await screen.findByRole('button', { name: 'Download the 3 bad rows as CSV' }))
    await waitFor(() => expect(download).toHaveBeenCalledWith(expect.anything(), 'fair-south-bad-rows.csv'))
    const text = await vi.mocked(download).mock.calls[0]?.[0].text()
    const wrong = '"“E-mail” is not one e-mail address; write it as name@company.example, or leave it empty."'
    expect(text?.replace(/^\uFEFF/, '').split('\r\n')).toEqual([
      'line,Company,Contact,E-mail,Stand,fault',
      '2,,Piotr Zawada,p@z.example,1,"“Company” is missing; every lead needs its company\'s name."'.replaceAll('"', ''),
      `3,Vexham Dairy,Anna Lund,anna.lund@,2,${wrong}`,
      `5,Tessera,,info(at)tessera.example,,${wrong}`,
      '',
    ])
    expect(screen.getByText(/has two columns more/)).toBeInTheDocument()
  })

  it('leaves out the two columns of such a file when it comes back mended, and says so', async () => {
    const columns = [{ header: 'line', field: 'ignore', sample: '2' }, ...(CLEAN.file?.columns ?? []), { header: 'fault', field: 'ignore', sample: null }]
    const { dry, real } = answer(ok({ ...CLEAN, file: { encoding: 'utf-8', delimiter: ',', sheet: null, columns } }))
    const { user } = show()
    choose(csv('line,Company,Contact,E-mail,Stand,fault\n3,Vexham Dairy,Anna Lund,anna.lund@vexham.example,2,x\n'))
    await user.click(await screen.findByRole('button', { name: 'Judge 226 leads, about $0.20' }))
    await waitFor(() => expect(real).toHaveLength(1))
    for (const { query } of [...dry, ...real]) expect(query.getAll('map')).toEqual(['fault:ignore', 'line:ignore'])
    expect(screen.getByText(/come with a download of bad rows and are left out/)).toBeInTheDocument()
    expect(screen.getByLabelText('fault')).toHaveDisplayValue('Left out')
  })

  it('says when more faults exist than are listed', async () => {
    answer(ok({ ...ESTIMATE, error_count: 1200 }))
    show()
    choose()
    expect(await screen.findByText('The first 3 of 1,200 faults are listed; a row can have several.')).toBeInTheDocument()
  })

  it('can be changed for another; the keyboard goes on there', async () => {
    answer(ok())
    const { user } = show()
    choose()
    await judge()
    expect(document.activeElement).not.toBe(document.body)
    await user.click(screen.getByRole('button', { name: 'Choose another' }))
    expect(screen.getByLabelText(/choose one/i)).toHaveFocus()
  })
})

describe('columns', () => {
  it('are checked anew with what was chosen, the figures before standing meanwhile', async () => {
    const { dry, real } = answer(({ query }) => HttpResponse.json(query.has('map') ? { ...ESTIMATE, bad: 4, rows: 249 } : ESTIMATE))
    const { user } = show()
    choose()
    await judge()
    await user.selectOptions(screen.getByLabelText('Stand'), 'Notes')
    expect(screen.getByText('Estimated cost').parentElement).toHaveTextContent('$0.20')
    await waitFor(() => expect(screen.getByText(/^249 rows/)).toBeInTheDocument())
    expect(dry.map(({ query }) => query.getAll('map'))).toEqual([[], ['Stand:notes']])
    await user.click(await judge())
    await waitFor(() => expect(real[0]?.query.getAll('map')).toEqual(['Stand:notes']))
  })

  it('may not share a field: nothing is sent, the reason is said, and another choice mends it', async () => {
    const { dry, real } = answer(ok())
    const { user } = show()
    choose()
    await judge()
    await user.selectOptions(screen.getByLabelText('Stand'), 'Contact')
    expect(screen.getByText(/“Contact” and “Stand” both go to Contact/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: /Judge/ }))
    expect([dry.length, real.length]).toEqual([1, 0])
    await user.selectOptions(screen.getByLabelText('Contact'), 'Left out')
    await waitFor(() => expect(dry.at(-1)?.query.getAll('map')).toEqual(['Contact:ignore', 'Stand:contact_name']))
  })

  it('mend a file whose company column has another name', async () => {
    const { dry } = answer(({ query }) => (query.has('map') ? HttpResponse.json(CLEAN) : problem(422, 'lead_file_invalid', 'The columns cannot be read.', { errors: [{ code: 'no_company_column', detail: 'No column holds the company’s name.', row: 1 }] })))
    const { user } = show()
    choose(csv('Account holder;Mail\nHalden;a@b.example\n'))
    expect(await screen.findByRole('alert')).toHaveTextContent('Line 1: No column holds the company’s name.')
    await user.selectOptions(await screen.findByLabelText('Account holder'), 'Company')
    await screen.findByRole('button', { name: 'Judge 226 leads, about $0.20' })
    expect(dry.at(-1)?.query.getAll('map')).toEqual(['Account holder:company_name'])
    expect(screen.queryByText(/No column holds/)).toBeNull()
  })
})

describe('what the API refuses', () => {
  it.each([
    ['lead_file_invalid', 422, 'This file cannot be read as leads'],
    ['body_too_large', 413, 'This is more than a job takes'],
    ['unsupported_media_type', 415, 'The API does not take this kind of file'],
  ])('%s is said before any row, with a way out', async (code, status, title) => {
    answer(() => problem(status, code, 'This is an Excel workbook.', { errors: [{ code: 'not_text', detail: 'This is an Excel workbook.' }] }))
    const { user } = show()
    choose()
    expect(await screen.findByRole('alert')).toHaveTextContent(title)
    expect(screen.queryByRole('heading', { name: 'Rows' })).toBeNull()
    expect(screen.getByText('Nothing can be judged before this is mended')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Choose another file' }))
    expect(screen.getByRole('heading', { name: 'Choose a file' })).toBeInTheDocument()
  })

  it('a check that failed is tried again with the same file', async () => {
    let isDown = true
    answer(() => (isDown ? problem(500, 'internal_error', 'The server made a mistake.') : HttpResponse.json(ESTIMATE)))
    const { user } = show()
    choose()
    expect(await screen.findByText(/The server made a mistake/)).toBeInTheDocument()
    isDown = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await judge()
    expect(screen.getByText('fair-south.csv')).toBeInTheDocument()
  })

  it('a session that ended keeps everything, and the button can be pressed again', async () => {
    let isOver = true
    const { real } = answer(ok(), () => (isOver ? problem(401, 'session_ended', 'The session is over.') : HttpResponse.json(JOB, { status: 202 })))
    const { user } = show()
    choose()
    await user.type(await screen.findByLabelText('Name of the job'), ' 2')
    await user.click(await judge())
    expect(await screen.findByText(/Your session has ended. Sign in/)).toBeInTheDocument()
    expect(screen.getByLabelText('Name of the job')).toHaveValue('fair-south 2')
    isOver = false
    await user.click(await judge())
    await waitFor(() => expect(location.pathname).toBe(`/jobs/${JOB.id}`))
    expect(real).toHaveLength(2)
  })
})

describe('JSON and pasted rows', () => {
  it('sends the leads of a JSON file with its name and metadata, and tells bad leads by position', async () => {
    const leads = [{ company_name: 'Halden' }, { contact_name: 'Nobody', contact_email: 'x(at)y' }]
    const errors = [{ code: 'invalid_email', detail: 'No address.', pointer: '/leads/1/contact_email' }, { code: 'not_an_object', detail: 'No.', pointer: '/leads/9' }]
    const { dry, real } = answer(ok({ ...ESTIMATE, file: null, errors }))
    const { user } = show()
    choose(new File([JSON.stringify({ name: 'CRM', metadata: { hall: '4' }, leads })], 'crm.json'))
    const bad = (await screen.findByText('Lead 2')).closest('li')
    expect(bad).not.toBeNull()
    expect(await within(bad as HTMLElement).findByText('Nobody')).toBeInTheDocument()
    expect(bad).toHaveTextContent('E-mailx(at)y')
    expect(screen.queryByRole('button', { name: /Download/ })).toBeNull()
    expect(screen.queryByRole('heading', { name: 'Columns' })).toBeNull()
    await user.click(await judge())
    await waitFor(() => expect(real).toHaveLength(1))
    expect(JSON.parse(dry[0]?.body ?? '')).toEqual({ leads, name: 'CRM', metadata: { hall: '4' }, dry_run: true })
    expect(JSON.parse(real[0]?.body ?? '')).toEqual({ leads, profile: ESTIMATE.profile.id, profile_version: 7, name: 'CRM', metadata: { hall: '4' }, on_invalid: 'skip' })
  })

  it('tells bad leads of JSON Lines by line', async () => {
    const errors = [{ code: 'invalid_email', detail: 'No address.', pointer: '/leads/1/contact_email' }]
    const { dry } = answer(ok({ ...ESTIMATE, file: null, errors }))
    show()
    choose(new File(['{"company_name":"Halden"}\n\n{"company_name":"Vexham","contact_email":"x(at)y"}\n'], 'crm.jsonl'))
    expect((await screen.findByText('x(at)y')).closest('li')).toHaveTextContent('Line 3VexhamE-mailx(at)y')
    expect(screen.getByText(/JSON Lines$/)).toBeInTheDocument()
    expect(JSON.parse(dry[0]?.body ?? '')).toMatchObject({ name: 'crm', leads: [{ company_name: 'Halden' }, { company_name: 'Vexham' }] })
  })

  it('shows a fault of the metadata in the dry run, with its place', async () => {
    answer(({ body }) => (body.includes('"metadata":{"hall":4}') ? problem(422, 'invalid_request', 'Parameters or fields are missing or wrong.', { errors: [{ code: 'invalid_value', detail: 'Not a valid string.', pointer: '/metadata/hall' }] }) : HttpResponse.json(CLEAN)))
    show()
    choose(new File(['{"metadata":{"hall":4},"leads":[{"company_name":"Halden"}]}'], 'crm.json'))
    expect(await screen.findByRole('alert')).toHaveTextContent('metadata/hall: Not a valid string.')
    expect(screen.getByRole('button', { name: 'Judge these rows' })).toHaveAttribute('aria-disabled', 'true')
  })

  it('shows a fault of the name at its field, beside the figures, until there is another', async () => {
    const { dry, real } = answer(({ query, body }) => {
      const wrong = query.has('name') ? { parameter: 'name' } : body.includes('"name"') ? { pointer: '/name' } : null
      return wrong ? problem(422, 'invalid_request', 'No.', { errors: [{ code: 'invalid_value', detail: 'Longer than maximum length 200.', ...wrong }] }) : HttpResponse.json(CLEAN)
    })
    const { user } = show()
    choose(new File([JSON.stringify({ name: 'x'.repeat(201), leads: [{ company_name: 'Halden' }] })], 'crm.json'))
    const button = await screen.findByRole('button', { name: 'Judge 226 leads, about $0.20' })
    expect(screen.getByLabelText('Name of the job')).toHaveAccessibleDescription('Longer than maximum length 200.')
    await user.click(button)
    expect(screen.getByText('The job needs another name')).toBeInTheDocument()
    await user.clear(screen.getByLabelText('Name of the job'))
    await user.type(screen.getByLabelText('Name of the job'), 'Fair')
    await user.click(button)
    await waitFor(() => expect(location.pathname).toBe(`/jobs/${JOB.id}`))
    expect([dry.length, real.length]).toEqual([2, 1])
  })

  it('keeps pasted rows for a change', async () => {
    const { dry } = answer(ok(CLEAN))
    const { user } = show()
    await user.click(screen.getByLabelText('Or paste rows'))
    await user.paste('company\tmail\nHalden\ta@b.example')
    await user.click(screen.getByRole('button', { name: 'Check these rows' }))
    await screen.findByText('Pasted rows')
    await waitFor(() => expect(dry[0]?.body).toBe('company\tmail\nHalden\ta@b.example'))
    await user.click(screen.getByRole('button', { name: 'Change the rows' }))
    expect(screen.getByLabelText('Or paste rows')).toHaveValue('company\tmail\nHalden\ta@b.example')
    expect(screen.getByLabelText('Or paste rows')).toHaveFocus()
  })
})

it('says so where the key may not submit, and offers nothing', () => {
  show({ scopes: ['read'] })
  expect(screen.getByRole('heading', { name: 'This key may not hand in leads' })).toBeInTheDocument()
  expect(screen.queryByLabelText(/choose/i)).toBeNull()
  expect(screen.queryByRole('button')).toBeNull()
})
