/** What people call the fields of a lead; the API's own names are for programs. */

export const EXTRA = 'additional_data'
export const IGNORED = 'ignore'

export const FIELDS: ReadonlyArray<readonly [field: string, label: string]> = [
  ['company_name', 'Company'],
  ['company_website', 'Website'],
  ['company_size', 'Company size'],
  ['industry', 'Industry'],
  ['contact_name', 'Contact'],
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['contact_title', 'Job title'],
  ['contact_email', 'E-mail'],
  ['contact_phone', 'Phone'],
  ['notes', 'Notes'],
  ['custom_id', 'Your own id'],
  [EXTRA, 'Kept as extra data'],
  [IGNORED, 'Left out'],
]

const LABELS = new Map(FIELDS)
/** Within a sentence. */
const IN_PROSE: Readonly<Record<string, string>> = { [EXTRA]: 'extra data' }
/** Names that are no words by themselves; `notes` and `industry` are, and stand for a field only at the start. */
const NAMES = new RegExp(String.raw`\b(?:${FIELDS.map(([field]) => field).filter((field) => field.includes('_')).join('|')})\b`, 'g')
const FIRST = /^(?:notes|industry)\b/

/** What the sentences say to programs, and what the page says instead. */
const SAID: ReadonlyArray<readonly [RegExp, string]> = [
  [/, or map its header to company_name\b/, ''],
  [/map the others to additional_data or ignore\b/, 'choose “Kept as extra data” or “Left out” for the others'],
  [/\bthat of row (\d+)/, 'that of line $1'],
]

export function fieldLabel(field: string): string {
  return LABELS.get(field) ?? field
}

function proseLabel(field: string): string {
  return IN_PROSE[field] ?? fieldLabel(field)
}

function atStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A sentence of the API with people's words for fields; `header` is what the reader's file calls the field it begins with. */
export function inFieldWords(detail: string, header?: string | null): string {
  const said = SAID.reduce((text, [words, ours]) => text.replace(words, ours), detail)
    .replace(/\/leads\/(\d+)/, (_, index: string) => `lead ${Number(index) + 1}`)
    .replace(FIRST, (field) => (header ? `“${header}”` : proseLabel(field)))
  return said.replace(NAMES, (field, at: number) => (at > 0 ? proseLabel(field) : header ? `“${header}”` : atStart(proseLabel(field))))
}

/** Faults of a list's own keys, which are to be mended by their very names. */
const ABOUT_NAMES = new Set(['unknown_field', 'too_many_fields', 'not_an_object'])

interface Said {
  readonly code: string
  readonly detail: string
  readonly column?: string
}

/** What a fault says, in the words of the page and the reader's file. */
export function faultWords({ code, detail, column }: Said): string {
  return ABOUT_NAMES.has(code) ? detail : inFieldWords(detail, column)
}
