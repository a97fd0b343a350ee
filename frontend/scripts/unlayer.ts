/** Takes off the one cascade layer that Tailwind still writes, `properties`: defaults for browsers without @property. They come first and are as unspecific as can be, so the rest wins as before. */
import type { Plugin } from 'vite'

/** The style sheet with the rules of this layer in its place. */
export function withoutLayer(css: string, layer: string): string {
  const start = css.search(new RegExp(`@layer ${layer}\\s*\\{`))
  if (start < 0) return css
  const open = css.indexOf('{', start)
  let end = open + 1
  for (let depth = 1; depth > 0; end += 1) {
    if (css[end] === '{') depth += 1
    if (css[end] === '}' || css[end] === undefined) depth -= 1
  }
  return css.slice(0, start) + css.slice(open + 1, end - 1) + css.slice(end)
}

export function unlayer(): Plugin {
  return {
    name: 'unlayer',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\.css$/ },
      handler: (code) => ({ code: withoutLayer(code, 'properties'), map: null }),
    },
  }
}
