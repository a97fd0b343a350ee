/** The house rules that no linter of ours knows. */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SOURCE = resolve('src')
const LAYERS = ['lib', 'services', 'components', 'hooks', 'features', 'app'] as const

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^test\/|\.gen\.ts$|\.d\.ts$/.test(path))

function importsOf(path: string): string[] {
  const text = readFileSync(join(SOURCE, path), 'utf8')
  const found = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target]) => target ?? '')
  return found.filter((target) => /^[@.]\/?/.test(target) && !target.startsWith('@tanstack')).map((target) => (target.startsWith('@/') ? target.slice(2) : relative(SOURCE, resolve(SOURCE, dirname(path), target))))
}
const layerOf = (path: string) => LAYERS.findIndex((layer) => path.startsWith(`${layer}/`))
const featureOf = (path: string) => /^features\/([^/]+)\//.exec(path)?.[1]

describe('the house', () => {
  it('has files to look at', () => expect(files.length).toBeGreaterThan(40))

  it('imports one way: lib, services, components, hooks, features, app', () => {
    const wrong = files.flatMap((path) => importsOf(path).filter((target) => layerOf(path) >= 0 && layerOf(target) > layerOf(path)).map((target) => `${path} → ${target}`))
    expect(wrong).toEqual([])
  })

  it('keeps features apart', () => {
    const wrong = files.flatMap((path) => importsOf(path).filter((target) => featureOf(path) && featureOf(target) && featureOf(target) !== featureOf(path)).map((target) => `${path} → ${target}`))
    expect(wrong).toEqual([])
  })

  it('has no barrels, and no default export but lazy pages', () => {
    expect(files.filter((path) => /(?:^|\/)index\.tsx?$/.test(path))).toEqual([])
    const withDefault = files.filter((path) => /^export default/m.test(readFileSync(join(SOURCE, path), 'utf8')))
    expect(withDefault.filter((path) => !/^features\/.*(?:Page|Dashboard)\.tsx$/.test(path))).toEqual([])
  })

  it('writes numbers and dates in one place', () => {
    const wrong = files.filter((path) => !['lib/format.ts', 'lib/time.ts'].includes(path) && /toLocale\w*String|Intl\.(?:NumberFormat|DateTimeFormat)|\.toFixed\((?!1\)|2\))/.test(readFileSync(join(SOURCE, path), 'utf8')))
    expect(wrong).toEqual([])
  })

  it('says in its first line what each file is for', () => {
    const silent = files.filter((path) => !/^\/\*\*/.test(readFileSync(join(SOURCE, path), 'utf8')))
    expect(silent).toEqual(expect.arrayContaining([]))
    expect(silent.filter((path) => path !== 'lib/classes.ts')).toEqual([])
  })
})

describe('the tests', () => {
  const tests = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => /\.test\.tsx?$/.test(path))
  const fileOf = (target: string) => files.find((path) => path === target || path === `${target}.tsx` || path === `${target}.ts`)
  const room = (path: string) => featureOf(path) ?? path.split('/')[0]
  const belongs = (part: string, path: string) => room(part) === room(path) || (path.startsWith('app/') && !/(?:Page|Dashboard)\.tsx$/.test(part))
  /** A file, and what it is made of within the same feature or folder; the app is made of all but the pages. */
  function reach(path: string, found: Set<string>): void {
    if (found.has(path)) return
    found.add(path)
    for (const part of importsOf(path).map(fileOf)) if (part && belongs(part, path)) reach(part, found)
  }

  it('reach every component, by itself or through the page that it belongs to', () => {
    const tested = new Set<string>()
    for (const test of tests) for (const target of importsOf(test).map(fileOf)) if (target) reach(target, tested)
    const components = files.filter((path) => /^(?:components|features|app)\/.*\.tsx$/.test(path))
    expect(components.length).toBeGreaterThan(60)
    expect(components.filter((path) => !tested.has(path))).toEqual([])
  })
})

describe('the styles', () => {
  const styles = ['app.css', 'base.css'].map((name) => readFileSync(join(SOURCE, 'styles', name), 'utf8')).join('\n')
  it('are Tailwind 4 without a configuration in JavaScript', () => {
    expect(styles).toContain('@import "tailwindcss/utilities.css"')
    expect(styles).toContain('@theme')
    expect(styles).toMatch(/@utility container/)
    expect(styles).not.toMatch(/@layer|\blayer\(|@tailwind|@config|@plugin|@apply/)
    expect(readdirSync('.').filter((name) => name.startsWith('tailwind.config'))).toEqual([])
  })
  it('have every colour token of the brand', () => expect(styles.match(/--color-brand-\d+/g)).toHaveLength(11))
  it('need no style attribute, which the content policy refuses', () => {
    const markup = [...files.map((path) => readFileSync(join(SOURCE, path), 'utf8')), readFileSync('index.html', 'utf8')].join('\n')
    expect(markup).not.toMatch(/\sstyle=/)
    expect(readFileSync('index.html', 'utf8')).not.toMatch(/<style|<script>(?!<)/)
  })
})
