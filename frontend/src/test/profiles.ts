/** Profiles as the API gives them, to be varied by a test. */
import type { Profile, ProfileCheck, ProfileSummary, ProfileText, ProfileVersion } from '@/services/types'

export const CONTENT: ProfileText = {
  name: 'Dental equipment',
  seller: 'Treatment chairs and scanners.',
  customer: 'Dental practices of two to twenty rooms.',
  criteria: [
    { key: 'practice', label: 'Practice', weight: 60, question: 'Is it a dental practice?', anchors: ['Not one', 'A laboratory', 'One room', 'Two to four rooms', 'Five rooms or more'], keywords: ['dental', 'clinic'] },
    { key: 'need', label: 'Need', weight: 40, question: 'What is to be replaced?', anchors: ['Nothing', 'A look around', 'An interest', 'Names what', 'Names what fails'], keywords: [] },
  ],
  disqualifiers: [{ key: 'dealer', label: 'Dealer', question: 'Does the lead sell such equipment?' }],
  tiers: [{ name: 'Hot', at_least: 70 }, { name: 'Warm', at_least: 40 }, { name: 'Cold', at_least: 0 }],
  least_coverage: 0.5,
}

const DEFAULT_ID = '01a20dbc-9340-7000-8000-00000000000a'
export const DENTAL_ID = '01a20dbc-9340-7000-8000-00000000000b'
const AT = '2026-11-20T09:00:00Z'
const links = (id: string) => ({ self: `/api/v1/profiles/${id}`, events: `/api/v1/profiles/${id}/events` })

export const STANDARD: ProfileSummary = { id: DEFAULT_ID, object: 'profile', name: 'General B2B', active_version: 1, latest_version: 1, is_default: true, created_at: AT, updated_at: AT, links: links(DEFAULT_ID) }
export const DENTAL: ProfileSummary = { ...STANDARD, id: DENTAL_ID, name: 'Dental equipment', active_version: 1, latest_version: 2, is_default: false, links: links(DENTAL_ID) }

export const SIZE: ProfileVersion['size'] = {
  schema_characters: 1200,
  schema_limit: 15_000,
  properties: 30,
  property_limit: 5000,
  enum_values: 20,
  enum_value_limit: 1000,
  prompt_tokens_estimate: 900,
  answer_tokens_estimate: 400,
  answer_token_limit: 1500,
}

export const DENTAL_PROFILE: Profile = {
  ...DENTAL,
  versions: [
    { version: 2, created_at: '2026-11-24T09:00:00Z', used_at: null, is_active: false, editable: true },
    { version: 1, created_at: AT, used_at: '2026-11-21T09:00:00Z', is_active: true, editable: false },
  ],
}
export const STANDARD_PROFILE: Profile = { ...STANDARD, versions: [{ version: 1, created_at: AT, used_at: null, is_active: true, editable: false }] }

/** A version of the dental profile; version 2 weighs anew. */
export function dentalVersion(number: number): ProfileVersion {
  const head = DENTAL_PROFILE.versions.find(({ version }) => version === number)
  if (!head) throw new Error(`no version ${number}`)
  return {
    ...head,
    object: 'profile_version',
    profile: { id: DENTAL_ID, name: 'Dental equipment' },
    content: CONTENT,
    changes: number === 1 ? [] : [
      { pointer: '/criteria/0/weight', before: 50, after: 60, words: 'Criterion “Practice”: weight 50 → 60' },
      { pointer: '/seller', before: 'Chairs.', after: 'Treatment chairs and scanners.', words: 'What is sold: text changed' },
      { pointer: '/disqualifiers/0', before: null, after: { key: 'dealer' }, words: 'Disqualifier “Dealer” added' },
    ],
    size: SIZE,
  }
}

export const GOOD_CHECK: ProfileCheck = { object: 'profile_check', valid: true, errors: [], warnings: [], size: SIZE }
