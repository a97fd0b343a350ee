/** Reads lines of the chosen file in the browser, by their numbers: the API names places and never repeats values. */
import type { Column } from '@/features/import/columns'

const SEPARATOR_LINE = /^"?sep=([,;\t|])"?\n/
const DELIMITERS = [',', ';', '\t', '|']
/** Names that Python gives to encodings where they are not the web's. */
const WEB_NAMES: Readonly<Record<string, string>> = { 'utf-16': 'utf-16le', 'utf-16-le': 'utf-16le', 'utf-16-be': 'utf-16be', 'mac-roman': 'macintosh', cp866: 'ibm866', cp874: 'windows-874', cp932: 'shift_jis', cp949: 'euc-kr', euc_jp: 'euc-jp', euc_kr: 'euc-kr' }

export interface Lines {
  readonly header: readonly string[]
  readonly delimiter: string
  /** Cells by the line on which their row starts. */
  readonly rows: ReadonlyMap<number, readonly string[]>
}

function webName(encoding: string): string {
  return WEB_NAMES[encoding] ?? encoding.replace(/^cp(125\d)$/, 'windows-$1').replace(/^iso8859-/, 'iso-8859-')
}

/** The text of a file, null in an encoding that browsers do not read. */
export function decode(bytes: Uint8Array<ArrayBuffer>, encoding = 'utf-8'): string | null {
  try {
    return new TextDecoder(bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : webName(encoding)).decode(bytes)
  } catch {
    return null
  }
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** The header and the wanted rows; the parser is fetched when it is first needed. */
export async function readLines(text: string, wanted: ReadonlySet<number>, delimiter = ''): Promise<Lines> {
  const { default: Papa } = await import('papaparse')
  const whole = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const named = SEPARATOR_LINE.exec(whole)
  // blank lines at the end mislead the guess of the delimiter
  const body = whole.slice(named?.[0].length ?? 0).replace(/\n+$/, '')
  const rows = new Map<number, readonly string[]>()
  let header: readonly string[] | null = null
  let used = delimiter || named?.[1] || ''
  let line = named ? 2 : 1
  let read = 0
  Papa.parse<string[]>(body, {
    delimiter: used,
    delimitersToGuess: DELIMITERS,
    newline: '\n',
    step: ({ data, meta }, parser) => {
      const start = line
      line += countBreaks(body, read, meta.cursor)
      read = meta.cursor
      used = meta.delimiter
      if (data.every((cell) => cell.trim() === '')) return
      if (header === null) {
        header = data
        if (wanted.size === 0) parser.abort()
      } else if (wanted.has(start)) rows.set(start, data)
    },
  })
  return { header: header ?? [], delimiter: used, rows }
}

/** Rows as a CSV file, as a spreadsheet opens it. */
export async function writeCsv(header: readonly string[], rows: ReadonlyArray<readonly string[]>, delimiter = ','): Promise<Blob> {
  const { default: Papa } = await import('papaparse')
  return new Blob(['\uFEFF', Papa.unparse([header, ...rows] as string[][], { newline: '\r\n', delimiter }), '\r\n'], { type: 'text/csv;charset=utf-8' })
}

/** "Vexham Dairy, Anna Lund": who a row is about; empty if it does not say. */
export function describeRow(cells: readonly string[], columns: readonly Column[]): string {
  const cellOf = (field: string) => cells[columns.findIndex((column) => column.field === field)]?.trim() ?? ''
  const contact = cellOf('contact_name') || [cellOf('first_name'), cellOf('last_name')].filter(Boolean).join(' ')
  return [cellOf('company_name'), contact].filter(Boolean).join(', ')
}

/** What a row says in the column of this header; null if there is no such column, or it could be the wrong one. */
export function valueIn(cells: readonly string[], columns: readonly Column[], header: string | null): string | null {
  const places = columns.flatMap((column, at) => (column.header === header ? at : []))
  // empty cells at the end shift nothing
  const isShifted = cells.slice(columns.length).some((cell) => cell.trim() !== '')
  return places.length === 1 && !isShifted ? (cells[places[0] ?? 0] ?? '') : null
}
