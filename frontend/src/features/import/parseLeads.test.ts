import { describe, expect, it } from 'vitest'
import { parseLeads } from '@/features/import/parseLeads'

const MOST = 3
const lead = { company_name: 'Halden' }

describe('parseLeads', () => {
  it('takes a list, an object with a list, and one lead', () => {
    expect(parseLeads(JSON.stringify([lead]), MOST)).toMatchObject({ leads: [lead] })
    expect(parseLeads(JSON.stringify(lead), MOST)).toMatchObject({ leads: [lead] })
    expect(parseLeads(`\uFEFF${JSON.stringify({ name: 'Fair', metadata: { hall: '4' }, leads: [lead] })}`, MOST)).toEqual({ leads: [lead], text: JSON.stringify([lead]), name: 'Fair', metadata: '{"hall":"4"}' })
  })
  it('leaves a name that is none behind, and metadata to the API', () => {
    expect(parseLeads(JSON.stringify({ name: 5, metadata: [], leads: [lead] }), MOST)).toMatchObject({ name: undefined, metadata: '[]' })
  })
  it('cuts the leads out as they stand, with what reading them would change', () => {
    const list = '[ {"company_name": "A \\"}],[{\\\\", "additional_data": {"id": 12345678901234567890, "share": 1.10}} ,\n {"company_name":"B","company_name":"C"}]'
    expect(parseLeads(list, MOST)).toMatchObject({ text: list })
    for (const before of ['', '"name": "a, b: c", ', '"leads": [1], "x": {"leads": [2], "y": [{}, "]"]}, ']) {
      for (const after of ['', ' , "metadata" : {"hall": "4, 5"}', ',"z":null']) expect(parseLeads(`{${before}"le\\u0061ds":${list}${after}}`, MOST)).toMatchObject({ text: list })
    }
    const one = '{"company_name": "A", "additional_data": {"id": 9007199254740993}}'
    expect(parseLeads(one, MOST)).toMatchObject({ text: `[${one}]` })
  })
  it('says where reading stopped, without repeating the text', () => {
    const refusal = parseLeads('{"leads": [\n  {"company_name": "Secret Ltd",}\n]}', MOST)
    expect(refusal).toMatchObject({ title: 'This is not valid JSON' })
    expect(JSON.stringify(refusal)).toMatch(/line 2, column \d+/)
    expect(JSON.stringify(refusal)).not.toContain('Secret')
  })
  it('says so where the browser does not tell the place', () => {
    expect(parseLeads('{"leads": [', MOST)).toMatchObject({ title: 'This is not valid JSON' })
  })
  it.each(['5', '"text"', 'null', '{"company": "x"}', '[]', '{"leads": []}'])('finds no leads in %s', (text) => {
    expect(parseLeads(text, MOST)).toMatchObject({ title: 'There are no leads in it' })
  })
  it('refuses more than a job takes', () => {
    expect(parseLeads(JSON.stringify([lead, lead, lead, lead]), MOST)).toMatchObject({ detail: 'It holds 4 leads; a job takes at most 3 leads. Split it into several files.' })
  })
})

describe('JSON Lines', () => {
  const text = '\uFEFF{"company_name":"A","additional_data":{"id":12345678901234567890}}\r\n\n  {"company_name":"B"}\r\n5\n'

  it('are leads with lines of their own, past blank ones, sent as they stand', () => {
    const found = parseLeads(text, MOST, true)
    expect(found).toMatchObject({ leads: [{ company_name: 'A' }, { company_name: 'B' }, 5], lines: [1, 3, 4] })
    expect('text' in found && found.text.replace(/\s/g, '')).toBe('[{"company_name":"A","additional_data":{"id":12345678901234567890}},{"company_name":"B"},5]')
    expect(() => JSON.parse('text' in found ? found.text : '')).not.toThrow()
  })
  it('are known by the first line where the name does not tell', () => {
    expect(parseLeads(text, MOST)).toMatchObject({ lines: [1, 3, 4] })
    expect(parseLeads('{"company_name":"A"}\n{"company_name":', MOST)).toMatchObject({ title: 'Some lines are not valid JSON' })
    expect(parseLeads('{"company_name":"A",}\n{"company_name":"B"}', MOST)).toMatchObject({ title: 'This is not valid JSON' })
  })
  it('of one line are one lead, good or bad; an object with a list stays one', () => {
    expect(parseLeads('{"contact_name":"x"}\n', MOST, true)).toMatchObject({ leads: [{ contact_name: 'x' }], lines: [1] })
    expect(parseLeads('{"leads":[{"company_name":"x"}]}', MOST, true)).toMatchObject({ leads: [{ company_name: 'x' }] })
    expect(parseLeads('[{"company_name":"x"}]', MOST, true)).toMatchObject({ leads: [{ company_name: 'x' }] })
    expect(parseLeads('[{"company_name":\n', MOST, true)).toMatchObject({ title: 'This is not valid JSON' })
  })
  it('that are broken are told by their numbers, without repeating them', () => {
    const refusal = parseLeads('{"company_name":"A"}\n{"company_name":"Secret Ltd" and so on for a good while,}\n{}\n{"x":\n', MOST, true)
    expect(refusal).toMatchObject({ title: 'Some lines are not valid JSON', faults: [{ row: 2 }, { row: 4 }] })
    expect('faults' in refusal && refusal.faults[0]?.detail).toMatch(/^It is not valid JSON; reading stopped at column 30\. One line is one lead\.$/)
    expect(JSON.stringify(refusal)).not.toContain('Secret')
    expect(parseLeads('{"a":1}\n'.repeat(4), MOST, true)).toMatchObject({ title: 'This is more than a job takes' })
    const many = parseLeads('x\n'.repeat(5_000), MOST, true)
    expect('faults' in many && many.faults).toHaveLength(20)
    expect(many).toMatchObject({ detail: expect.stringContaining('The first 20 are listed.') })
  })
})
