/** The entry as it is, around an app that breaks; the collector is a real server on loopback. */
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, passthrough } from 'msw'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { FaultReport } from '@/lib/reporter'
import { server } from '@/test/server'

const app = vi.hoisted(() => ({ isBroken: true }))
vi.mock('@/app/App', () => ({
  App: function App() {
    if (app.isBroken) throw new Error('a figure is missing')
    return <p>The leads</p>
  },
}))

const received: FaultReport[] = []
const collector = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push(JSON.parse(Buffer.concat(chunks).toString()) as FaultReport)
    response.writeHead(204, { Connection: 'close' }).end()
  })
})

beforeEach(async () => {
  vi.resetModules()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  received.length = 0
  app.isBroken = true
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/events`
  server.use(http.post(address, () => passthrough()))
  document.body.innerHTML = '<div id="root"></div>'
  const { setCollector } = await import('@/lib/reporter')
  setCollector((fault) => void fetch(address, { method: 'POST', body: JSON.stringify(fault) }))
})
afterEach(async () => {
  vi.doUnmock('@/components/ErrorBoundary')
  document.body.innerHTML = ''
  collector.close()
  await once(collector, 'close')
})

it('shows what stopped instead of a white page, and the collector gets it with its component stack', async () => {
  await import('@/main')
  expect(await screen.findByRole('alert')).toHaveTextContent('The dashboard stopped working')
  await vi.waitFor(() => expect(received).toHaveLength(1), 10_000)
  expect(received[0]).toMatchObject({ message: 'Error: a figure is missing', mechanism: 'caught', path: '/' })
  expect(received[0]?.componentStack).toMatch(/at App[\s\S]*at ErrorBoundary/)
  expect(screen.getByText(received[0]?.id ?? 'no id')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeVisible()
  app.isBroken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('The leads')).toBeVisible()
})

it('reports what no boundary catches, too', async () => {
  vi.doMock('@/components/ErrorBoundary', () => ({ ErrorBoundary: ({ children }: { readonly children: ReactNode }) => children }))
  await import('@/main')
  await vi.waitFor(() => expect(received).toHaveLength(1), 10_000)
  expect(received[0]).toMatchObject({ message: 'Error: a figure is missing', mechanism: 'uncaught' })
  expect(received[0]?.componentStack).toContain('at App')
})
