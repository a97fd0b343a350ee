import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { chooseTheme, chosenTheme, nextTheme } from '@/lib/theme'

const root = document.documentElement
const blocking = readFileSync('public/theme.js', 'utf8')
const paint = () => new Function(blocking)()

it('follows the system until something is chosen', () => {
  expect(chosenTheme()).toBe('system')
  localStorage.setItem('theme', 'sepia')
  expect(chosenTheme()).toBe('system')
})

it('keeps a choice and applies it at once and before the next first paint', () => {
  chooseTheme('dark')
  expect(root.dataset.theme).toBe('dark')
  delete root.dataset.theme
  paint()
  expect(root.dataset.theme).toBe('dark')
  chooseTheme('system')
  expect(root.dataset.theme).toBeUndefined()
  paint()
  expect(root.dataset.theme).toBeUndefined()
})

it('goes round', () => expect(['system', 'light', 'dark'].map((theme) => nextTheme(theme as 'system'))).toEqual(['light', 'dark', 'system']))

it('works without storage', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => { throw new Error('off') })
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new Error('off') })
  chooseTheme('light')
  expect(root.dataset.theme).toBe('light')
  expect(chosenTheme()).toBe('system')
  expect(paint).not.toThrow()
})
