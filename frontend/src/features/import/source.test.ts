import { describe, expect, it } from 'vitest'
import { bodyOf, describeLimits, readFile, readPasted } from '@/features/import/source'

const LIMITS = { max_leads_per_job: 2, max_body_mb: 1 }
const file = (content: BlobPart, name: string, type = '') => new File([content], name, { type })

describe('readFile', () => {
  it('keeps the bytes of a CSV file as they are, and calls the job by its name', async () => {
    const source = await readFile(file(new Uint8Array([0x61, 0xfc, 0x0a]), 'fair.south.csv'), LIMITS)
    expect(source).toMatchObject({ kind: 'csv', name: 'fair.south.csv', size: 3, jobName: 'fair.south', isPasted: false })
    expect('bytes' in source && [...source.bytes]).toEqual([0x61, 0xfc, 0x0a])
  })
  it('cuts a long name between characters, never within one', async () => {
    const source = await readFile(file('a', `${'x'.repeat(199)}\u{1F4C8}\u{1F4C8}.csv`), LIMITS)
    expect('jobName' in source && source.jobName).toBe('x'.repeat(199))
    expect(await readFile(file('a', `${'x'.repeat(198)}\u{1F4C8}y.csv`), LIMITS)).toMatchObject({ jobName: `${'x'.repeat(198)}\u{1F4C8}` })
  })
  it('gives each choice an id of its own', async () => {
    const ids = await Promise.all([1, 2].map(async () => readFile(file('a', 'a.csv'), LIMITS)))
    expect(new Set(ids.map((source) => 'id' in source && source.id)).size).toBe(2)
  })
  it('reads JSON by name or type, with the name that it gives the job', async () => {
    const text = JSON.stringify({ name: 'Fair', leads: [{ company_name: 'x' }] })
    expect(await readFile(file(text, 'a.JSON'), LIMITS)).toMatchObject({ kind: 'json', jobName: 'Fair' })
    expect(await readFile(file('[{}]', 'a', 'application/json'), LIMITS)).toMatchObject({ kind: 'json', jobName: 'a' })
    expect(await readFile(file('[{},{},{}]', 'a.json'), LIMITS)).toMatchObject({ title: 'This is more than a job takes' })
  })
  it('refuses JSON that is not in UTF-8 with the place, rather than guess letters', async () => {
    const latin = Uint8Array.from('[{"company_name": "Zürich"},\n {"company_name": "Müller"}]'.replace('ü', 'u'), (letter) => letter.charCodeAt(0))
    expect(await readFile(file(latin, 'crm.json'), LIMITS)).toEqual(expect.objectContaining({
      title: 'This file is not in UTF-8',
      detail: 'JSON is written in UTF-8, crm.json is not. A byte at line 2, column 21 cannot be read. Save it with the encoding UTF-8 and choose it again. Nothing was sent.',
    }))
    // a sign that stands for lost ones is a letter like others; the one that breaks off is not
    const cut = new TextEncoder().encode('["\uFEFF\uFFFD\u{1F4C8}').subarray(0, -1)
    expect(await readFile(file(cut, 'crm.json'), LIMITS)).toMatchObject({ detail: expect.stringContaining('line 1, column 5 ') })
  })
  it('reads JSON Lines by name or type', async () => {
    const lines = '{"company_name":"x"}\n{"company_name":"y"}\n'
    for (const of of [file(lines, 'crm.jsonl'), file(lines, 'crm.NDJSON'), file(lines, 'crm', 'application/x-ndjson')]) {
      expect(await readFile(of, LIMITS)).toMatchObject({ kind: 'json', jobName: 'crm', lines: [1, 2] })
    }
  })
  it.each(['list.xlsx', 'old.XLS', 'list.ods', 'list.numbers'])('says of the workbook %s how to get a CSV file', async (name) => {
    expect(await readFile(file('PK\u0003\u0004', name), LIMITS)).toMatchObject({ title: 'This is a workbook of a spreadsheet', detail: expect.stringContaining('with the type “CSV UTF-8”') })
  })
  it('reads JSON in UTF-16, which Windows writes', async () => {
    const text = '\uFEFF[{"company_name":"Zürich"}]'
    const little = new Uint8Array([...text].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]))
    const big = little.map((_, at) => little[at ^ 1] ?? 0)
    for (const bytes of [little, big, little.subarray(2), big.subarray(2)]) {
      const source = await readFile(file(bytes, 'a.json'), LIMITS)
      expect(source).toMatchObject({ leads: [{ company_name: 'Zürich' }] })
    }
    expect(await readFile(file(little.subarray(0, -1), 'a.json'), LIMITS)).toMatchObject({ title: 'This file is not in UTF-8' })
  })
  it('refuses before anything is sent what is too large, empty or cannot be read', async () => {
    expect(await readFile(file('x'.repeat(1024 * 1024 + 1), 'big.csv'), LIMITS)).toMatchObject({ detail: 'big.csv has 1.0 MB; at most 1 MB are taken at once. Split it into several files. Nothing was sent.' })
    expect(await readFile(file('', 'none.csv'), LIMITS)).toMatchObject({ title: 'The file is empty' })
    const folder = file('x', 'folder')
    folder.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'))
    expect(await readFile(folder, LIMITS)).toMatchObject({ title: 'This cannot be read' })
  })
})

describe('readPasted', () => {
  it('tells JSON from rows by how it begins', async () => {
    expect(await readPasted(' \n[{"company_name":"x"}]', LIMITS)).toMatchObject({ kind: 'json', isPasted: true, name: 'Pasted rows' })
    expect(await readPasted('company\tmail\nx\ty', LIMITS)).toMatchObject({ kind: 'csv', size: 16 })
    expect(await readPasted('[', LIMITS)).toMatchObject({ title: 'This is not valid JSON' })
    expect(await readPasted('ü'.repeat(600_000), LIMITS)).toMatchObject({ title: 'This is more than a job takes' })
  })
})

describe('bodyOf', () => {
  it('sends leads and metadata as they stand in the text', async () => {
    const source = await readPasted('{"metadata": {"n": "1"}, "leads": [{"company_name": "A", "additional_data": {"id": 12345678901234567890}}]}', LIMITS)
    if (!('kind' in source) || source.kind !== 'json') throw new Error('no JSON')
    const body = bodyOf(source, { name: 'Fair "South"', on_invalid: 'skip', none: undefined })
    expect(body).toBe('{"leads":[{"company_name": "A", "additional_data": {"id": 12345678901234567890}}],"metadata":{"n": "1"},"name":"Fair \\"South\\"","on_invalid":"skip"}')
    expect(bodyOf({ ...source, metadata: undefined }, {})).toBe(`{"leads":${source.text}}`)
  })
})

it('says what is taken', () => expect(describeLimits({ max_leads_per_job: 50_000, max_body_mb: 25 })).toBe('CSV, JSON or JSON Lines, up to 50,000 leads or 25 MB'))
