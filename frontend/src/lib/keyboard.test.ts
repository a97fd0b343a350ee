import { afterEach, expect, it } from 'vitest'
import { commandKey, isTyping, stepFrom } from '@/lib/keyboard'

afterEach(() => document.body.replaceChildren())

function press(init: KeyboardEventInit, target: Element = document.body): string | null {
  let key: string | null = null
  const listen = (event: Event) => { key = commandKey(event as KeyboardEvent) }
  document.addEventListener('keydown', listen, { once: true })
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  return key
}
function add(html: string): Element {
  document.body.innerHTML = html
  return document.body.firstElementChild as Element
}

it('takes single keys, and letters with Shift apart', () => {
  expect(press({ key: 'j' })).toBe('j')
  expect(press({ key: 'X', shiftKey: true })).toBe('Shift+x')
  expect(press({ key: '?', shiftKey: true })).toBe('?')
})

it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])('leaves %o alone', (modifier) => expect(press({ key: 'j', ...modifier })).toBeNull())

it('rests while something is typed or a dialog is open', () => {
  expect(press({ key: 'j' }, add('<input type="search">'))).toBeNull()
  expect(press({ key: 'j' }, add('<textarea></textarea>'))).toBeNull()
  expect(press({ key: 'x' }, add('<input type="checkbox">'))).toBe('x')
  add('<dialog open></dialog>')
  expect(press({ key: 'j' })).toBeNull()
  expect(isTyping(null)).toBe(false)
})

it('steps through ids and stops at the ends', () => {
  const ids = ['a', 'b', 'c']
  expect([stepFrom(ids, null, 1), stepFrom(ids, null, -1), stepFrom(ids, 'a', 1), stepFrom(ids, 'c', 1), stepFrom(ids, 'gone', 1), stepFrom([], 'a', 1)]).toEqual(['a', 'c', 'b', 'c', 'a', null])
})
