/** What every browser test stands on: a stack, somebody signed in, the API beside the page, and a watch over both. */
import { test as base, expect, request } from '@playwright/test'
import type { APIRequestContext, BrowserContext } from '@playwright/test'
import { Api } from './api.ts'
import { Stack, USUAL } from './stack.ts'
import type { StackOptions } from './stack.ts'

interface WorkerFixtures {
  readonly stackOptions: StackOptions
  readonly stack: Stack
  /** The API as a program sees it, with a key. */
  readonly api: Api
}

interface Fixtures {
  /** Whether the browser has a session when the test begins. */
  readonly signedIn: boolean
  /** What the browser may complain of in this test; anything else fails it. */
  readonly complaints: Complaints
}

/** What the console said and where requests went; a test names what it brings about itself. */
export class Complaints {
  private readonly heard: string[] = []
  private readonly expected: RegExp[] = []

  constructor(context: BrowserContext, origin: string) {
    context.on('console', (message) => {
      if (message.type() === 'error') this.heard.push(message.text())
    })
    context.on('weberror', (event) => this.heard.push(String(event.error())))
    context.on('request', (sent) => {
      const { protocol, origin: to } = new URL(sent.url())
      if (protocol.startsWith('http') && to !== origin) this.heard.push(`a request left the origin: ${sent.url()}`)
    })
  }

  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns)
  }

  get unexpected(): string[] {
    return this.heard.filter((text) => !this.expected.some((pattern) => pattern.test(text)))
  }
}

/** Chromium's own line about an answer of this status. */
export function statusLine(...statuses: number[]): RegExp {
  return new RegExp(`Failed to load resource: the server responded with a status of (?:${statuses.join('|')})`)
}

async function signIn(stack: Stack): Promise<Awaited<ReturnType<APIRequestContext['storageState']>>> {
  const browserLike = await request.newContext({ baseURL: stack.origin, extraHTTPHeaders: { 'Sec-Fetch-Site': 'same-origin' } })
  const answer = await browserLike.post('/api/v1/session', { data: { key: stack.key } })
  expect(answer.status()).toBe(201)
  const state = await browserLike.storageState()
  await browserLike.dispose()
  return state
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  stackOptions: [USUAL, { option: true, scope: 'worker' }],
  stack: [
    async ({ stackOptions }, use) => {
      const stack = await Stack.start(stackOptions)
      await use(stack)
      await stack.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ stack }, use) => use(stack.origin),
  signedIn: [true, { option: true }],
  storageState: async ({ stack, signedIn }, use) => use(signedIn ? await signIn(stack) : undefined),
  api: [
    async ({ stack }, use) => {
      const requests = await request.newContext({ baseURL: stack.origin, extraHTTPHeaders: { Authorization: `Bearer ${stack.key}` } })
      await use(new Api(requests))
      await requests.dispose()
    },
    { scope: 'worker' },
  ],
  complaints: [
    async ({ context, stack }, use) => {
      const complaints = new Complaints(context, stack.origin)
      await use(complaints)
      expect(complaints.unexpected, 'the console is silent and no request leaves the origin').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
