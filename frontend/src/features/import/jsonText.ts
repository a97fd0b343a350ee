/** JSON as text: what a browser reads of it rounds long numbers and drops one of two equal keys, so what is sent is cut out. */

const QUOTE = 34
const BACKSLASH = 92

/** The place behind a string that begins at `start`. */
function behindString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === BACKSLASH) at += 1
    else if (sign === QUOTE) return at + 1
  }
}

/** The values of an object by their keys, as they stand in a text that is valid JSON; of equal keys the last. */
export function membersOf(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>()
  let depth = 0
  let key = ''
  // where the value of the key begins; null while a key is awaited
  let start: number | null = null
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '"') {
      const end = behindString(text, at)
      if (depth === 1 && start === null) key = String(JSON.parse(text.slice(at, end)))
      at = end - 1
    } else if (sign === '{' || sign === '[') depth += 1
    else if (depth === 1 && sign === ':') start = at + 1
    else if (depth === 1 && start !== null && (sign === ',' || sign === '}')) {
      members.set(key, text.slice(start, at).trim())
      start = null
    }
    if (sign === '}' || sign === ']') depth -= 1
  }
  return members
}

/** "line 3, column 17" of a place in a text. */
export function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
