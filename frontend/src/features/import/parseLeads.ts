/** Leads out of a JSON text: a list of them, an object that holds one, or a single lead. */
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { lineAndColumn, membersOf } from '@/features/import/jsonText'
import { plural } from '@/lib/format'

export interface JsonLeads {
  /** As a browser reads them, to be shown. */
  readonly leads: readonly unknown[]
  /** The list as it stands in the text, to be sent. */
  readonly text: string
  readonly name?: string
  /** As it stands in the text, whatever it is. */
  readonly metadata?: string
}

/** Where the parser stopped, if the browser tells. */
function whereOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return position === undefined ? '' : ` Reading stopped at ${lineAndColumn(text, Number(position))}.`
}

function envelopeOf(value: unknown, text: string): JsonLeads | null {
  if (Array.isArray(value)) return { leads: value, text }
  if (typeof value !== 'object' || value === null) return null
  const { leads, name } = value as { readonly leads?: unknown; readonly name?: unknown }
  if (Array.isArray(leads)) {
    const members = membersOf(text)
    return { leads, text: members.get('leads') ?? '[]', name: typeof name === 'string' ? name : undefined, metadata: members.get('metadata') }
  }
  return 'company_name' in value ? { leads: [value], text: `[${text}]` } : null
}

export function parseLeads(text: string, mostLeads: number): JsonLeads | Refusal {
  const bare = text.replace(/^\uFEFF/, '')
  let found: JsonLeads | null
  try {
    found = envelopeOf(JSON.parse(bare), bare)
  } catch (error) {
    return refused('This is not valid JSON', `Nothing was sent.${whereOf(error, bare)} Mend it there and hand it over again.`)
  }
  if (!found) return refused('There are no leads in it', 'Give a list of leads, each an object with at least company_name; or an object with such a list as “leads”.')
  if (found.leads.length === 0) return refused('There are no leads in it', 'The list is empty. Give at least one lead.')
  if (found.leads.length > mostLeads) return refused('This is more than a job takes', `It holds ${plural(found.leads.length, 'lead')}; a job takes at most ${plural(mostLeads, 'lead')}. Split it into several files.`)
  return found
}
