import { describe, expect, it } from 'vitest'
import { describeLimits, readFile, readPasted } from '@/features/import/source'

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
  it('refuses before anything is sent what is too large, empty or cannot be read', async () => {
    expect(await readFile(file('x'.repeat(1024 * 1024 + 1), 'big.csv'), LIMITS)).toMatchObject({ detail: 'big.csv has 1.0 MB; at most 1 MB are taken at once. Split it into several files. Nothing was sent.' })
    expect(await readFile(file('', 'none.csv'), LIMITS)).toMatchObject({ title: 'The file is empty' })
    const folder = file('x', 'folder')
    folder.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'))
    expect(await readFile(folder, LIMITS)).toMatchObject({ title: 'This cannot be read' })
  })
})

describe('readPasted', () => {
  it('tells JSON from rows by how it begins', () => {
    expect(readPasted(' \n[{"company_name":"x"}]', LIMITS)).toMatchObject({ kind: 'json', isPasted: true, name: 'Pasted rows' })
    expect(readPasted('company\tmail\nx\ty', LIMITS)).toMatchObject({ kind: 'csv', size: 16 })
    expect(readPasted('[', LIMITS)).toMatchObject({ title: 'This is not valid JSON' })
    expect(readPasted('ü'.repeat(600_000), LIMITS)).toMatchObject({ title: 'This is more than a job takes' })
  })
})

it('says what is taken', () => expect(describeLimits({ max_leads_per_job: 50_000, max_body_mb: 25 })).toBe('CSV or JSON, up to 50,000 leads or 25 MB'))
