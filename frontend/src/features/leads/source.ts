/** The lead as it was handed in: its fields in order, and which words of them prove or instruct. */
import { fieldLabel } from '@/lib/fields'
import { markText } from '@/lib/quotes'
import type { Segment } from '@/lib/quotes'
import type { Quote } from '@/features/leads/receipt'
import type { Flag, Lead } from '@/services/types'

const ADDITIONAL = 'additional_data.'
const FIELDS = ['notes', 'company_name', 'company_website', 'company_size', 'industry', 'contact_name', 'contact_title', 'contact_email', 'contact_phone'] as const

export interface SourceField {
  /** As the API names it, `additional_data.` included. */
  readonly field: string
  /** As people call it; what is kept beside the fields, as the file named it. */
  readonly name: string
  readonly segments: readonly Segment[]
}

export interface Source {
  readonly fields: readonly SourceField[]
  /** Fields that a lead may have and this one has not. */
  readonly missing: readonly string[]
  /** Numbers of the quotes that are marked in the text. */
  readonly found: ReadonlySet<number>
  /** Excerpts of flags that no field shows, as they are in a field's name or not word for word. */
  readonly unplaced: readonly Flag[]
}

export function quoteKey(number: number): string {
  return `q${number}`
}

/** The number that a mark stands for; null for a flag. */
export function numberOf(mark: string): number | null {
  return mark.startsWith('q') ? Number(mark.slice(1)) : null
}

export function fieldName(field: string): string {
  return field.startsWith(ADDITIONAL) ? field.slice(ADDITIONAL.length) : fieldLabel(field)
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function entriesOf(lead: Lead): Array<{ field: string; name: string; text: string }> {
  const own = FIELDS.map((field) => ({ field: field as string, name: fieldLabel(field), text: textOf(lead[field]) }))
  // the API names them with their spaces collapsed
  const additional = Object.entries(lead.additional_data).map(([name, value]) => ({ field: ADDITIONAL + name.trim().replaceAll(/\s+/g, ' '), name, text: textOf(value) }))
  return [...own, ...additional]
}

/** Each sentence once, though it may show several signs. */
export function distinctFlags(flags: readonly Flag[]): Flag[] {
  const seen = new Set<string>()
  return flags.filter(({ field, excerpt }) => {
    const key = `${field}\n${excerpt}`
    if (excerpt === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

export function sourceOf(lead: Lead, quotes: readonly Quote[]): Source {
  const flags = distinctFlags(lead.flags)
  const entries = entriesOf(lead)
  const fields = entries.filter(({ text }) => text !== '').map(({ field, name, text }) => {
    const marks = [
      ...quotes.filter((each) => each.field === field).map(({ number, quote }) => ({ key: quoteKey(number), quote })),
      ...flags.flatMap((flag, index) => (flag.field === field ? [{ key: `f${index}`, quote: flag.excerpt }] : [])),
    ]
    return { field, name, segments: markText(text, marks) }
  })
  const placed = new Set(fields.flatMap(({ segments }) => segments.flatMap(({ marks }) => marks)))
  return {
    fields,
    missing: entries.filter(({ text, field }) => text === '' && !field.startsWith(ADDITIONAL)).map(({ name }) => name),
    found: new Set([...placed].map(numberOf).filter((number) => number !== null)),
    unplaced: flags.filter((_, index) => !placed.has(`f${index}`)),
  }
}
