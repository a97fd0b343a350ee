import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentProps } from 'react'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { StartReceipt } from '@/features/import/StartReceipt'
import { ApiError } from '@/services/errors'
import { CLEAN, ESTIMATE } from '@/test/estimate'
import { DENTAL, DENTAL_ID, STANDARD } from '@/test/profiles'
import { renderWith } from '@/test/render'
import { API, problem, server } from '@/test/server'

function show(props: Partial<ComponentProps<typeof StartReceipt>> = {}) {
  const onStart = vi.fn()
  const onName = vi.fn()
  const onProfile = vi.fn()
  renderWith(<StartReceipt name="Fair" onName={onName} profile={null} onProfile={onProfile} estimate={ESTIMATE} checking={false} hindrance={null} sending={false} error={null} onStart={onStart} {...props} />)
  return { onStart, onName, onProfile, user: userEvent.setup() }
}
const rows = () => screen.getAllByRole('row').map((row) => row.textContent)

const WAREHOUSE = { ...STANDARD, id: ESTIMATE.profile.id ?? '', name: 'Warehouse software', active_version: 7 }
beforeEach(() => server.use(http.get(`${API}/profiles`, () => HttpResponse.json({ object: 'list', data: [WAREHOUSE, DENTAL, { ...DENTAL, id: 'draft', name: 'Only a draft', active_version: null }], has_more: false, next_cursor: null }))))

describe('the profile', () => {
  it('is the one that the dry run took; another with an active version may be chosen', async () => {
    const { onProfile, user } = show()
    expect(screen.getByLabelText('Profile')).toHaveDisplayValue('Warehouse software, v7')
    expect(await screen.findByRole('option', { name: 'Dental equipment, v1' })).toBeInTheDocument()
    expect(screen.queryByRole('option', { name: /Only a draft/ })).toBeNull()
    await user.selectOptions(screen.getByLabelText('Profile'), 'Dental equipment, v1')
    expect(onProfile).toHaveBeenCalledExactlyOnceWith(DENTAL_ID)
  })
  it('is the default one before the dry run has answered', async () => {
    show({ estimate: undefined, checking: true })
    await waitFor(() => expect(screen.getByLabelText('Profile')).toHaveDisplayValue('Warehouse software, v7'))
  })
  it('stays the one taken where the others could not be loaded', async () => {
    server.use(http.get(`${API}/profiles`, () => problem(403, 'missing_scope', 'The key lacks read.')))
    show()
    expect(await screen.findByText('Other profiles could not be loaded.')).toBeVisible()
    expect(screen.getByLabelText('Profile')).toHaveDisplayValue('Warehouse software, v7')
  })
})

describe('StartReceipt', () => {
  it('adds up, and ends in a button that names count and cost', async () => {
    const { onStart, user } = show()
    expect(rows()).toEqual([
      'Rows handed over250', 'Bad, left out−5', 'Repeated, judged once−2', 'Already scored, at no cost−17', 'Judged by the model226',
      '× cost a leadmean of the last 1,000 leads$0.00087', 'Estimated cost$0.20', 'Likely range$0.15 to $0.24', 'Time1 to 2 min',
    ])
    expect(screen.getByLabelText('Profile')).toHaveDisplayValue('Warehouse software, v7')
    expect(screen.getByText('5 bad rows are left out.')).toBeInTheDocument()
    expect(screen.getByText(/The simulator answers/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Judge the 245 good rows, about $0.20' }))
    expect(onStart).toHaveBeenCalledOnce()
  })
  it('says nothing of a simulator or of bad rows where there are none', () => {
    show({ estimate: { ...CLEAN, simulated: false, time: null } })
    expect(screen.queryByText(/simulator|left out\./)).toBeNull()
    expect(rows().at(-1)).toBe('Timenot known yet–')
  })
  it('gives no range where both ends read alike', () => {
    show({ estimate: { ...ESTIMATE, cost: { ...ESTIMATE.cost, low_usd: '0.010000000', high_usd: '0.010400000' } } })
    expect(screen.queryByText('Likely range')).toBeNull()
  })
  it('says that nothing is to be paid and little time goes by where no lead goes to the model', () => {
    show({ estimate: { ...ESTIMATE, rows: 24, good: 19, repeated: 2, already_scored: 17, to_judge: 0, cost: { ...ESTIMATE.cost, estimated_usd: '0', low_usd: '0', high_usd: '0' }, time: { low_seconds: 1, high_seconds: 9 } } })
    expect(rows().at(-1)).toBe('Timea moment')
    expect(screen.queryByText('Likely range')).toBeNull()
    expect(screen.getByText('Nothing is to be paid, and it takes a moment: no lead goes to the model.')).toBeInTheDocument()
  })
  it('keeps its form while it waits, and cannot be started by button or Enter', async () => {
    const { onStart, user } = show({ estimate: undefined, checking: true, hindrance: 'The rows are being checked' })
    expect(rows()).toHaveLength(9)
    await user.click(screen.getByRole('button', { name: 'Judge these rows' }))
    await user.type(screen.getByLabelText('Name of the job'), '{Enter}')
    expect(onStart).not.toHaveBeenCalled()
    expect(screen.getByText('The rows are being checked')).toBeInTheDocument()
  })
  it('has no figures when there was no check', () => {
    show({ estimate: undefined, hindrance: 'The rows could not be checked yet' })
    expect(rows()[0]).toBe('Rows handed over–')
  })
  it('starts nothing without a good row', async () => {
    const { onStart, user } = show({ estimate: { ...ESTIMATE, rows: 5, good: 0, repeated: 0, already_scored: 0, to_judge: 0 } })
    await user.click(screen.getByRole('button', { name: 'No good row to judge' }))
    expect(onStart).not.toHaveBeenCalled()
    expect(screen.getByText(/^No row is good/)).toBeInTheDocument()
  })
  it('says that it is under way', () => {
    show({ sending: true })
    expect(screen.getByRole('button', { name: 'Handing in' })).toHaveAttribute('aria-disabled', 'true')
  })
  it('passes the name on', async () => {
    const { onName, user } = show({ name: '' })
    await user.type(screen.getByLabelText('Name of the job'), 'x')
    expect(onName).toHaveBeenCalledWith('x')
  })
})

describe('a job that was not taken', () => {
  it('says what the API said, with the request', () => {
    show({ error: new ApiError('The job is too large.', { status: 413, code: 'too_large', requestId: 'req_9' }) })
    expect(screen.getByRole('alert')).toHaveTextContent('The job was not taken. The job is too large. Request req_9')
  })
  it.each([500, 502, 503])('does not know what became of a request that failed with %i', (status) => {
    show({ error: new ApiError('The database does not answer.', { status, code: 'database_unavailable', requestId: 'req_9' }) })
    expect(screen.getByRole('alert')).toHaveTextContent('Whether the job was taken is not known')
    expect(screen.getByRole('alert')).toHaveTextContent('Request req_9')
    expect(screen.queryByText('The job was not taken.')).toBeNull()
  })
  it('does not know what became of a request without an answer, and says what to look at', () => {
    show({ error: new ApiError('The API cannot be reached.', { status: 0, code: 'unreachable' }) })
    expect(screen.getByRole('alert')).toHaveTextContent('Whether the job was taken is not known')
    expect(screen.getByRole('link', { name: 'jobs' })).toHaveAttribute('href', '/')
  })
  it('asks to sign in and press again', () => {
    show({ error: new ApiError('Over.', { status: 401, code: 'session_ended' }) })
    expect(screen.getByRole('alert')).toHaveTextContent('Sign in at the top of the page and press again')
  })
  it('puts a fault of the name at its field', () => {
    show({ error: new ApiError('No.', { status: 422, code: 'invalid_request', faults: [{ code: 'invalid_value', detail: 'Must be one line.', parameter: 'name' }] }) })
    expect(screen.getByLabelText('Name of the job')).toHaveAccessibleDescription('Must be one line.')
    expect(screen.queryByText('The job was not taken.')).toBeNull()
  })
})
