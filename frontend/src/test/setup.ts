/** Before every test: matchers, a fresh page, and a server that fails on requests nobody expected. */
import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { connection } from '@/lib/connection'
import { forgetAnswers } from '@/services/client'
import { server } from '@/test/server'

// jsdom knows neither the modal dialog nor scrolling
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false
}
window.scrollTo = () => undefined
window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined })) as never

// for a machine that does much else; nothing waits that long by itself
configure({ asyncUtilTimeout: 10_000 })

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  connection.reset()
  forgetAnswers()
  localStorage.clear()
  delete document.documentElement.dataset.theme
})
afterEach(() => {
  cleanup()
  server.resetHandlers()
  vi.useRealTimers()
  history.replaceState(null, '', '/')
})
afterAll(() => server.close())
