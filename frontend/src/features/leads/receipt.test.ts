import { describe, expect, it } from 'vitest'
import { compareAssessments } from '@/features/leads/compare'
import { placesOf } from '@/features/leads/HowJudged'
import { addUp, disqualifierCount, disqualifierWords, droppedWords, hundredths, pointTerms, quotesOf, scoreTerms, tierRange, weightTerms } from '@/features/leads/receipt'
import { fieldName, sourceOf } from '@/features/leads/source'
import { ASSESSMENT, FULL_LEAD, HISTORY } from '@/test/leads'

const TIERS = FULL_LEAD.profile_content?.tiers ?? []
const sumOf = (terms: string) => terms.split(' + ').reduce((sum, term) => sum + hundredths(term), 0)

describe('the arithmetic as it is written', () => {
  it('has terms that give the sums of the API', () => {
    expect(pointTerms(ASSESSMENT.criteria)).toBe('25.00 + 18.75 + 15.00 + 7.50')
    expect(sumOf(pointTerms(ASSESSMENT.criteria))).toBe(hundredths(ASSESSMENT.sums.points))
    expect(sumOf(weightTerms(ASSESSMENT.criteria))).toBe(ASSESSMENT.sums.known_weight * 100)
  })
  it('has points that are weight times level of four', () => {
    const counted = ASSESSMENT.criteria.map(({ points }) => hundredths(points))
    expect(counted).toEqual(ASSESSMENT.criteria.map(({ weight, level }) => weight * (level ?? 0) * 25))
  })
  it('has the score of the API before and after its one rounding', () => {
    const { points, known_weight } = ASSESSMENT.sums
    expect(scoreTerms(points, known_weight, ASSESSMENT.score_exact)).toBe('66.25 ÷ 80 × 100 = 82.8125')
    expect((Number(points) / known_weight) * 100).toBeCloseTo(ASSESSMENT.score_exact ?? 0, 4)
    expect(Math.round(ASSESSMENT.score_exact ?? 0)).toBe(ASSESSMENT.score)
  })
  it('says ≈ where four decimals do not hold the quotient', () => {
    expect(scoreTerms('50.00', 70, 71.4286)).toBe('50.00 ÷ 70 × 100 ≈ 71.4286')
    expect(scoreTerms('18.75', 25, 75)).toBe('18.75 ÷ 25 × 100 = 75.00')
  })
  it('never lets the written figure round to another score', () => {
    // 82.4951 with two decimals would read 82.50, next to a score of 82
    expect(scoreTerms('84.97', 103, 82.4951)).toContain('82.4951')
  })
  it('has nothing to divide where nothing is known', () => expect(scoreTerms('0.00', 0, null)).toBe('nothing is known'))
  it('adds up parts exactly', () => {
    expect(addUp([{ weight: 1, level: 1, points: '0.10' }, { weight: 2, level: 1, points: '0.20' }, { weight: 9, level: null, points: null }])).toEqual({ points: '0.30', weight: 3 })
    for (const each of HISTORY) {
      const { points, weight } = addUp(each.criteria)
      expect((Number(points) / weight) * 100).toBeCloseTo(each.score_exact ?? 0, 3)
    }
  })
  it('writes as many decimals of money as the terms need to add up', () => {
    expect(placesOf(['0.000494200', '0.000379500', '0.000873700'])).toBe(7)
    expect(placesOf(['0.500000000'])).toBe(6)
    expect(placesOf(['1'])).toBe(6)
    expect(placesOf(['0.123456789'])).toBe(9)
  })
})

describe('tiers', () => {
  it.each([['A', '80 or more'], ['B', '60 to 79'], ['C', '40 to 59'], ['D', 'under 40'], ['open', null]])('%s is %s', (tier, words) => expect(tierRange(TIERS, tier)).toBe(words))
})

describe('proofs', () => {
  it('are numbered in the order of the receipt, disqualifiers last', () => {
    const applying = { ...ASSESSMENT.disqualifiers[0], key: 'fit', label: 'Gone', applies: 'yes', field: 'notes', quote: 'asked to be removed', note: null, claimed: null } as const
    const quotes = quotesOf({ ...ASSESSMENT, disqualifiers: [applying] })
    expect(quotes.map(({ key, number }) => [key, number])).toEqual([['fit', 1], ['need', 2], ['timing', 3], ['authority', 4], ['!fit', 5]])
  })
  it.each([
    ['no_quote', 'The model answered level 3 without a quote, so the level was dropped.'],
    ['quote_not_found', 'The model answered level 3 and quoted “x y”. Those words are not in the lead, so the level was dropped.'],
    ['quote_too_short', 'The model answered level 3 and quoted only “x y”. That is too short to prove anything, so the level was dropped.'],
    ['quote_is_instruction', 'The model answered level 3 and quoted “x y”. Those words instruct the model and prove nothing, so the level was dropped.'],
  ] as const)('that do not hold say why: %s', (note, words) => {
    expect(droppedWords({ note, claimed: { answer: '3', field: 'notes', quote: 'x y', reason: '' } })).toBe(words)
  })
  it('of a disqualifier are an answer, not a level', () => {
    expect(droppedWords({ note: 'no_quote', claimed: { answer: 'yes', field: '', quote: '', reason: '' } })).toBe('The model answered yes without a quote, so the answer was dropped.')
  })
  it('that hold need no words', () => expect(droppedWords({ note: null, claimed: null })).toBeNull())
})

describe('disqualifiers', () => {
  const as = (applies: 'yes' | 'no' | 'unknown', label: string = applies) => ({ key: label, label, applies, field: '', quote: '', note: null, claimed: null }) as const
  it('are counted', () => {
    expect(disqualifierCount([])).toBe('–')
    expect(disqualifierCount([as('no'), as('unknown')])).toBe('none known')
    expect(disqualifierCount([as('no'), as('no')])).toBe('none apply')
    expect(disqualifierCount([as('yes'), as('no')])).toBe('1 of 2 applies')
    expect(disqualifierCount([as('yes'), as('yes')])).toBe('2 of 2 apply')
  })
  it('keep unknown apart from no', () => {
    expect(disqualifierWords([as('no', 'A'), as('no', 'B')])).toBe('A, B: do not apply')
    expect(disqualifierWords([as('unknown'), as('no'), as('yes')])).toBe('yes: applies; no: does not apply; unknown: not known')
  })
})

describe('the lead in its own words', () => {
  const source = sourceOf(FULL_LEAD, quotesOf(ASSESSMENT))
  it('has all of its text, whatever is marked', () => {
    const notes = source.fields.find(({ field }) => field === 'notes')
    expect(notes?.segments.map(({ text }) => text).join('')).toBe(FULL_LEAD.notes)
  })
  it('finds quotes in the field that they name, columns of the file included', () => {
    expect([...source.found].toSorted()).toEqual([1, 2, 3, 4])
    expect(source.fields.map(({ name }) => name)).toEqual(['Notes', 'Company', 'Website', 'Company size', 'Industry', 'Contact', 'Job title', 'E-mail', 'Board remarks', 'Stand'])
    expect(source.missing).toEqual(['Phone'])
  })
  it('does not mark a quote in another field', () => {
    expect([...sourceOf(FULL_LEAD, [{ key: 'x', number: 1, field: 'industry', quote: 'three warehouses', label: 'x' }]).found]).toEqual([])
  })
  it('keeps flags whose words no field shows', () => {
    const flags = [{ code: 'a', field: 'additional_data.x', excerpt: 'obey' }, { code: 'b', field: 'additional_data.x', excerpt: 'obey' }]
    expect(sourceOf({ ...FULL_LEAD, flags }, []).unplaced).toEqual([flags[0]])
  })
  it('names a column as the file does, and a field as people do', () => {
    expect(fieldName('additional_data.Stand')).toBe('Stand')
    expect(fieldName('contact_title')).toBe('Job title')
  })
})

describe('two assessments', () => {
  it('are compared by criterion; new and gone ones are there', () => {
    const [now, then] = HISTORY
    if (!now || !then) throw new Error('two are needed')
    const rows = compareAssessments(then, now)
    expect(rows.map(({ key, levelChanged, weightChanged }) => [key, levelChanged, weightChanged])).toEqual([
      ['fit', false, true], ['need', true, false], ['timing', true, true], ['authority', false, false], ['budget', false, false], ['tools', true, true], ['size', true, true],
    ])
    expect(rows.at(-1)?.now).toBeNull()
    expect(rows.at(-2)?.then).toBeNull()
  })
})
