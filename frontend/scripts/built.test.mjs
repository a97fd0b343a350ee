// What the build promises, read from the build itself: run after `npm run build` by `npm run built`.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { compile } from 'tailwindcss'

const web = fileURLToPath(new URL('../', import.meta.url))
const dist = join(web, 'dist')
const read = (path) => readFileSync(join(dist, path), 'utf8')
const assets = readdirSync(join(dist, 'assets'))
const scripts = assets.filter((name) => name.endsWith('.js'))
const code = (name) => read(`assets/${name}`)
const manifest = JSON.parse(read('.vite/manifest.json'))
const chunk = (name) => Object.values(manifest).find((each) => each.name === name)

test('framework and API client are chunks of their own, without each other in them', () => {
  const [react, client] = [chunk('react-vendor'), chunk('api-client')].map(({ file }) => read(file))
  assert.match(react, /onCaughtError/)
  assert.doesNotMatch(client, /onCaughtError/)
  assert.match(client, /If-None-Match/)
  assert.doesNotMatch(react, /If-None-Match/)
})

test('every page is a chunk that is fetched when it is shown', () => {
  const pages = Object.entries(manifest).filter(([source]) => /^src\/features\/.*(Page|Dashboard)\.tsx$/.test(source))
  assert.equal(pages.length, 8)
  for (const [source, { isDynamicEntry }] of pages) assert.ok(isDynamicEntry, source)
})

test('the page names beforehand what will be wanted, and each file is there', () => {
  const page = read('index.html')
  assert.match(page, /<link rel="preload" as="fetch" crossorigin href="\/api\/v1\/session">/)
  const named = [...page.matchAll(/<(?:link rel="modulepreload"[^>]* href|meta name="files:\w+" content)="([^"]+)"/g)].flatMap(([, files]) => files.split(' '))
  assert.ok(named.length > 12)
  for (const file of named) assert.ok(existsSync(join(dist, file)), file)
  for (const part of ['react-vendor', 'api-client', 'main', 'Dashboard', 'LeadPage', 'JobPage']) assert.ok(named.some((file) => file.includes(`/${part}-`)), part)
})

test('the visualizer wrote what each chunk is made of', () => {
  const stats = readFileSync(join(web, 'stats.html'), 'utf8')
  for (const name of ['react-vendor', 'api-client', 'react-dom-client.production', 'LeadsPage']) assert.ok(stats.includes(name), name)
})

test('scripts are minified, and their maps are there without being named', () => {
  for (const name of scripts) {
    const text = code(name)
    assert.ok(text.split('\n').length < text.length / 200 + 12, `${name} has many lines`)
    assert.doesNotMatch(text, /sourceMappingURL=(?!data:)\S+\.map\s*$/, name)
    // the bundler's own runtime comes from no file
    assert.ok(assets.includes(`${name}.map`) || name.startsWith('rolldown-runtime'), `${name}.map`)
  }
})

test('nothing is left of console but errors', () => {
  const ours = scripts.filter((name) => !name.startsWith('react-vendor'))
  for (const name of scripts) assert.doesNotMatch(code(name), /console\.(?:log|debug|info|warn|trace)\(/, name)
  assert.ok(ours.some((name) => /console\.error\(/.test(code(name))))
})

test('every text file stands beside its compressed forms', () => {
  const text = [...assets.filter((name) => /\.(?:js|css)$/.test(name)).map((name) => `assets/${name}`), 'index.html']
  for (const path of text) {
    const bytes = readFileSync(join(dist, path))
    if (bytes.length < 512) continue
    assert.deepEqual(gunzipSync(readFileSync(join(dist, `${path}.gz`))), bytes, path)
    assert.deepEqual(brotliDecompressSync(readFileSync(join(dist, `${path}.br`))), bytes, path)
  }
})

test('styles hold no cascade layer and nothing that Tailwind should have replaced', () => {
  const sheets = assets.filter((name) => name.endsWith('.css'))
  assert.ok(sheets.length > 0)
  for (const name of sheets) {
    assert.doesNotMatch(code(name), /@layer|@tailwind|@apply|@theme|@utility|@source/, name)
    assert.match(code(name), /--color-brand-\d+/)
    assert.match(code(name), /\.container\{/)
  }
})

test('no configuration of Tailwind or PostCSS in JavaScript', () => {
  assert.deepEqual(readdirSync(web).filter((name) => /^(?:tailwind|postcss)\.config/.test(name)), [])
})

test('brand colours are utilities, and the container is ours', async () => {
  const styles = join(web, 'src/styles/app.css')
  const { resolve: find } = createRequire(import.meta.url)
  const loadStylesheet = async (id, base) => {
    const path = id.startsWith('.') ? resolve(base, id) : find(id)
    assert.ok(existsSync(path), path)
    return { path, base: dirname(path), content: readFileSync(path, 'utf8') }
  }
  const { build } = await compile(readFileSync(styles, 'utf8'), { base: dirname(styles), loadStylesheet })
  const css = build(['bg-brand-600', 'text-brand-50', 'border-brand-950', 'container', '[--track:var(--color-data)]'])
  assert.match(css, /\.bg-brand-600 \{\s*background-color: var\(--color-brand-600\)/)
  assert.match(css, /\.text-brand-50 \{\s*color: var\(--color-brand-50\)/)
  assert.match(css, /\.border-brand-950 \{\s*border-color: var\(--color-brand-950\)/)
  assert.match(css, /max-width: var\(--container-page\);\s*margin-inline: auto/)
  assert.match(css, /--track: var\(--color-data\)/)
})
