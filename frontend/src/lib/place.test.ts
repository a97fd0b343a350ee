import { describe, expect, it } from 'vitest'
import { placeOf } from '@/lib/place'

const file = [{ row: 4 }]
const list = [{ pointer: '/leads/0/company_name' }]

describe('the place of a lead', () => {
  it('is the line of its file, whatever was left out before it', () => {
    expect(placeOf({ index: 0, custom_id: 'row-2' })).toEqual({ text: 'Line 2', isOwnId: false })
    expect(placeOf({ index: 9, custom_id: 'row-1260' }, file).text).toBe('Line 1,260')
  })
  it('is the position in its list, from 1, also behind leads that were left out', () => {
    expect(placeOf({ index: 0, custom_id: 'row-1' }).text).toBe('Lead 1')
    expect(placeOf({ index: 16, custom_id: 'row-18' }, list).text).toBe('Lead 18')
  })
  it('is the same where the API had to add a number', () => expect(placeOf({ index: 5, custom_id: 'row-7-2' }).text).toBe('Line 7'))
  it.each(['crm-18', 'row-', 'row-x', 'my-row-3', 'ROW-3'])('is the own id %s of the sender', (id) => expect(placeOf({ index: 2, custom_id: id })).toEqual({ text: id, isOwnId: true }))
})
