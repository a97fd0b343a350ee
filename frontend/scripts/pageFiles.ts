/** Names in index.html the files of each page, so that they can be fetched before the page is shown; hashes are known only once all is built. */
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
  return {
    name: 'page-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk')
        const main = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.tsx'))
        const there = main ? closure(bundle, main.fileName) : new Set<string>()
        const pages = chunks.filter(({ facadeModuleId }) => facadeModuleId?.includes('/src/features/'))
        return pages.map(({ name, fileName }) => {
          const files = [...closure(bundle, fileName)].filter((file) => !there.has(file))
          return { tag: 'meta', injectTo: 'head', attrs: { name: `files:${name}`, content: files.map((file) => `/${file}`).join(' ') } }
        })
      },
    },
  }
}
