/** The dry run of what was chosen, and what the browser itself reads of it. */
import { queryOptions } from '@tanstack/react-query'
import { mapParameters } from '@/features/import/columns'
import type { Mapping } from '@/features/import/columns'
import { decode, describeRow, readLines, valueIn } from '@/features/import/lines'
import type { FaultGroup, FaultRow } from '@/features/import/faults'
import type { Source } from '@/features/import/source'
import { api } from '@/services/api'
import type { Estimate, LeadInput } from '@/services/types'

export const importKeys = {
  estimate: (source: Source, mapping: Mapping) => ['import', 'estimate', source.id, mapParameters(mapping)] as const,
  header: (source: Source) => ['import', 'header', source.id] as const,
  rows: (source: Source, estimate: Estimate) => ['import', 'rows', source.id, estimate.file?.columns, estimate.errors] as const,
}

/** Asked once for each choice: the file does not change, and tens of megabytes are not sent again unasked to an API that is slow. */
const ONCE = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, refetchOnWindowFocus: false, refetchOnMount: false } as const

export function estimateOptions(source: Source, mapping: Mapping) {
  return queryOptions({
    ...ONCE,
    queryKey: importKeys.estimate(source, mapping),
    queryFn: ({ signal }) =>
      source.kind === 'csv'
        ? api.estimateUpload(new Blob([source.bytes]), { map: mapParameters(mapping) }, { signal, retries: 0 })
        : api.estimateJob({ leads: source.leads }, { signal, retries: 0 }),
  })
}

/** The first line of a file whose columns the API could not tell; for JSON there is none. */
export function headerOptions(source: Source) {
  return queryOptions({
    ...ONCE,
    queryKey: importKeys.header(source),
    queryFn: async () => {
      const text = source.kind === 'csv' ? decode(source.bytes) : null
      return text === null ? [] : (await readLines(text, new Set())).header.map((cell) => cell.trim())
    },
  })
}

/** What the page shows of a bad row: who it is about, and what stands at the place of the fault. */
export interface LocalRow {
  readonly who: string
  readonly valueOf: (row: FaultRow) => string | null
  /** As it stands in the file; none for JSON. */
  readonly cells: readonly string[]
}

export interface LocalRows {
  readonly header: readonly string[]
  readonly rows: ReadonlyMap<number, LocalRow>
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

function localLead(lead: LeadInput | undefined): LocalRow {
  const { company_name: company, contact_name: contact } = (typeof lead === 'object' && lead !== null ? lead : {}) as Partial<LeadInput>
  const fields = new Map<string, unknown>(Object.entries(lead ?? {}))
  const valueOf = ({ column }: FaultRow) => {
    const value = column === null ? undefined : fields.get(column)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  }
  return { who: [text(company), text(contact)].filter(Boolean).join(', '), valueOf, cells: [] }
}

async function readRows(source: Source, estimate: Estimate, places: ReadonlySet<number>): Promise<LocalRows> {
  if (source.kind === 'json') {
    return { header: [], rows: new Map([...places].map((at) => [at, localLead(source.leads[at - 1])])) }
  }
  const columns = estimate.file?.columns ?? []
  const whole = decode(source.bytes, estimate.file?.encoding ?? undefined)
  if (whole === null) return { header: [], rows: new Map() }
  const { header, rows } = await readLines(whole, places, estimate.file?.delimiter ?? undefined)
  return {
    header,
    rows: new Map([...rows].map(([at, cells]) => [at, { who: describeRow(cells, columns), valueOf: ({ column }: FaultRow) => valueIn(cells, columns, column), cells }])),
  }
}

export function localRowsOptions(source: Source, estimate: Estimate, groups: readonly FaultGroup[]) {
  return queryOptions({
    ...ONCE,
    queryKey: importKeys.rows(source, estimate),
    queryFn: () => readRows(source, estimate, new Set(groups.flatMap(({ rows }) => rows.map(({ at }) => at)))),
    enabled: groups.length > 0,
    structuralSharing: false,
  })
}
