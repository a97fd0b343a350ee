import { describe, expect, it } from 'vitest'
import { groupFaults, isMendedByColumns, placeOf, refusalOf } from '@/features/import/faults'
import { ApiError } from '@/services/errors'

const fault = (code: string, row: number, detail = 'Mend it.') => ({ code, row, detail, column: 'E-mail' })
const refused = (status: number, code: string, faults: ConstructorParameters<typeof ApiError>[1]['faults'] = [], retryable = false) => refusalOf(new ApiError('No.', { status, code, faults, retryable }))

describe('groupFaults', () => {
  it('makes one group a cause, the largest first, each row counted once', () => {
    const groups = groupFaults([fault('too_many_cells', 4), fault('invalid_email', 2), { ...fault('invalid_email', 2), column: 'Mail 2' }, fault('invalid_email', 9)])
    expect(groups.map(({ code, count, rows }) => [code, count, rows.length])).toEqual([['invalid_email', 2, 3], ['too_many_cells', 1, 1]])
    expect(groups[0]).toMatchObject({ title: 'E-mail address is not valid', varied: false })
    expect(groups[0]?.remedy).toContain('name@company.example')
  })
  it('lets each row speak where the sentences differ by their nature', () => {
    expect(groupFaults([fault('too_long', 2, 'notes has 10,240 characters.')])[0]?.varied).toBe(true)
    expect(groupFaults([fault('wrong_type', 2, 'one'), fault('wrong_type', 3, 'two')])[0]?.varied).toBe(true)
  })
  it('shows a cause of a later version in the words of the API', () => {
    expect(groupFaults([fault('some_new_thing', 2, 'Do this.')])[0]).toMatchObject({ title: 'Some new thing', remedy: 'Do this.' })
    expect(groupFaults([fault('some_new_thing', 2, 'a'), fault('some_new_thing', 3, 'b')])[0]).toMatchObject({ remedy: null, varied: true })
  })
  it('names another lead by its line where leads have lines', () => {
    const faults = [{ code: 'duplicate_custom_id', detail: 'custom_id is also that of /leads/1.', pointer: '/leads/2/custom_id' }]
    expect(groupFaults(faults, [1, 4, 9])[0]?.rows).toEqual([{ at: 3, column: 'custom_id', detail: 'Your own id is also that of line 4.' }])
    expect(groupFaults(faults)[0]?.rows[0]?.detail).toBe('Your own id is also that of lead 2.')
  })
  it('leaves out what is no fault of a row', () => expect(groupFaults([{ code: 'x', detail: 'y', parameter: 'map' }])).toEqual([]))
})

describe('placeOf', () => {
  it('reads lines and pointers, leads counted from 1', () => {
    expect(placeOf({ code: 'x', detail: 'd', row: 47, column: 'Email' })).toEqual({ at: 47, column: 'Email', detail: 'd' })
    expect(placeOf({ code: 'x', detail: 'd', row: 47 })).toMatchObject({ column: null })
    expect(placeOf({ code: 'x', detail: 'd', pointer: '/leads/17/additional_data/a~1b~0c' })).toEqual({ at: 18, column: 'a/b~c', detail: 'd' })
    expect(placeOf({ code: 'x', detail: 'd', pointer: '/leads/0' })).toMatchObject({ at: 1, column: null })
    expect(placeOf({ code: 'x', detail: 'd', pointer: '/leads' })).toBeNull()
    expect(placeOf({ code: 'x', detail: 'd', pointer: '/name' })).toBeNull()
  })
})

describe('refusalOf', () => {
  it.each([
    [422, 'lead_file_invalid', 'This file cannot be read as leads'],
    [400, 'malformed_body', 'This is not JSON'],
    [413, 'body_too_large', 'This is more than a job takes'],
    [413, 'too_large', 'This is more than a job takes'],
    [415, 'unsupported_media_type', 'The API does not take this kind of file'],
    [403, 'scope_missing', 'This key may not hand in leads'],
    [422, 'lead_invalid', 'There are no leads in it'],
    [422, 'invalid_request', 'The API does not take it'],
  ])('%i %s is told as "%s"', (status, code, title) => expect(refused(status, code)).toMatchObject({ title, detail: 'No.' }))

  it.each([[0, 'unreachable'], [401, 'session_ended'], [429, 'x'], [500, 'internal_error'], [503, 'database_unavailable']])('%i %s is worth another try', (status, code) => {
    expect(refused(status, code)).toBeNull()
  })
  it('knows which faults other columns would mend', () => {
    const of = (...codes: string[]) => isMendedByColumns({ title: '', detail: '', requestId: null, faults: codes.map((code) => ({ code, detail: '' })) })
    expect([of('no_company_column'), of('duplicate_column', 'no_company_column'), of('duplicate_column', 'not_text'), of()]).toEqual([true, true, false, false])
  })
})
