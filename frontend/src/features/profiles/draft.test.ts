import { describe, expect, it } from 'vitest'
import { contentOf, describePlace, draftOf, keyOf, moved, placeOf, sumOf } from '@/features/profiles/draft'
import { CONTENT } from '@/test/profiles'

describe('a draft', () => {
  it('means the content that it was made from', () => expect(contentOf(draftOf(CONTENT))).toEqual(CONTENT))
  it.each([0, 0.07, 0.3333, 0.55, 1])('keeps a least coverage of %d', (least) => expect(contentOf(draftOf({ ...CONTENT, least_coverage: least })).least_coverage).toBe(least))
  it('leaves a figure that is none to the API', () => {
    const draft = draftOf(CONTENT)
    const { criteria, tiers } = contentOf({ ...draft, criteria: draft.criteria.map((each) => ({ ...each, weight: 'ten' })), tiers: draft.tiers.map((each) => ({ ...each, at_least: ' ' })) })
    expect(criteria[0]?.weight).toBe('ten')
    expect(tiers[0]?.at_least).toBe('')
  })
  it('adds up the weights that are numbers', () => expect(sumOf(draftOf(CONTENT).criteria.map((each, index) => (index === 0 ? { ...each, weight: 'x' } : each)))).toBe(40))
})

it.each([['', 'Company fit', 'company_fit'], ['mine', 'Company fit', 'mine'], ['', '3 rooms & more!', 'rooms_more'], ['', '', '']])('the key %j of %j is %j', (key, label, made) => expect(keyOf({ key, label })).toBe(made))

it('moves an entry by one, and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

it.each([
  ['/name', 'Name'],
  ['/content/criteria/2/weight', 'Criterion 3, weight'],
  ['/criteria/2/anchors/1', 'Criterion 3, level 1'],
  ['/criteria/0', 'Criterion 1'],
  ['/tiers', 'Tiers'],
  ['', 'Profile'],
])('the place %j reads %j', (pointer, said) => expect(describePlace(pointer)).toBe(said))
it('a member that begins like content stays', () => expect(placeOf('/contents')).toBe('/contents'))
