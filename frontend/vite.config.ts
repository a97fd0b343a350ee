import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { visualizer } from 'rollup-plugin-visualizer'
import { fileURLToPath } from 'node:url'
import type { PluginOption } from 'vite'
import { defineConfig } from 'vitest/config'
import { pageFiles } from './scripts/pageFiles.ts'
import { precompress } from './scripts/precompress.ts'
import { unlayer } from './scripts/unlayer.ts'

/** Small files that the same pages share: one by one each would be compressed without the others. */
const SHARED = [
  ['live', /\/src\/(?:hooks\/(?:usePolling|useLastError|useSession|useKeys)|components\/(?:Amounts|Hatch|Legend)|lib\/(?:polling|format|time|classes|keyboard))\.tsx?$/],
  ['rows', /\/src\/(?:hooks\/useRowCursor|components\/(?:Levels|PlaceName))\.tsx?$/],
  ['words', /\/src\/lib\/(?:place|fields|fold)\.ts$/],
] as const

/** Chunks with a life of their own: the framework and the client change far less often than the pages. */
function chunkOf(id: string): string | undefined {
  if (/node_modules\/(?:react|react-dom|scheduler)\//.test(id)) return 'react-vendor'
  if (/node_modules\/(?:openapi-fetch|@tanstack)\//.test(id) || id.includes('/src/services/')) return 'api-client'
  return SHARED.find(([, files]) => files.test(id))?.[0]
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    unlayer(),
    visualizer({ filename: 'stats.html', gzipSize: true }) as PluginOption,
    pageFiles(),
    precompress(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // examples/ stands beside this folder
  server: { port: 5173, fs: { allow: ['..'] }, proxy: { '/api': process.env.API_ADDRESS ?? 'http://127.0.0.1:8001' } },
  build: {
    target: 'es2023',
    // light-dark() is in every browser since May 2024; without this it is rewritten into twice the bytes
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    sourcemap: 'hidden',
    manifest: true,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: { manualChunks: chunkOf },
      treeshake: { manualPureFunctions: ['console.log', 'console.debug', 'console.info', 'console.warn', 'console.trace'] },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://127.0.0.1:8001/' } },
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    restoreMocks: true,
    env: { TZ: 'Europe/Berlin' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/services/schema.gen.ts', 'src/test/**', 'src/**/*.test.*', 'src/boot.ts'],
      reporter: ['text-summary', 'text', 'lcovonly', 'html'],
      thresholds: { lines: 85 },
    },
  },
})
