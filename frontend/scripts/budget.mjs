// Prints what a visitor downloads, in three senses, from the build's own manifest; fails above the limits.
// gzip level 9, kB = 1000 bytes. Closures follow the imports, so that no vendor chunk can hide.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMITS = { critical: 14_000, interactive: 120_000, route: 17_000 }
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const sum = (files) => [...files].reduce((total, file) => total + size(file), 0)

/** The files that a chunk and its static imports bring. */
function closure(key, files = new Set()) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  for (const next of chunk.imports ?? []) closure(next, files)
  return files
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const critical = new Set(['index.html', 'theme.js', ...closure(entry)])
const interactive = new Set([...critical, ...closure('src/main.tsx'), ...closure('src/features/overview/Dashboard.tsx')])
// what a page fetches on demand, as the reader of JSON, brings the page's own files as imports
const routes = Object.keys(manifest).filter((key) => /^src\/features\/.*\.tsx$/.test(key))

const rows = [
  ['before the first paint: index.html, theme, entry, styles', sum(critical), LIMITS.critical],
  ['until the overview works: all of it, with React', sum(interactive), LIMITS.interactive],
]
for (const key of routes) {
  const own = [...closure(key)].filter((file) => !closure('src/main.tsx').has(file) && !critical.has(file))
  rows.push([`more for ${key.replace('src/features/', '')}`, sum(own), LIMITS.route])
}

let over = false
for (const [what, bytes, limit] of rows) {
  over ||= bytes > limit
  console.log(`${(bytes / 1000).toFixed(1).padStart(6)} kB gz of ${(limit / 1000).toFixed(0).padStart(3)}  ${what}${bytes > limit ? '  OVER' : ''}`)
}
process.exit(over ? 1 : 0)
