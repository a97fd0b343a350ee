import { useQuery } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ErrorBoundary, isMissingFile } from '@/components/ErrorBoundary'
import { connection } from '@/lib/connection'
import { renderWith } from '@/test/render'
import { report, setCollector } from '@/lib/reporter'
import type { FaultReport } from '@/lib/reporter'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))

let broken = true
function Part() {
  if (broken) throw new Error('a bin is missing')
  return <p>The bars</p>
}

describe('ErrorBoundary', () => {
  beforeEach(() => {
    broken = true
  })

  it('stops one part, says so with the id of the report, and leaves the rest', () => {
    const sent: FaultReport[] = []
    setCollector((fault) => sent.push(fault))
    render(<><p>The table</p><ErrorBoundary name="The histogram"><Part /></ErrorBoundary></>, {
      onCaughtError: (error, info) => void report(error, 'caught', info.componentStack ?? null),
    })
    setCollector(null)
    expect(screen.getByRole('alert')).toHaveTextContent('The histogram stopped working')
    expect(screen.getByText('The table')).toBeVisible()
    expect(sent).toHaveLength(1)
    expect(screen.getByText(sent[0]?.id ?? '')).toBeVisible()
    expect(sent[0]?.componentStack).toContain('Part')
  })

  it('goes on when the cause is gone', async () => {
    render(<ErrorBoundary name="The histogram"><Part /></ErrorBoundary>, { onCaughtError: () => undefined })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(screen.getByRole('alert')).toBeVisible()
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(screen.getByText('The bars')).toBeVisible()
  })

  it('reads anew before it goes on, for what could not be drawn was an answer', async () => {
    let answer: readonly number[] | null = null
    const read = vi.fn(async () => answer)
    const options = { queryKey: ['bins'], queryFn: read, staleTime: 60_000 }
    const Beside = () => <output>{useQuery(options).isFetched ? 'read' : ''}</output>
    const Bars = () => {
      const { data, isPending } = useQuery(options)
      if (!isPending && !data) throw new Error('no bins')
      return <p>{data?.length} bars</p>
    }
    renderWith(<><Beside /><ErrorBoundary name="The histogram"><Bars /></ErrorBoundary></>)
    await screen.findByRole('alert')
    answer = [1, 2]
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('2 bars')).toBeVisible()
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('reads anew what only the stopped part had asked for', async () => {
    let answer: readonly number[] | null = null
    const Bars = () => {
      const { data, isPending } = useQuery({ queryKey: ['bins'], queryFn: async () => answer, staleTime: 60_000 })
      if (!isPending && !data) throw new Error('no bins')
      return <p>{data?.length} bars</p>
    }
    renderWith(<ErrorBoundary name="The histogram"><Bars /></ErrorBoundary>)
    await screen.findByRole('alert')
    answer = [1, 2]
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('2 bars')).toBeVisible()
  })

  it('tries again by itself when what it depends on changes', async () => {
    function Page() {
      const [path, setPath] = useState('/leads')
      return <><button type="button" onClick={() => { broken = false; setPath('/') }}>Overview</button><ErrorBoundary name="This page" scope="page" resetKeys={[path]}><Part /></ErrorBoundary></>
    }
    render(<Page />, { onCaughtError: () => undefined })
    await userEvent.click(screen.getByRole('button', { name: 'Overview' }))
    expect(screen.getByText('The bars')).toBeVisible()
  })

  it('knows a file that a newer version took away: only a reload helps', () => {
    const gone = new TypeError('Failed to fetch dynamically imported module: /assets/LeadsPage-1.js')
    function Gone(): never {
      throw gone
    }
    render(<ErrorBoundary name="This page" scope="root"><Gone /></ErrorBoundary>, { onCaughtError: () => undefined })
    expect(screen.getByRole('alert')).toHaveTextContent('A newer version is installed')
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeVisible()
    expect(connection.read().newVersion).toBe(true)
    expect(isMissingFile(new Error('other'))).toBe(false)
  })

  it('reports through the root what no boundary catches', async () => {
    const caught = vi.fn()
    const root = createRoot(document.body.appendChild(document.createElement('div')), { onUncaughtError: (error, info) => caught(error, info.componentStack) })
    root.render(<Part />)
    await vi.waitFor(() => expect(caught).toHaveBeenCalledWith(expect.objectContaining({ message: 'a bin is missing' }), expect.stringContaining('Part')))
    root.unmount()
  })
})
