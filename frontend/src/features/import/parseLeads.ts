/** Leads out of a JSON text: a list of them, an object that holds one, or a single lead. */
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { plural } from '@/lib/format'
import type { NewJob } from '@/services/types'

export interface JsonLeads {
  readonly leads: NewJob['leads']
  readonly name?: string
  readonly metadata?: NewJob['metadata']
}

/** Where the parser stopped, if the browser tells. */
function whereOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return ` Reading stopped at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function envelopeOf(value: unknown): { leads: unknown[]; name?: unknown; metadata?: unknown } | null {
  if (Array.isArray(value)) return { leads: value }
  if (!isObject(value)) return null
  if (Array.isArray(value.leads)) return { leads: value.leads, name: value.name, metadata: value.metadata }
  return 'company_name' in value ? { leads: [value] } : null
}

export function parseLeads(text: string, mostLeads: number): JsonLeads | Refusal {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return refused('This is not valid JSON', `Nothing was sent.${whereOf(error, text)} Mend it there and hand it over again.`)
  }
  const found = envelopeOf(value)
  if (!found) return refused('There are no leads in it', 'Give a list of leads, each an object with at least company_name; or an object with such a list as “leads”.')
  if (found.leads.length === 0) return refused('There are no leads in it', 'The list is empty. Give at least one lead.')
  if (found.leads.length > mostLeads) return refused('This is more than a job takes', `It holds ${plural(found.leads.length, 'lead')}; a job takes at most ${plural(mostLeads, 'lead')}. Split it into several files.`)
  return {
    // the API checks each of them and says what is wrong with which
    leads: found.leads as NewJob['leads'],
    name: typeof found.name === 'string' ? found.name : undefined,
    metadata: isObject(found.metadata) ? (found.metadata as NewJob['metadata']) : undefined,
  }
}
