/** The bad rows as a file to mend: each as it stands in the reader's file, between its line and what is wrong with it. */
import type { Mapping } from '@/features/import/columns'
import type { FaultGroup } from '@/features/import/faults'
import { decode } from '@/features/import/lines'
import type { LocalRows } from '@/features/import/queries'
import { IGNORED } from '@/lib/fields'

const LINE = 'line'
const FAULT = 'fault'
/** Enough for a header; a file may have tens of megabytes. */
const HEAD = 65_536
const BEGINS_WITH_LINE = /^\uFEFF?(?:"?sep=[,;\t|]"?\r?\n)?("?)line\1([,;\t|])/
const FIRST_RECORD = /^(?:"[^"]*"|[^"\r\n])*/

/** Neither is part of the lead: the mended file is handed in as it is. */
export const ADDED: Mapping = { [LINE]: IGNORED, [FAULT]: IGNORED }

interface Table {
  readonly header: readonly string[]
  readonly rows: ReadonlyArray<readonly string[]>
}

/** Without the two columns, if the file is itself one that was downloaded before. */
function withoutAdded(header: readonly string[]): (cells: readonly string[]) => readonly string[] {
  const names = header.map((name) => name.trim())
  if (!names.includes(LINE) || !names.includes(FAULT)) return (cells) => cells
  return (cells) => cells.filter((_, at) => names[at] !== LINE && names[at] !== FAULT)
}

export function badRowsTable({ header, rows }: Pick<LocalRows, 'header' | 'rows'>, groups: readonly FaultGroup[]): Table {
  const strip = withoutAdded(header)
  const own = strip(header)
  const said = new Map<number, string[]>()
  for (const { at, detail } of groups.flatMap((group) => group.rows)) said.set(at, [...(said.get(at) ?? []), detail])
  const lines = [...rows].toSorted(([one], [other]) => one - other).map(([at, { cells }]) => {
    const kept = strip(cells)
    const full = own.map((_, column) => kept[column] ?? '')
    // what is too much stays too much, behind the fault that says so
    return [String(at), ...full, (said.get(at) ?? []).join(' '), ...kept.slice(own.length)]
  })
  return { header: [LINE, ...own, FAULT], rows: lines }
}

/** What such a file's two columns are mapped to; nothing for any other file. */
export function addedColumns(bytes: Uint8Array<ArrayBuffer>): Mapping {
  const text = decode(bytes.subarray(0, HEAD), bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16' : 'utf-8') ?? ''
  const found = BEGINS_WITH_LINE.exec(text)
  if (!found) return {}
  const [begin = '', , delimiter = ''] = found
  const cells = (FIRST_RECORD.exec(text.slice(begin.length))?.[0] ?? '').split(delimiter)
  return cells.some((cell) => cell.trim().replaceAll('"', '') === FAULT) ? ADDED : {}
}
