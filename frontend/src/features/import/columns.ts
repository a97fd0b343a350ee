/** Which field each column of a file fills, as the API found it and as the person changed it. */
import { EXTRA, IGNORED, fieldLabel } from '@/lib/fields'
import type { Estimate } from '@/services/types'

export interface Column {
  readonly header: string
  /** Null while the API has not said what it takes the column for. */
  readonly field: string | null
  readonly sample: string | null
}

/** Header → field, only where the person chose. */
export type Mapping = Readonly<Record<string, string>>

/** The columns with the person's choices in place of what was found. */
export function applyMapping(columns: readonly Column[], mapping: Mapping): readonly Column[] {
  return columns.map((column) => ({ ...column, field: Object.hasOwn(mapping, column.header) ? (mapping[column.header] ?? null) : column.field }))
}

/** The mapping as the API takes it, in an order that does not depend on who was chosen first. */
export function mapParameters(mapping: Mapping): string[] {
  return Object.entries(mapping).map(([header, field]) => `${header}:${field}`).toSorted()
}

function reasonFor(field: string, headers: readonly string[]): string {
  const distinct = [...new Set(headers)]
  if (distinct.length === 1) return `The file has ${headers.length} columns called “${distinct[0]}”, which cannot be told apart. Rename one in the file, or keep both as extra data.`
  const named = distinct.map((header) => `“${header}”`).join(' and ')
  return `${named} ${distinct.length === 2 ? 'both' : 'all'} go to ${fieldLabel(field)}, which takes one column. Send the others elsewhere.`
}

/** Why columns cannot stay as they are: those that share a field, by their position. */
export function conflictsOf(columns: readonly Column[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const sharable = new Set<string | null>([EXTRA, IGNORED, null])
  for (const field of new Set(columns.map((column) => column.field))) {
    if (field === null || sharable.has(field)) continue
    const places = columns.flatMap((column, at) => (column.field === field ? at : []))
    if (places.length < 2) continue
    const reason = reasonFor(field, places.map((at) => columns[at]?.header ?? ''))
    for (const at of places) found.set(at, reason)
  }
  return found
}

/** How many columns go where; the parts add up to the columns. */
export function countColumns(columns: readonly Column[]): { readonly fields: number; readonly extra: number; readonly ignored: number; readonly open: number } {
  const count = (test: (field: string | null) => boolean) => columns.filter(({ field }) => test(field)).length
  return {
    fields: count((field) => field !== null && field !== EXTRA && field !== IGNORED),
    extra: count((field) => field === EXTRA),
    ignored: count((field) => field === IGNORED),
    open: count((field) => field === null),
  }
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

/** "UTF-8, comma": how a file was understood. */
export function describeForm({ encoding, delimiter, sheet }: NonNullable<Estimate['file']>): string {
  // text has an encoding and a delimiter, a workbook has a sheet
  if (encoding === null || delimiter === null) return `Sheet ${sheet ?? ''}`.trim()
  return `${encoding.toUpperCase()}, ${DELIMITERS[delimiter] ?? delimiter}`
}
