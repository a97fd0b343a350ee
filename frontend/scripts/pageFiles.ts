/** Names in index.html what will be wanted: the app's files, fetched beside the styles, and those of each page, fetched before it is shown. Hashes are known only once all is built. */
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** A chunk and what it imports, however deep. */
function closure(bundle: Bundle, name: string, files = new Set<string>()): Set<string> {
  const chunk = bundle[name]
  if (chunk?.type !== 'chunk' || files.has(name)) return files
  files.add(name)
  for (const next of chunk.imports) closure(bundle, next, files)
  return files
}

export function pageFiles(): Plugin {
  let api = ''
  return {
    name: 'page-files',
    apply: 'build',
    configResolved({ env }) {
      api = String(env.VITE_API_BASE_URL ?? '/api/v1')
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk')
        const main = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.tsx'))
        const there = main ? closure(bundle, main.fileName) : new Set<string>()
        const pages = chunks.filter(({ facadeModuleId }) => facadeModuleId?.includes('/src/features/'))
        // low: what the first paint needs goes before it
        const app = [...there].map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: `/${file}` } }))
        const named = pages.map(({ name, fileName }) => {
          const files = [...closure(bundle, fileName)].filter((file) => !there.has(file))
          return { tag: 'meta', attrs: { name: `files:${name}`, content: files.map((file) => `/${file}`).join(' ') } }
        })
        // every page waits for it; the client's own request takes this answer
        const session = { tag: 'link', attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `${api}/session` } }
        return [session, ...app, ...named].map((tag) => ({ ...tag, injectTo: 'head' as const }))
      },
    },
  }
}
