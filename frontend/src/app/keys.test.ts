/** The list of keys says what the pages do: no key of it is dead, and none works in secret. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KEYS } from '@/components/KeyHelp'

/** Links are opened and dialogs closed by the browser itself; the field of the search clears itself, see parts.test.tsx. */
const BY_THE_BROWSER = ['Enter', 'Esc']

/** The keys of every `useKeys({ … })` in the sources. */
function handled(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  return files.flatMap((path) => {
    const calls = [...readFileSync(join('src', path), 'utf8').matchAll(/useKeys\(\s*\{([\s\S]*?)\}[,)]/g)]
    return calls.flatMap(([, body = '']) => [...body.matchAll(/(?:^|[\s,])(?:'([^']+)'|(\w)): \(/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''))
  })
}

describe('the list of keys', () => {
  it('has the keys that pages handle, all of them and no other', () => {
    const listed = KEYS.flatMap(([keys]) => keys.split(' '))
    expect(handled().length).toBeGreaterThan(4)
    expect(handled().toSorted()).toEqual(listed.filter((key) => !BY_THE_BROWSER.includes(key)).toSorted())
  })
})
