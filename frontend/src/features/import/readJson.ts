/** Reads JSON out of a file's bytes or a pasted text; fetched when somebody first hands over JSON. */
import { decodeJson } from '@/features/import/decodeJson'
import type { Refusal } from '@/features/import/faults'
import { parseLeads } from '@/features/import/parseLeads'
import type { JsonLeads } from '@/features/import/parseLeads'

export function readJson(content: Uint8Array<ArrayBuffer> | string, name: string, mostLeads: number): JsonLeads | Refusal {
  const text = typeof content === 'string' ? content : decodeJson(content, name)
  return typeof text === 'string' ? parseLeads(text, mostLeads, /\.(?:ndjson|jsonl)$/i.test(name)) : text
}
