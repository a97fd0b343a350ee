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
