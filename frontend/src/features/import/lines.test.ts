import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_LEADS, loadExample } from '@/features/import/example'
import { decode, describeRow, readLines, valueIn, writeCsv } from '@/features/import/lines'
import { ESTIMATE } from '@/test/estimate'

const columns = ESTIMATE.file?.columns ?? []
const bytes = (...values: number[]) => new Uint8Array(values)

describe('readLines', () => {
  const text = 'Company,Notes\n"Halden","a\nb\nc"\n\nVexham,"x ""y"""\n  ,\nLast,z'

  it('finds rows by the line on which they start, past breaks in cells and blank lines', async () => {
    const { header, rows } = await readLines(text, new Set([2, 6, 8]))
    expect(header).toEqual(['Company', 'Notes'])
    expect([...rows]).toEqual([[2, ['Halden', 'a\nb\nc']], [6, ['Vexham', 'x "y"']], [8, ['Last', 'z']]])
  })
  it.each(['\r\n', '\r'])('counts lines alike whatever ends them (%j)', async (end) => {
    const { rows } = await readLines(text.replaceAll('\n', end), new Set([6]), ',')
    expect(rows.get(6)).toEqual(['Vexham', 'x "y"'])
  })
  it('counts without quotes in the file, too', async () => {
    const { rows } = await readLines('a;b\n1;2\n3;4\n', new Set([3]))
    expect([...rows]).toEqual([[3, ['3', '4']]])
  })
  it('knows the line by which a spreadsheet names the delimiter', async () => {
    const { header, delimiter, rows } = await readLines('\uFEFFsep=;\r\na;b,c\r\n1;2\r\n', new Set([3]))
    expect([header, delimiter, rows.get(3)]).toEqual([['a', 'b,c'], ';', ['1', '2']])
  })
  it('reads the header alone when nothing else is wanted, and nothing of nothing', async () => {
    expect((await readLines('a\tb\n1\t2\n', new Set())).header).toEqual(['a', 'b'])
    expect((await readLines('', new Set())).header).toEqual([])
  })
  it('agrees with the README of the example on which rows are bad', async () => {
    const readme = readFileSync('../examples/README.md', 'utf8')
    const lines = [...readme.matchAll(/^\| (\d+) \|.*\| `\w+` \|/gm)].map(([, line]) => Number(line))
    expect(lines).toHaveLength(5)
    const { rows } = await readLines(readFileSync('../examples/leads.csv', 'utf8'), new Set(lines), ',')
    expect([...rows.keys()]).toEqual(lines)
    expect(rows.get(99)?.join(' ')).toContain('(at)')
  })
})

describe('the example', () => {
  it('is the file of examples/, and has as many leads as is said', async () => {
    const file = await loadExample()
    const text = readFileSync('../examples/leads.csv', 'utf8')
    expect(file.size).toBe(Buffer.byteLength(text))
    const every = new Set(Array.from({ length: 1_000 }, (_, line) => line + 2))
    expect((await readLines(text, every)).rows.size).toBe(EXAMPLE_LEADS)
  })
})

describe('decode', () => {
  it('reads the encodings that the API names', () => {
    expect(decode(bytes(0x7a, 0xfc), 'cp1252')).toBe('zü')
    expect(decode(bytes(0x7a, 0xfc), 'iso8859-1')).toBe('zü')
    expect(decode(bytes(0xff, 0xfe, 0x61, 0), 'utf-16')).toBe('a')
    expect(decode(bytes(0xfe, 0xff, 0, 0x61), 'utf-16')).toBe('a')
    expect(decode(bytes(0x61))).toBe('a')
    expect(decode(bytes(0x61), 'cp850')).toBeNull()
  })
})

describe('a row', () => {
  it('is told by company and contact', () => {
    expect(describeRow(['Halden', 'Mirela Osei'], columns)).toBe('Halden, Mirela Osei')
    expect(describeRow(['', ' '], columns)).toBe('')
    const parts = [{ header: 'f', field: 'first_name', sample: null }, { header: 'l', field: 'last_name', sample: null }]
    expect(describeRow(['Anna', 'Lund'], parts)).toBe('Anna Lund')
  })
  it('gives the value at a fault, unless it could be that of another column', () => {
    expect(valueIn(['Halden', 'M', 'a(at)b'], columns, 'E-mail')).toBe('a(at)b')
    expect(valueIn(['Halden'], columns, 'E-mail')).toBe('')
    expect(valueIn(['1', '2', '3', '4', '5'], columns, 'E-mail')).toBeNull()
    expect(valueIn(['1', '2', '3', '4', ' '], columns, 'E-mail')).toBe('3')
    expect(valueIn(['1'], columns, 'First + Last')).toBeNull()
    expect(valueIn(['1'], columns, null)).toBeNull()
  })
})

describe('writeCsv', () => {
  it('keeps the delimiter of the file that the rows are from', async () => {
    const text = await (await writeCsv(['a', 'b'], [['x;y', 'p,q']], ';')).text()
    expect(text.replace(/^\uFEFF/, '')).toBe('a;b\r\n"x;y";p,q\r\n')
  })
  it('writes what a spreadsheet opens', async () => {
    const text = await (await writeCsv(['a', 'b'], [['x,y', 'line\nbreak']])).text()
    expect(text.replace(/^\uFEFF/, '')).toBe('a,b\r\n"x,y","line\nbreak"\r\n')
  })
})
