/** Faults of rows grouped by cause, each group with its remedy; and faults of the file as a whole. */
import { faultWords } from '@/lib/fields'
import { asApiError } from '@/services/errors'
import type { ApiError } from '@/services/errors'
import type { Fault } from '@/services/types'

export interface FaultRow {
  /** Line of a CSV file, or position of a lead in JSON from 1. */
  readonly at: number
  /** Header of the column or name of the field. */
  readonly column: string | null
  readonly detail: string
}

export interface FaultGroup {
  readonly code: string
  readonly title: string
  readonly remedy: string | null
  readonly rows: readonly FaultRow[]
  /** Rows hit, each counted once. */
  readonly count: number
  /** Whether each row has something of its own to say. */
  readonly varied: boolean
}

const CAUSES: Readonly<Record<string, readonly [title: string, remedy: string]>> = {
  missing_company_name: ['No company named', 'Every lead needs its company’s name, with at least one letter or digit.'],
  invalid_email: ['E-mail address is not valid', 'Write one address as name@company.example, or empty the cell: a lead may come without one.'],
  invalid_website: ['Web address is not valid', 'Write one address as www.company.example, or empty the cell: a lead may come without one.'],
  too_long: ['Longer than is kept', 'Shorten it to the limit that stands beside the row.'],
  invalid_character: ['A character that cannot be kept', 'Take out the control character or line break; word processors and scanners leave them behind.'],
  too_many_cells: ['More cells than columns', 'Put quotes around cells that hold the delimiter or a line break.'],
  invalid_number: ['A number that cannot be kept', 'Send it as text, in quotes.'],
  wrong_type: ['A value of the wrong kind', 'Send text in quotes; extra data takes text, numbers, true, false and null.'],
  invalid_custom_id: ['Your own id is not valid', 'Use 1 to 64 letters A–Z, digits, _ or -, or leave it out.'],
  duplicate_custom_id: ['Your own id is given twice', 'Give each lead its own id, or leave it out.'],
  invalid_key: ['A name in the extra data is not valid', 'Use 1 to 64 printable characters, each name once.'],
  too_many_keys: ['Too much extra data', 'Leave some out.'],
  unknown_field: ['A field that no lead has', 'Correct its name, or put what is your own into additional_data.'],
  too_many_fields: ['Too many fields', 'Put what is your own into additional_data.'],
  not_an_object: ['Not a lead', 'A lead is an object with at least company_name.'],
}

/** Causes whose sentence differs from row to row by its nature: a length, another row. */
const SAID_BY_EACH = new Set(['too_long', 'too_many_keys', 'duplicate_custom_id'])

function inWords(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** Where a fault stands among the rows; null if it concerns the whole. */
export function placeOf(fault: Fault): FaultRow | null {
  const detail = faultWords(fault)
  if (fault.row !== undefined) return { at: fault.row, column: fault.column ?? null, detail }
  const [, list, index, ...field] = (fault.pointer ?? '').split('/')
  if (list !== 'leads' || index === undefined || !/^\d+$/.test(index)) return null
  return { at: Number(index) + 1, column: field.length > 0 ? unescaped(field.at(-1) ?? '') : null, detail }
}

/** A sentence that names another lead by its position, with that lead's line. */
function withLines(fault: Fault, lines: readonly number[]): Fault {
  const detail = fault.detail.replace(/\/leads\/(\d+)/, (pointer, index: string) => (lines[Number(index)] === undefined ? pointer : `line ${lines[Number(index)]}`))
  return { ...fault, detail }
}

/** One group a cause, the largest first; `lines` are those of the leads of a list. */
export function groupFaults(faults: readonly Fault[], lines?: readonly number[]): readonly FaultGroup[] {
  const byCode = new Map<string, FaultRow[]>()
  for (const fault of faults) {
    const row = placeOf(lines ? withLines(fault, lines) : fault)
    if (row) byCode.set(fault.code, [...(byCode.get(fault.code) ?? []), row])
  }
  const groups = [...byCode].map(([code, rows]): FaultGroup => {
    const [title, remedy] = CAUSES[code] ?? [inWords(code), null]
    const isVaried = SAID_BY_EACH.has(code) || new Set(rows.map(({ detail }) => detail)).size > 1
    return { code, title, remedy: remedy ?? (isVaried ? null : (rows[0]?.detail ?? null)), rows, count: new Set(rows.map(({ at }) => at)).size, varied: isVaried }
  })
  return groups.toSorted((one, other) => other.count - one.count)
}

/** What the API says of the job's name; it stands at its field. */
export function nameFaultOf(error: unknown): string | undefined {
  if (!error) return undefined
  return asApiError(error).faults.find(({ parameter, pointer }) => parameter === 'name' || pointer === '/name')?.detail
}

/** Why a whole file or text was refused, before any row of it counts. */
export interface Refusal {
  readonly title: string
  readonly detail: string
  readonly faults: readonly Fault[]
  readonly requestId: string | null
}

const REFUSED: Readonly<Record<string, string>> = {
  lead_file_invalid: 'This file cannot be read as leads',
  malformed_body: 'This is not JSON',
  unsupported_media_type: 'The API does not take this kind of file',
  profile_unknown: 'The profile is not there any more',
  profile_not_active: 'The profile has no active version',
  scope_missing: 'This key may not hand in leads',
}

/** The refusal that an answer means; null if asking again may help. */
export function refusalOf(error: ApiError): Refusal | null {
  const { code, status, faults, requestId } = error
  if (error.retryable || status === 0 || status === 401 || status === 408 || status === 429 || status >= 500) return null
  const title = REFUSED[code] ?? (status === 413 ? 'This is more than a job takes' : code === 'lead_invalid' && faults.every((fault) => placeOf(fault) === null) ? 'There are no leads in it' : 'The API does not take it')
  return { title, detail: error.message, faults, requestId }
}

/** A refusal that the page itself gives. */
export function refused(title: string, detail: string): Refusal {
  return { title, detail, faults: [], requestId: null }
}

/** Faults of the columns, which choosing other fields may mend. */
const MENDED_BY_COLUMNS = new Set(['no_company_column', 'duplicate_column', 'unknown_mapping_column', 'unknown_mapping_target', 'too_many_unknown_columns'])

export function isMendedByColumns({ faults }: Refusal): boolean {
  return faults.length > 0 && faults.every(({ code }) => MENDED_BY_COLUMNS.has(code))
}
