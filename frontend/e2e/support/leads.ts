/** Leads that no other test has: a word of its own in each keeps earlier assessments from answering. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LeadInput } from '../../src/services/types.ts'

/** The list that the product ships: 250 rows, 245 good, 5 bad on lines that examples/README.md names. */
export const EXAMPLE_FILE = fileURLToPath(new URL('../../../examples/leads.csv', import.meta.url))
export const EXAMPLE_LINES_REFUSED = [47, 99, 167, 220, 275]

export function exampleCsv(): Buffer {
  return readFileSync(EXAMPLE_FILE)
}

const NOTES = [
  'Evaluating a warehouse system now; budget of 60k is approved and they decide in March. Stock is counted by hand.',
  'Uses spreadsheets for planning, wants a demo this quarter.',
  'A student who writes a thesis about software.',
  'No plans this year.',
]

/** So many leads of the batch `word`, with people in a table's usual spread of good and bad. */
export function leadsOf(word: string, count: number): LeadInput[] {
  return Array.from({ length: count }, (_, index) => ({
    custom_id: `${word}-${index + 1}`,
    company_name: `${word} Works ${index + 1}`,
    company_website: `https://${word.toLowerCase()}-${index + 1}.example`,
    company_size: String(20 + ((index * 37) % 900)),
    industry: index % 2 === 0 ? 'Logistics' : 'Food manufacturing',
    contact_name: `Robin Number ${index + 1}`,
    contact_email: `robin.${index + 1}@${word.toLowerCase()}.example`,
    contact_title: index % 3 === 0 ? 'Head of Operations' : 'Analyst',
    notes: `${NOTES[index % NOTES.length]} Batch ${word}, entry ${index + 1}.`,
  }))
}

const HEADER = 'Company,Email,Notes'

/** A small CSV with one bad address on line 3, a missing company on line 5 and a row that repeats line 2. */
export function faultyCsv(word: string): string {
  const row = (company: string, email: string, note: string) => `${company},${email},"${note}"`
  return [
    HEADER,
    row(`${word} Alpha`, `anna@${word}.example`, 'Wants a demo; budget approved.'),
    row(`${word} Beta`, 'ben(at)example', 'Two plants, a spreadsheet for planning.'),
    row(`${word} Gamma`, `gil@${word}.example`, '=HYPERLINK("x") is what the form said.'.replaceAll('"', '""')),
    row('', `dora@${word}.example`, 'The badge reader gave no company.'),
    row(`${word} Alpha`, `anna@${word}.example`, 'Wants a demo; budget approved.'),
    '',
  ].join('\r\n')
}
