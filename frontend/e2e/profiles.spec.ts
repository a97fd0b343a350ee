/** The team's own profile in the browser: read, compared, activated and taken back, truly as the API says it. */
import type { Page } from '@playwright/test'
import type { Job, Profile, ProfileText, Result } from '../src/services/types.ts'
import { expectNoViolations } from './support/axe.ts'
import type { Api } from './support/api.ts'
import { expect, test } from './support/fixtures.ts'
import { leadsOf } from './support/leads.ts'

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

test('a preset is fitted to a trade: faults at their fields, nothing lost by leaving, saved as a draft, edited anew', async ({ page, api }) => {
  await page.goto('/profiles')
  await page.getByRole('link', { name: 'New profile' }).click()
  await page.getByRole('main').getByRole('link', { name: /BANT/ }).first().click()
  const save = page.getByRole('button', { name: 'Save as a new draft' })
  const first = page.getByRole('group', { name: 'Budget' })

  await test.step('a weight that is none is named at its field, and its place leads there', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Milking machines')
    await first.getByLabel('Weight').fill('0')
    await page.getByRole('button', { name: 'Criterion 1, weight' }).click()
    await expect(first.getByLabel('Weight')).toBeFocused()
    await expect(first.getByLabel('Weight')).toHaveAttribute('aria-invalid', 'true')
    await expectNoViolations(page)
    await first.getByLabel('Weight').fill('40')
    await expect(page.getByText('No fault')).toBeVisible()
  })

  await test.step('left and opened again it is as it was typed', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Leads' }).click()
    await page.getByRole('button', { name: 'Go back to it' }).click()
    await expect(page.getByText('What you typed before stands here again.')).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Milking machines')
    await expect(first.getByLabel('Weight')).toHaveValue('40')
  })

  await test.step('saved, it is a draft; edited anew, a second one', async () => {
    await save.click()
    await expect(page.getByRole('heading', { level: 2, name: 'Milking machines, v1' })).toBeVisible()
    const id = new URL(page.url()).searchParams.get('profile') ?? ''
    expect(await api.get<Profile>(`/profiles/${id}`)).toMatchObject({ name: 'Milking machines', active_version: null, latest_version: 1 })
    const { content } = await api.get<{ content: ProfileText }>(`/profiles/${id}/versions/1`)
    expect(content).toEqual(await presetNamed(api, 'Milking machines', (preset) => ({ ...preset, criteria: preset.criteria.map((each, index) => (index === 0 ? { ...each, weight: 40 } : each)) })))
    await page.getByRole('link', { name: 'Edit v1' }).click()
    await page.getByRole('textbox', { name: 'To whom' }).fill('Dairy farms with more than fifty cows.')
    await save.click()
    await expect(page.getByRole('heading', { level: 2, name: 'Milking machines, v2' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Changed since v1' }).getByRole('listitem')).toHaveCount(1)
    expect(await api.get<Profile>(`/profiles/${id}`)).toMatchObject({ active_version: null, latest_version: 2 })
  })
})

test('a draft is previewed on the latest leads: both scores side by side, none of the leads changed', async ({ page, api }) => {
  await api.untilEnded((await api.submit(leadsOf('Quillfeather', 6), 'Before the preview')).id)
  const { id } = await twoVersions(api, 'Previewed')
  const scores = async () => (await api.get<{ data: Array<{ id: string; score: number | null; updated_at: string }> }>('/leads?q=Quillfeather&limit=50')).data.map((lead) => [lead.id, lead.score, lead.updated_at]).sort()
  await expect.poll(scores, { message: 'the leads are there' }).toHaveLength(6)
  const before = await scores()
  await page.goto(`/profiles?profile=${id}&version=2`)
  await page.getByRole('button', { name: 'Preview on the 20 latest leads' }).click()
  await expect(page.getByText(/leads scored, \d+ in another tier than now/)).toBeVisible({ timeout: 40_000 })
  const job = new URL(page.url()).searchParams.get('preview') ?? ''
  expect(await api.get<Job>(`/jobs/${job}`)).toMatchObject({ kind: 'preview', profile: { id, version: 2 } })
  const { data } = await api.get<{ data: Result[] }>(`/jobs/${job}/results`)
  const table = page.getByRole('table', { name: 'Scores now and under this version' })
  for (const { input, current, result } of data.slice(0, 6)) {
    const row = table.getByRole('row').filter({ hasText: String(input.company_name) })
    await expect(row.getByRole('cell').nth(0)).toContainText(`Score ${current?.score ?? '–'}`)
    await expect(row.getByRole('cell').nth(1)).toContainText(`Score ${result?.score ?? '–'}`)
  }
  expect(await scores()).toEqual(before)
  await expectNoViolations(page)
  await page.reload()
  await expect(table.getByRole('row')).toHaveCount(data.length + 1)
})

test('a new job takes the profile that is chosen, the default one at first', async ({ page, api }) => {
  const { id, name } = await twoVersions(api, 'Chosen')
  const former = (await api.get<{ data: Profile[] }>('/profiles')).data.find(({ is_default }) => is_default)
  await page.goto('/jobs/new')
  await page.getByLabel(/^Drop a file here/).setInputFiles({ name: 'chosen.csv', mimeType: 'text/csv', buffer: Buffer.from('Company,Notes\r\nChosen Works,Wants a demo.\r\n') })
  const profile = page.getByLabel('Profile')
  const start = page.getByRole('button', { name: /^Judge 1 lead/ })
  await expect(start).toBeVisible()
  await expect(profile).toHaveValue(former?.id ?? '')
  await profile.selectOption(`${name}, v1`)
  await expect(start).not.toHaveAttribute('aria-disabled')
  await start.click()
  await expect(page.getByRole('heading', { level: 1, name: 'chosen' })).toBeVisible()
  const job = await api.job(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect(job.profile).toEqual({ id, name, version: 1 })
})

test('a profile at the desk and on the phone, light and dark, without a fault of access', async ({ page, api }) => {
  const { id } = await twoVersions(api, 'Accessible')
  await page.goto(`/profiles?profile=${id}&version=2`)
  await expect(page.getByRole('region', { name: 'Changed since v1' })).toBeVisible()
  await expectNoViolations(page)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the phone').toBeLessThanOrEqual(390)
})
