import { describe, expect, it } from 'vitest'
import { findQuote, markText } from '@/lib/quotes'

function found(text: string, quote: string): string | null {
  const span = findQuote(text, quote)
  return span ? text.slice(span.start, span.end) : null
}

describe('findQuote', () => {
  it.each([
    ['as it stands', 'Runs three warehouses, mostly chilled.', 'three warehouses', 'three warehouses'],
    ['in another case', 'Runs THREE Warehouses.', 'three warehouses', 'THREE Warehouses'],
    ['over line ends and double spaces', 'lose roughly\n  a day a week', 'lose roughly a day', 'lose roughly\n  a day'],
    ['with typographic marks', 'They said “we’re growing” twice', '"we\'re growing"', 'we’re growing'],
    ['with another dash', 'open 8–17 daily', 'open 8-17', 'open 8–17'],
    ['in full width', 'ＡＢＣ Ｌｔｄ here', 'abc ltd', 'ＡＢＣ Ｌｔｄ'],
    ['with ligatures', 'an eﬃcient oﬀice', 'efficient office', 'eﬃcient oﬀice'],
    ['with a letter that folds to two', 'in der Hauptstraße gebaut', 'hauptstrasse', 'Hauptstraße'],
    ['with combined accents', 'the cafe\u0301 downtown', 'the café', 'the cafe\u0301'],
    ['with a Greek final sigma', 'ο ΛΟΓΟΣ εδώ', 'λόγος'.normalize('NFD').replace(/\u0301/, ''), 'ΛΟΓΟΣ'],
    ['with marks that the model put around', 'mostly chilled goods', '“mostly chilled…”', 'mostly chilled'],
    ['after an emoji', '👩‍💻 wants a demo', 'wants a demo', 'wants a demo'],
  ])('finds a quote %s', (_, text, quote, expected) => expect(found(text, quote)).toBe(expected))
  it('prefers whole words', () => expect(findQuote('party of art', 'art')).toEqual({ start: 9, end: 12 }))
  it('does not find what is not there, nor nothing', () => {
    expect(findQuote('three warehouses', 'four warehouses')).toBeNull()
    expect(findQuote('three warehouses', ' … ')).toBeNull()
    expect(findQuote('', 'a')).toBeNull()
  })
})

describe('markText', () => {
  const text = 'Runs three warehouses and loses a day.'
  it('cuts the text at the edges and loses nothing of it', () => {
    const segments = markText(text, [{ key: '1', quote: 'three warehouses' }, { key: '2', quote: 'loses a day' }])
    expect(segments.map((segment) => segment.text).join('')).toBe(text)
    expect(segments.filter(({ marks }) => marks.length)).toEqual([
      { text: 'three warehouses', marks: ['1'], ending: ['1'] },
      { text: 'loses a day', marks: ['2'], ending: ['2'] },
    ])
  })
  it('lays marks over each other', () => {
    const segments = markText(text, [{ key: '1', quote: 'three warehouses and' }, { key: '2', quote: 'warehouses and loses' }])
    expect(segments.map(({ text: part, marks }) => [part, marks.join()])).toEqual([
      ['Runs ', ''], ['three ', '1'], ['warehouses and', '1,2'], [' loses', '2'], [' a day.', ''],
    ])
    expect(segments.flatMap(({ ending }) => ending)).toEqual(['1', '2'])
  })
  it('leaves the text whole when nothing is found', () => {
    expect(markText(text, [{ key: '1', quote: 'absent words' }])).toEqual([{ text, marks: [], ending: [] }])
    expect(markText('', [])).toEqual([])
  })
})
