/** The text of a JSON file, or where it is none: a letter that was guessed would be judged and kept as it never was written. */
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { lineAndColumn } from '@/features/import/jsonText'

type Bytes = Uint8Array<ArrayBuffer>

/** By its mark, or by the zeros beside the first letter, which no JSON has in UTF-8. */
function encodingOf([first, second]: Bytes): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : 'utf-8'
}

/** Where the first byte stands that is no UTF-8: there the text, written again, differs. */
function placeOfWrongByte(bytes: Bytes): string {
  const again = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  // a letter that breaks off is left for a rest that does not come
  const before = new TextDecoder().decode(bytes.subarray(0, at === -1 ? bytes.length : at), { stream: true })
  return lineAndColumn(before, before.length)
}

export function decodeJson(bytes: Bytes, name: string): string | Refusal {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const place = encoding === 'utf-8' ? ` A byte at ${placeOfWrongByte(bytes)} cannot be read.` : ''
    return refused('This file is not in UTF-8', `JSON is written in UTF-8, ${name} is not.${place} Save it with the encoding UTF-8 and choose it again. Nothing was sent.`)
  }
}
