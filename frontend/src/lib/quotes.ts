/** Finds a quote in a lead's own words: compared folded as the API folds it, answered in the original's offsets. */

export interface Span {
  readonly start: number
  readonly end: number
}

/** A stretch of text with the keys of the marks that lie on it. */
export interface Segment {
  readonly text: string
  readonly marks: readonly string[]
  /** Marks that end with this stretch, so that their number is written once. */
  readonly ending: readonly string[]
}

interface Folded {
  readonly text: string
  /** For every character of `text` the original's span it came from. */
  readonly from: readonly Span[]
}

const TYPOGRAPHIC: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...'‘’‚‛′´‹›'].map((mark) => [mark, "'"]),
  ...[...'“”„‟″«»'].map((mark) => [mark, '"']),
  ...[...'‐‑‒–—―−'].map((mark) => [mark, '-']),
])
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function foldCharacter(text: string): string {
  const plain = [...text].map((character) => TYPOGRAPHIC[character] ?? character).join('')
  // upper case between two lower ones reaches what case-folding knows, such as ß and ς
  return plain.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}

function fold(text: string): Folded {
  let folded = ''
  const from: Span[] = []
  for (const { segment, index } of graphemes.segment(text)) {
    const span = { start: index, end: index + segment.length }
    for (const character of foldCharacter(segment).split('')) {
      const space = /\s/.test(character)
      if (space && (folded === '' || folded.endsWith(' '))) continue
      folded += space ? ' ' : character
      from.push(span)
    }
  }
  const trimmed = folded.trimEnd()
  return { text: trimmed, from: from.slice(0, trimmed.length) }
}

/** A quote without the marks and dots that models put around it. */
function trimQuote(quote: string): string {
  return quote.replace(/^[\s"'`‘’‚“”„«»‹›…. ]+|[\s"'`‘’‚“”„«»‹›….,;:!? ]+$/gu, '')
}

const WORD = /[\p{L}\p{N}\p{M}]/u

function betweenWords(text: string, at: number): boolean {
  return !WORD.test(text[at - 1] ?? '') || !WORD.test(text[at] ?? '')
}

function search(folded: Folded, quote: string): Span | null {
  let inside: Span | null = null
  for (let at = folded.text.indexOf(quote); at >= 0; at = folded.text.indexOf(quote, at + 1)) {
    const [first, last] = [folded.from[at], folded.from[at + quote.length - 1]]
    if (!first || !last) continue
    const span = { start: first.start, end: last.end }
    if (betweenWords(folded.text, at) && betweenWords(folded.text, at + quote.length)) return span
    inside ??= span
  }
  return inside
}

/** Where the quote stands in the text; null if it does not. Whole words are preferred to a part of one. */
export function findQuote(text: string, quote: string): Span | null {
  const wanted = fold(trimQuote(quote)).text
  return wanted === '' ? null : search(fold(text), wanted)
}

/** Cuts the text at the edges of the marks; marks may overlap, those not found are left out. */
export function markText(text: string, quotes: ReadonlyArray<{ key: string; quote: string }>): Segment[] {
  const folded = fold(text)
  const spans = quotes.flatMap(({ key, quote }) => {
    const wanted = fold(trimQuote(quote)).text
    const span = wanted === '' ? null : search(folded, wanted)
    return span ? [{ key, ...span }] : []
  })
  const edges = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return edges.slice(1).map((end, index) => {
    const start = edges[index] ?? 0
    const over = spans.filter((span) => span.start < end && span.end > start)
    return { text: text.slice(start, end), marks: over.map(({ key }) => key), ending: over.filter((span) => span.end === end).map(({ key }) => key) }
  })
}
