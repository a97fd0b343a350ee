/** Leads out of a JSON text: a list of them, an object that holds one, or a single lead. */
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { lineAndColumn, membersOf } from '@/features/import/jsonText'
import { plural } from '@/lib/format'
import type { Fault } from '@/services/types'

/** As many as are shown. */
const MOST_FAULTS = 20

export interface JsonLeads {
  /** As a browser reads them, to be shown. */
  readonly leads: readonly unknown[]
  /** The list as it stands in the text, to be sent. */
  readonly text: string
  readonly name?: string
  /** As it stands in the text, whatever it is. */
  readonly metadata?: string
  /** The line of each lead, where each has one of its own. */
  readonly lines?: readonly number[]
}

/** Where the parser stopped, if the browser tells. */
function positionOf(error: unknown): number | null {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return position === undefined ? null : Number(position)
}

function notJson(error: unknown, text: string): Refusal {
  const position = positionOf(error)
  const where = position === null ? '' : ` Reading stopped at ${lineAndColumn(text, position)}.`
  return refused('This is not valid JSON', `Nothing was sent.${where} Mend it there and hand it over again.`)
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

/** Whether the first line is an object and more follows: JSON Lines, by whatever name. */
function looksLikeLines(text: string): boolean {
  const first = /^\s*(\{.*\})\s*\n\s*\S/.exec(text)?.[1]
  try {
    return first !== undefined && JSON.parse(first) !== undefined
  } catch {
    return false
  }
}

/** One lead a line; the lines that are none are told together. */
function parseLines(text: string): JsonLeads | Refusal {
  const leads: unknown[] = []
  const rows: string[] = []
  const lines: number[] = []
  const faults: Fault[] = []
  for (const [at, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue
    try {
      leads.push(JSON.parse(row))
      rows.push(row)
      lines.push(at + 1)
    } catch (error) {
      const position = positionOf(error)
      faults.push({ code: 'malformed_line', row: at + 1, detail: `It is not valid JSON${position === null ? '' : `; reading stopped at column ${position + 1}`}. One line is one lead.` })
      if (faults.length === MOST_FAULTS) break
    }
  }
  if (faults.length === 0) return { leads, text: `[${rows.join(',')}]`, lines }
  const more = faults.length === MOST_FAULTS ? ` The first ${MOST_FAULTS} are listed.` : ''
  return { ...refused('Some lines are not valid JSON', `Nothing was sent. Mend these lines and hand them over again.${more}`), faults }
}

function readText(text: string, isOfLines: boolean): JsonLeads | Refusal | null {
  // what begins as a list is one, whatever the file's name
  const mayBeLines = !/^\s*\[/.test(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return mayBeLines && (isOfLines || looksLikeLines(text)) ? parseLines(text) : notJson(error, text)
  }
  return envelopeOf(value, text) ?? (isOfLines && mayBeLines ? parseLines(text) : null)
}

/** `isOfLines` says that each line should be a lead, as the file's name has it. */
export function parseLeads(text: string, mostLeads: number, isOfLines = false): JsonLeads | Refusal {
  const found = readText(text.replace(/^\uFEFF/, ''), isOfLines)
  if (found && 'title' in found) return found
  if (!found) return refused('There are no leads in it', 'Give a list of leads, each an object with at least company_name; or an object with such a list as “leads”.')
  if (found.leads.length === 0) return refused('There are no leads in it', 'The list is empty. Give at least one lead.')
  if (found.leads.length > mostLeads) return refused('This is more than a job takes', `It holds ${plural(found.leads.length, 'lead')}; a job takes at most ${plural(mostLeads, 'lead')}. Split it into several files.`)
  return found
}
