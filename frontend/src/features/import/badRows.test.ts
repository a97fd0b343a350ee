import { describe, expect, it } from 'vitest'
import { ADDED, addedColumns, badRowsTable } from '@/features/import/badRows'
import { groupFaults } from '@/features/import/faults'

const row = (...cells: string[]) => ({ who: '', valueOf: () => null, cells })
const groups = groupFaults([
  { code: 'invalid_email', detail: 'contact_email is not one e-mail address.', row: 7, column: 'Mail' },
  { code: 'missing_company_name', detail: 'company_name is missing.', row: 3, column: 'Firma' },
  { code: 'too_long', detail: 'notes has 10,240 characters.', row: 7, column: 'Notiz' },
])

describe('the file of bad rows', () => {
  it('has each row between its line and its faults, by line, as wide as its header', () => {
    const { header, rows } = badRowsTable({ header: ['Firma', 'Mail', 'Notiz'], rows: new Map([[7, row('Halden', 'x(at)y')], [3, row('', 'a@b.example', 'n')]]) }, groups)
    expect(header).toEqual(['line', 'Firma', 'Mail', 'Notiz', 'fault'])
    expect(rows[0]).toEqual(['3', '', 'a@b.example', 'n', '“Firma” is missing.'])
    expect(rows[1]?.slice(0, 4)).toEqual(['7', 'Halden', 'x(at)y', ''])
    expect(rows[1]?.[4]?.split('. ').toSorted()).toEqual(['“Mail” is not one e-mail address', '“Notiz” has 10,240 characters.'].toSorted())
  })
  it('loses nothing of a row that is too wide', () => {
    const { rows } = badRowsTable({ header: ['Firma'], rows: new Map([[2, row('a', 'b', 'c')]]) }, [])
    expect(rows).toEqual([['2', 'a', '', 'b', 'c']])
  })
  it('has the two columns once, also of a file that was itself downloaded so', () => {
    const { header, rows } = badRowsTable({ header: ['line', 'Firma', 'fault'], rows: new Map([[2, row('17', 'Halden', 'old')]]) }, [])
    expect([header, rows]).toEqual([['line', 'Firma', 'fault'], [['2', 'Halden', '']]])
  })
})

describe('the two columns of a mended file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  it.each([
    'line,Company,fault\n2,Halden,x\n',
    '\uFEFFline;Firma;fault\r\n2;Halden;x\r\n',
    'line\tfault\tCompany\n',
    '"line","Company, all","fault"\n',
    'line,"a\nb",fault\n',
  ])('are left out of %j', (text) => expect(addedColumns(bytes(text))).toEqual(ADDED))
  it.each(['line,Company\n2,fault\n', 'Company,line,fault\n', 'fault,Company\n', 'Line,Company,Fault\n', 'line,Company,faults\n', 'lines,fault\n', ''])('are not seen in %j', (text) => expect(addedColumns(bytes(text))).toEqual({}))
  it('are found in what a spreadsheet saves as Unicode text', () => {
    const text = 'line\tCompany\tfault\r\n'
    const wide = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((letter) => [letter.charCodeAt(0), 0])])
    expect(addedColumns(wide)).toEqual(ADDED)
  })
})
