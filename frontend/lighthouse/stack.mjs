/** A stack of its own with the example scored, and a session in it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PATIENCE = 120_000

async function until(what, read) {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const value = await read().catch(() => null)
    if (value) return value
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${PATIENCE / 1000} s`)
    await pause(250)
  }
}

export async function startStack(port) {
  const directory = mkdtempSync(join(tmpdir(), 'sales-agent-lighthouse-'))
  const log = openSync(join(directory, 'up.log'), 'w')
  const stack = spawn(join(ROOT, '.venv/bin/sales-agent'), ['up', '--port', String(port), '--dir', directory], { cwd: ROOT, stdio: ['ignore', log, log] })
  const local = await until('the stack', async () => {
    const found = JSON.parse(readFileSync(join(directory, 'local.json'), 'utf8'))
    return (await fetch(`${found.api_url}/ready`)).ok && found
  })
  const key = { Authorization: `Bearer ${local.api_key}` }
  const body = readFileSync(join(ROOT, 'examples/leads.csv'))
  const job = await (await fetch(`${local.api_url}/jobs?on_invalid=skip&name=Example`, { method: 'POST', headers: { ...key, 'Content-Type': 'text/csv' }, body })).json()
  await until('the end of the job', async () => (await (await fetch(`${local.api_url}/jobs/${job.id}`, { headers: key })).json()).completed_at)
  const session = await fetch(`${local.api_url}/session`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }, body: JSON.stringify({ key: local.api_key }) })
  return {
    origin: new URL(local.api_url).origin,
    cookie: session.headers.getSetCookie().map((each) => each.split(';')[0]).join('; '),
    stop: async () => {
      stack.kill('SIGINT')
      await once(stack, 'exit')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
