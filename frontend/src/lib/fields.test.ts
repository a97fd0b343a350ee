import { describe, expect, it } from 'vitest'
import { faultWords, fieldLabel, inFieldWords } from '@/lib/fields'

describe('the words for a field', () => {
  it('are those of the page, and its name where there are none', () => expect([fieldLabel('contact_email'), fieldLabel('later_field')]).toEqual(['E-mail', 'later_field']))
  it.each([
    ['contact_email is not one e-mail address; leave it empty.', 'E-mail is not one e-mail address; leave it empty.'],
    ['notes has 10,240 characters, at most 10,000 are kept; shorten it.', 'Notes has 10,240 characters, at most 10,000 are kept; shorten it.'],
    ['additional_data has 41 keys, at most 40 are kept.', 'Extra data has 41 keys, at most 40 are kept.'],
    ['A lead must be an object with at least company_name.', 'A lead must be an object with at least Company.'],
    ['custom_id is the same as that of row 12; give each lead its own.', 'Your own id is the same as that of line 12; give each lead its own.'],
    ['custom_id is the same as that of /leads/4; give each lead its own.', 'Your own id is the same as that of lead 5; give each lead its own.'],
    ['Call that column Company, or map its header to company_name.', 'Call that column Company.'],
    ["The columns 'a' and 'b' all mean contact_email; keep one, or map the others to additional_data or ignore.", "The columns 'a' and 'b' all mean E-mail; keep one, or choose “Kept as extra data” or “Left out” for the others."],
    ['The industry of these notes is not said.', 'The industry of these notes is not said.'],
  ])('%s', (detail, words) => expect(inFieldWords(detail)).toBe(words))
  it('take the header of the reader’s file for the field it is about', () => {
    expect(inFieldWords('contact_email is not one e-mail address.', 'Mail 2')).toBe('“Mail 2” is not one e-mail address.')
    expect(inFieldWords('notes has 7 characters.', 'Remarks')).toBe('“Remarks” has 7 characters.')
    expect(inFieldWords('The value is a list; additional_data takes text.', 'Stand')).toBe('The value is a list; extra data takes text.')
  })
  it('leave the keys of a list as they are where a key is what is wrong', () => {
    const detail = 'A lead has no such field; did you mean company_name?'
    expect(faultWords({ code: 'unknown_field', detail })).toBe(detail)
    expect(faultWords({ code: 'missing_company_name', detail: 'company_name is missing.', column: 'Firma' })).toBe('“Firma” is missing.')
  })
})
