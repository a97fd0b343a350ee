/** What is handed in: a file or pasted rows, read once, so that what is checked and what is sent are the same bytes. */
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import type { JsonLeads } from '@/features/import/parseLeads'
import { formatBytes, plural } from '@/lib/format'

interface Common {
  /** Tells one choice from the next, also of the same file. */
  readonly id: number
  readonly name: string
  readonly size: number
  readonly isPasted: boolean
  /** What the job is called unless the person says otherwise. */
  readonly jobName: string
}

export interface CsvSource extends Common {
  readonly kind: 'csv'
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface JsonSource extends Common, Pick<JsonLeads, 'leads' | 'text' | 'metadata' | 'lines'> {
  readonly kind: 'json'
}

export type Source = CsvSource | JsonSource

export interface Limits {
  readonly max_leads_per_job: number
  readonly max_body_mb: number
}

/** What the API counts as one MB. */
const MEGABYTE = 1024 * 1024
const LONGEST_NAME = 200
let made = 0

function tooLarge(name: string, size: number, { max_body_mb: most }: Limits): Refusal | null {
  if (size <= most * MEGABYTE) return null
  return refused('This is more than a job takes', `${name} has ${formatBytes(size)}; at most ${most} MB are taken at once. Split it into several files. Nothing was sent.`)
}

function withoutEnding(name: string): string {
  // the cut may go through an emoji, and half of one cannot be sent
  return name.replace(/\.[^.]+$/, '').slice(0, LONGEST_NAME).replace(/[\uD800-\uDBFF]$/, '')
}

async function fromJson(content: Uint8Array<ArrayBuffer> | string, common: Omit<Common, 'id'>, limits: Limits): Promise<Source | Refusal> {
  const { readJson } = await import('@/features/import/readJson')
  const read = readJson(content, common.name, limits.max_leads_per_job)
  if ('title' in read) return read
  const { name = common.jobName, ...found } = read
  return { ...common, ...found, id: ++made, kind: 'json', jobName: name }
}

/** The API reads text. */
const WORKBOOK = /\.(?:xls[xmb]?|ods|numbers)$/i

const isJsonName = ({ name, type }: File) => /^application\/(?:json|jsonl|x-ndjson)$/.test(type) || /\.(?:json|ndjson|jsonl)$/i.test(name)

/** Reads the chosen file; a later change on disk does not reach what was chosen. */
export async function readFile(file: File, limits: Limits): Promise<Source | Refusal> {
  const { name, size } = file
  const large = tooLarge(name, size, limits)
  if (large) return large
  if (WORKBOOK.test(name)) return refused('This is a workbook of a spreadsheet', `${name} cannot be read as it is. Open it, choose “Save as” (or “Download” or “Export”) with the type “CSV UTF-8”, which saves the sheet in front, and choose that file. Nothing was sent.`)
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = new Uint8Array(await file.arrayBuffer())
  } catch {
    return refused('This cannot be read', `The browser may not read ${name}: it is a folder, or it was moved or is locked. Choose a CSV or JSON file.`)
  }
  if (bytes.length === 0) return refused('The file is empty', `${name} holds nothing. Give a line of column names and one line a lead.`)
  const common = { name, size, isPasted: false, jobName: withoutEnding(name) }
  if (isJsonName(file)) return fromJson(bytes, common, limits)
  return { ...common, id: ++made, kind: 'csv', bytes }
}

/** Reads pasted text, which is JSON if it begins like it, else rows of cells. */
export async function readPasted(text: string, limits: Limits): Promise<Source | Refusal> {
  const bytes = new TextEncoder().encode(text)
  const large = tooLarge('The text', bytes.length, limits)
  if (large) return large
  const common = { name: 'Pasted rows', size: bytes.length, isPasted: true, jobName: 'Pasted rows' }
  if (/^\s*[[{]/.test(text)) return fromJson(text, common, limits)
  return { ...common, id: ++made, kind: 'csv', bytes }
}

/** A name as it is sent: one of blanks is none. */
export function sentName(name: string): string | undefined {
  return name.trim() || undefined
}

/** The body of a JSON hand-in: the leads as they stand in the file, beside what the page says. */
export function bodyOf({ text, metadata }: JsonSource, said: object): string {
  const beside = Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : `,"${key}":${JSON.stringify(value)}`))
  return `{"leads":${text}${metadata === undefined ? '' : `,"metadata":${metadata}`}${beside.join('')}}`
}

/** What is taken, in one sentence. */
export function describeLimits({ max_leads_per_job: leads, max_body_mb: size }: Limits): string {
  return `CSV, JSON or JSON Lines, up to ${plural(leads, 'lead')} or ${size} MB`
}
