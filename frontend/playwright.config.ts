/** The dashboard as people meet it: Debian's Chromium, the production build, a real stack behind it. */
import { defineConfig } from '@playwright/test'

/** Pictures are looked at, not judged by a machine: `make screenshots` asks for them by name. */
const PICTURES = /@pictures/
const isForPictures = process.env.PICTURES !== undefined

/** Nothing of the browser's own goes out, and nothing of it competes for two cores. */
const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  grep: isForPictures ? PICTURES : undefined,
  grepInvert: isForPictures ? undefined : PICTURES,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      // root has no user namespace to put the sandbox in
      args: process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS,
    },
  },
})
