import { afterEach, beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllEnvs())

async function baseUrl(value?: string): Promise<string> {
  if (value !== undefined) vi.stubEnv('VITE_API_BASE_URL', value)
  return (await import('@/services/client')).BASE_URL
}

it('asks its own origin unless VITE_API_BASE_URL names another place', async () => {
  expect(await baseUrl()).toBe(`${location.origin}/api/v1`)
})

it.each([
  ['/other/v1/', `${location.origin}/other/v1`],
  ['https://api.example/api/v1', 'https://api.example/api/v1'],
])('asks %s when VITE_API_BASE_URL says so', async (value, expected) => {
  expect(await baseUrl(value)).toBe(expected)
})
