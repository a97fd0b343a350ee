/** The whole product in real processes: `sales-agent up` in a directory of its own, with the simulator. */
import { expect } from '@playwright/test'
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const PROGRAM = process.env.SALES_AGENT ?? fileURLToPath(new URL('../../../.venv/bin/sales-agent', import.meta.url))
const START_LIMIT = 90_000
const STOP_LIMIT = 60_000

export interface StackOptions {
  /** Stacks of another name are other processes with other data. */
  readonly name: string
  /** Calls in flight at once, and what half of them take: 16 at 400 ms are about 40 leads a second. */
  readonly slots: number
  readonly latency: number
  /** Shares of calls that fail, as in "400=0.2". */
  readonly faults: readonly string[]
  /** Whether Flower runs beside it. */
  readonly flower?: boolean
}

export const USUAL: StackOptions = { name: 'usual', slots: 16, latency: 400, faults: [] }

interface Local {
  readonly flower_url: string | null
  readonly api_key: string
  readonly pids: Readonly<Record<string, number>>
}

/** A running stack: where it is, who may enter, and how to take its API away. */
export class Stack {
  readonly origin: string

  private constructor(
    private readonly directory: string,
    private readonly supervisor: ChildProcess,
    port: number,
  ) {
    this.origin = `http://127.0.0.1:${port}`
  }

  static async start({ slots, latency, faults, flower = false }: StackOptions): Promise<Stack> {
    const directory = mkdtempSync(join(tmpdir(), 'sales-agent-e2e-'))
    const port = await freePort()
    const simulator = [`--latency-ms-median ${latency}`, `--latency-ms-p99 ${latency * 2}`, ...faults.map((fault) => `--error-share ${fault}`)]
    const command = ['up', '--dir', directory, '--port', String(port), '--quiet', flower ? '--flower' : '--no-flower', '--simulator', '--slots', String(slots), '--simulator-args', simulator.join(' ')]
    const said = openSync(join(directory, 'up.txt'), 'w')
    const supervisor = spawn(PROGRAM, command, { cwd: directory, env: ownEnvironment(), stdio: ['ignore', said, said] })
    closeSync(said)
    const stack = new Stack(directory, supervisor, port)
    try {
      await stack.untilReady()
    } catch (error) {
      await stack.stop()
      throw error
    }
    return stack
  }

  /** What `up` has printed so far. */
  get output(): string {
    return readFileSync(join(this.directory, 'up.txt'), 'utf8')
  }

  get key(): string {
    return this.local.api_key
  }

  /** Where Flower is, and who may look at it. */
  get flower(): { readonly url: string; readonly username: string; readonly password: string } {
    const { flower_url: url } = this.local
    if (url === null) throw new Error('this stack has no Flower')
    const secrets = JSON.parse(readFileSync(join(this.directory, 'secrets.json'), 'utf8')) as { readonly FLOWER_PASSWORD: string }
    return { url, username: 'operator', password: secrets.FLOWER_PASSWORD }
  }

  /** The one-time link that `up` printed when it started. */
  get firstLink(): string {
    const link = /http\S+\/sign-in#link=\S+/.exec(this.output)?.[0]
    if (link === undefined) throw new Error(`no link in:\n${this.output}`)
    return link
  }

  /** Another one, as a person gets it: from `sales-agent sign-in`. */
  async newLink(): Promise<string> {
    const { stdout } = await promisify(execFile)(PROGRAM, ['sign-in', '--json'], { env: { ...ownEnvironment(), SALES_AGENT_DIR: this.directory } })
    return (JSON.parse(stdout) as { url: string }).url
  }

  /** A key of this name, as `sales-agent keys create` makes it. */
  async newKey(name: string): Promise<string> {
    const { stdout } = await promisify(execFile)(PROGRAM, ['keys', 'create', name], { cwd: this.directory, env: { ...ownEnvironment(), SALES_AGENT_DIR: this.directory } })
    const key = /sa_[\w-]+/.exec(stdout)?.[0]
    if (key === undefined) throw new Error('no key was printed')
    return key
  }

  /** Ends the API and keeps the supervisor from starting it again, until `bringBackApi`. */
  async takeApiAway(): Promise<void> {
    const { api } = this.local.pids
    if (api === undefined) throw new Error('no process of the API is known')
    this.supervisor.kill('SIGSTOP')
    process.kill(api, 'SIGTERM')
    await expect.poll(() => this.status('/api/v1/health'), { timeout: 30_000 }).toBe(0)
  }

  async bringBackApi(): Promise<void> {
    this.supervisor.kill('SIGCONT')
    await expect.poll(() => this.status('/api/v1/ready'), { timeout: 60_000 }).toBe(200)
  }

  async stop(): Promise<void> {
    if (this.supervisor.exitCode === null && this.supervisor.signalCode === null) {
      const over = once(this.supervisor, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT) })
      this.supervisor.kill('SIGCONT')
      this.supervisor.kill('SIGINT')
      await over.catch(() => this.supervisor.kill('SIGKILL'))
    }
    rmSync(this.directory, { recursive: true, force: true })
  }

  private get local(): Local {
    return JSON.parse(readFileSync(join(this.directory, 'local.json'), 'utf8')) as Local
  }

  /** The status of an answer; 0 if nobody answers. */
  private async status(path: string): Promise<number> {
    return fetch(this.origin + path, { signal: AbortSignal.timeout(5_000) }).then(({ status }) => status, () => 0)
  }

  private async untilReady(): Promise<void> {
    const state = async () => {
      if (this.supervisor.exitCode !== null) throw new Error(`\`sales-agent up\` ended early:\n${this.output}`)
      return this.output.includes('Sales Agent is running') && (await this.status('/api/v1/ready')) === 200
    }
    await expect.poll(state, { timeout: START_LIMIT, message: 'the stack is ready' }).toBe(true)
  }
}

/** This environment without what would point the stack at somebody else's servers. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(?:CEREBRAS_|DATABASE_|REDIS_|SALES_AGENT_|CI$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
