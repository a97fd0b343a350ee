/** The team's own profile in the browser: read, compared, activated and taken back, truly as the API says it. */
import type { Page } from '@playwright/test'
import type { Profile, ProfileText } from '../src/services/types.ts'
import { expectNoViolations } from './support/axe.ts'
import type { Api } from './support/api.ts'
import { expect, test } from './support/fixtures.ts'

async function presetNamed(api: Api, name: string, change: (content: ProfileText) => ProfileText = (content) => content): Promise<ProfileText> {
  const { content } = await api.get<{ content: ProfileText }>('/profiles/presets/bant')
  return change({ ...content, name })
}

/** Two versions of a profile, the first active: the second weighs its first criterion anew. */
async function twoVersions(api: Api, name: string): Promise<Profile> {
  const content = await presetNamed(api, name)
  const made = await api.requests.post('/api/v1/profiles', { data: { content, activate: true } })
  expect(made.status(), await made.text()).toBe(201)
  const profile = (await made.json()) as Profile
  const criteria = content.criteria.map((each, index) => (index === 0 ? { ...each, weight: each.weight + 7 } : each))
  const next = await api.requests.post(`/api/v1/profiles/${profile.id}/versions`, { data: { content: { ...content, criteria } } })
  expect(next.status(), await next.text()).toBe(201)
  return api.get<Profile>(`/profiles/${profile.id}`)
}

const versions = (page: Page) => page.getByRole('region', { name: 'Versions' })

test('a version is read and compared, activated for jobs that name no profile, and taken back', async ({ page, api }) => {
  const former = (await api.get<{ data: Profile[] }>('/profiles')).data.find(({ is_default }) => is_default)
  const { id, name } = await twoVersions(api, 'Compared')
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Profiles' }).click()
  await page.getByRole('table', { name: 'Profiles' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 2, name: `${name}, v1` })).toBeVisible()

  await test.step('the second version names what it changed, and its weights add up', async () => {
    await versions(page).getByRole('link', { name: 'v2' }).click()
    const changes = page.getByRole('region', { name: 'Changed since v1' }).getByRole('listitem')
    await expect(changes).toHaveCount(1)
    await expect(changes).toContainText(/weight \d+ → \d+/)
    const { content } = await api.get<{ content: ProfileText }>(`/profiles/${id}/versions/2`)
    const sum = content.criteria.reduce((total, { weight }) => total + weight, 0)
    await expect(page.getByRole('row', { name: 'Sum of weights' })).toContainText(String(sum))
  })

  await test.step('activated as the default, then all as before', async () => {
    await page.getByLabel('Use for jobs that name no profile').check()
    await page.getByRole('button', { name: 'Activate v2' }).click()
    await expect(page.getByText('Jobs that name this profile, or none, take v2.')).toBeVisible()
    expect(await api.get<Profile>(`/profiles/${id}`)).toMatchObject({ active_version: 2, is_default: true })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Jobs that name this profile take v1 now.', { exact: false })).toBeVisible()
    expect(await api.get<Profile>(`/profiles/${id}`)).toMatchObject({ active_version: 1, is_default: false })
    expect(await api.get<Profile>(`/profiles/${former?.id}`)).toMatchObject({ is_default: true })
  })
})

test('a profile at the desk and on the phone, light and dark, without a fault of access', async ({ page, api }) => {
  const { id } = await twoVersions(api, 'Accessible')
  await page.goto(`/profiles?profile=${id}&version=2`)
  await expect(page.getByRole('region', { name: 'Changed since v1' })).toBeVisible()
  await expectNoViolations(page)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the phone').toBeLessThanOrEqual(390)
})
