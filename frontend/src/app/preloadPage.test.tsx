import { fireEvent, render, screen } from '@testing-library/react'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { preloadPage, usePreloading } from '@/app/preloadPage'

const named: Element[] = []
/** As in the built index.html. React keeps one link an address for the document's life, so each case has files of its own. */
function name(page: string, ...files: string[]) {
  const meta = document.createElement('meta')
  Object.assign(meta, { name: `files:${page}`, content: files.join(' ') })
  named.push(meta)
  document.head.append(meta)
}
const preloaded = () => [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => new URL(href).pathname)

function Links() {
  usePreloading()
  return <><a href="/leads"><span>Leads</span></a><a href="https://elsewhere.example/jobs/new">Elsewhere</a></>
}

describe('preloading', () => {
  afterEach(() => named.splice(0).forEach((each) => each.remove()))

  it.each(['pointerOver', 'focusIn'] as const)('fetches the page behind a link on %s, and nothing for addresses elsewhere', (event) => {
    name('LeadsPage', `/assets/LeadsPage-${event}.js`, `/assets/Levels-${event}.js`)
    name('NewJobPage', `/assets/NewJobPage-${event}.js`)
    render(<Links />)
    fireEvent[event](screen.getByText('Elsewhere'))
    expect(preloaded()).not.toContain(`/assets/LeadsPage-${event}.js`)
    fireEvent[event](screen.getByText('Leads'))
    expect(preloaded()).toEqual(expect.arrayContaining([`/assets/LeadsPage-${event}.js`, `/assets/Levels-${event}.js`]))
    expect(preloaded()).not.toContain(`/assets/NewJobPage-${event}.js`)
  })

  it('knows every route', () => {
    const routes = [...readFileSync('src/app/routes.tsx', 'utf8').matchAll(/<Route path="([^"]+)">.*?<(\w+Page|Dashboard)\b/g)]
    expect(routes).toHaveLength(9)
    for (const [, path = '', page = ''] of routes) {
      name(page, `/assets/${page}-route.js`)
      preloadPage(path.replace(':id', '01a2'))
      expect(preloaded()).toContain(`/assets/${page}-route.js`)
    }
  })

  it('does without where no file is named, as under the development server', () => {
    const before = preloaded()
    preloadPage('/leads')
    preloadPage('/nowhere')
    expect(preloaded()).toEqual(before)
  })
})
