/** The dry run of what was chosen, and what the browser itself reads of it. */
import { queryOptions } from '@tanstack/react-query'
import { mapParameters } from '@/features/import/columns'
import type { Mapping } from '@/features/import/columns'
import { decode, describeRow, readLines, valueIn } from '@/features/import/lines'
import { nameFaultOf } from '@/features/import/faults'
import type { FaultGroup, FaultRow } from '@/features/import/faults'
import { bodyOf, sentName } from '@/features/import/source'
import type { Source } from '@/features/import/source'
import { api } from '@/services/api'
import type { Estimate } from '@/services/types'

export const importKeys = {
  estimate: (source: Source, mapping: Mapping, profile: string | null) => ['import', 'estimate', source.id, mapParameters(mapping), profile] as const,
  profiles: ['profiles', 'choices'] as const,
  header: (source: Source) => ['import', 'header', source.id] as const,
  rows: (source: Source, estimate: Estimate) => ['import', 'rows', source.id, estimate.file?.columns, estimate.errors] as const,
}

/** As many as a page of the API holds. */
const MOST_PROFILES = 200

/** The profiles to choose from. */
export function profilesOptions() {
  return queryOptions({
    queryKey: importKeys.profiles,
    queryFn: async ({ signal }) => (await api.listProfiles({ limit: MOST_PROFILES }, { signal })).data,
  })
}

/** Asked once for each choice: the file does not change, and tens of megabytes are not sent again unasked to an API that is slow. */
const ONCE = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, refetchOnWindowFocus: false, refetchOnMount: false } as const

interface DryRun {
  readonly estimate: Estimate
  /** Why the job cannot have the name that the choice gives it. */
  readonly nameFault?: string
}

/** Sends all that the job would be handed in with, so that no fault of it waits until then. */
async function dryRun(source: Source, mapping: Mapping, profile: string | null, signal: AbortSignal): Promise<DryRun> {
  const options = { signal, retries: 0 }
  const ask = (name?: string) => {
    const said = { name, profile: profile ?? undefined }
    return source.kind === 'csv' ? api.estimateUpload(new Blob([source.bytes]), { ...said, map: mapParameters(mapping) }, options) : api.estimateJob(bodyOf(source, said), options)
  }
  try {
    return { estimate: await ask(sentName(source.jobName)) }
  } catch (error) {
    const nameFault = nameFaultOf(error)
    if (nameFault === undefined) throw error
    // the name is mended on the page, beside the figures of the rest
    return { estimate: await ask(), nameFault }
  }
}

export function estimateOptions(source: Source, mapping: Mapping, profile: string | null) {
  return queryOptions({
    ...ONCE,
    queryKey: importKeys.estimate(source, mapping, profile),
    queryFn: ({ signal }) => dryRun(source, mapping, profile, signal),
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
  readonly delimiter: string
  readonly rows: ReadonlyMap<number, LocalRow>
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

function localLead(lead: unknown): LocalRow {
  const fields = new Map<string, unknown>(Object.entries(lead ?? {}))
  const valueOf = ({ column }: FaultRow) => {
    const value = column === null ? undefined : fields.get(column)
    // what was rounded is not what stands there
    const isExact = typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value))
    return typeof value === 'string' || isExact ? String(value) : null
  }
  return { who: [text(fields.get('company_name')), text(fields.get('contact_name'))].filter(Boolean).join(', '), valueOf, cells: [] }
}

async function readRows(source: Source, estimate: Estimate, places: ReadonlySet<number>): Promise<LocalRows> {
  if (source.kind === 'json') {
    return { header: [], delimiter: ',', rows: new Map([...places].map((at) => [at, localLead(source.leads[at - 1])])) }
  }
  const columns = estimate.file?.columns ?? []
  const whole = decode(source.bytes, estimate.file?.encoding ?? undefined)
  if (whole === null) return { header: [], delimiter: ',', rows: new Map() }
  const { header, delimiter, rows } = await readLines(whole, places, estimate.file?.delimiter ?? undefined)
  return {
    header,
    delimiter,
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
