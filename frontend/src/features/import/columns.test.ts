import { describe, expect, it } from 'vitest'
import { applyMapping, conflictsOf, countColumns, describeForm, mapParameters } from '@/features/import/columns'
import type { Column } from '@/features/import/columns'

const column = (header: string, field: string | null): Column => ({ header, field, sample: null })

describe('columns', () => {
  it('puts what a person chose in place of what was found', () => {
    expect(applyMapping([column('a', 'notes'), column('b', null)], { b: 'industry' }).map(({ field }) => field)).toEqual(['notes', 'industry'])
  })
  it('takes no header for one that was chosen: every object has a constructor', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty']
    expect(applyMapping(names.map((name) => column(name, 'notes')), {}).map(({ field }) => field)).toEqual(names.map(() => 'notes'))
    const chosen = Object.fromEntries(names.map((name) => [name, 'ignore']))
    expect(applyMapping(names.map((name) => column(name, 'notes')), chosen).map(({ field }) => field)).toEqual(names.map(() => 'ignore'))
  })
  it('writes the choice as the API takes it, in one order; a header may hold a colon', () => {
    expect(mapParameters({ 'b:c': 'notes', a: 'ignore' })).toEqual(['a:ignore', 'b:c:notes'])
    expect(mapParameters({ a: 'ignore', 'b:c': 'notes' })).toEqual(mapParameters({ 'b:c': 'notes', a: 'ignore' }))
  })
  it('refuses two headers for one field, with the reason at both', () => {
    const conflicts = conflictsOf([column('mail', 'contact_email'), column('x', 'notes'), column('mail 2', 'contact_email')])
    expect([...conflicts.keys()]).toEqual([0, 2])
    expect(conflicts.get(0)).toBe('“mail” and “mail 2” both go to E-mail, which takes one column. Send the others elsewhere.')
    expect(conflictsOf([column('a', 'notes'), column('b', 'notes'), column('c', 'notes')]).get(2)).toContain('all go to Notes')
  })
  it('says that columns of one name cannot be told apart', () => {
    expect(conflictsOf([column('mail', 'contact_email'), column('mail', 'contact_email')]).get(0)).toContain('2 columns called “mail”')
  })
  it('lets any number be extra data, be left out or wait for the API', () => {
    expect(conflictsOf(['additional_data', 'additional_data', 'ignore', 'ignore', null, null].map((field, at) => column(String(at), field))).size).toBe(0)
  })
  it('counts them in parts that add up', () => {
    const columns = [column('a', 'notes'), column('b', 'additional_data'), column('c', 'ignore'), column('d', null), column('e', 'industry')]
    const { fields, extra, ignored, open } = countColumns(columns)
    expect([fields, extra, ignored, open]).toEqual([2, 1, 1, 1])
    expect(fields + extra + ignored + open).toBe(columns.length)
  })
  it('names encodings and delimiters', () => {
    expect(describeForm({ encoding: 'utf-8', delimiter: '\t', sheet: null, columns: [] })).toBe('UTF-8, tab')
    expect(describeForm({ encoding: 'cp1252', delimiter: '~', sheet: null, columns: [] })).toBe('CP1252, ~')
    expect(describeForm({ encoding: null, delimiter: null, sheet: 'Leads', columns: [] })).toBe('Sheet Leads')
  })
})
