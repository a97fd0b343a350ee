import { describe, expect, it } from 'vitest'
import { chipsOf, removable, tierChip } from '@/features/leads/chips'
import { matchWords, matching } from '@/features/leads/facts'
import { NO_FILTERS, countQuery, isNarrowed, leadsHref, listQuery, readFilters, sinceMoment } from '@/features/leads/filters'
import { rangeWords } from '@/features/leads/LeadsPager'
import { LEAD_COUNTS } from '@/test/leads'

const JOB = '01a20dbc-9340-7000-8000-000000000001'
const FULL = `q=cold+store&tier=A&tier=open&min_score=70&max_score=100&since=7d&flagged=true&job_id=${JOB}&overridden=false&outcome=won&outcome=none&sort=company&order=desc`

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const filters = readFilters(FULL)
    expect(filters).toEqual({ q: 'cold store', tiers: ['A', 'open'], minScore: 70, maxScore: 100, since: '7d', flagged: true, jobId: JOB, overridden: false, outcomes: ['won', 'none'], sort: 'company', order: 'desc' })
    expect(leadsHref(filters)).toBe(`/leads?${FULL}`)
    expect(leadsHref(filters, 'abc')).toBe(`/leads?${FULL}&cursor=abc`)
  })
  it('are not written where they are as usual', () => {
    expect(leadsHref(readFilters(''))).toBe('/leads')
    expect(leadsHref(readFilters('sort=company'))).toBe('/leads?sort=company')
    expect(leadsHref(readFilters('sort=score&order=desc'))).toBe('/leads')
  })
  it('leave out what nobody can have meant', () => {
    const rubbish = readFilters('min_score=abc&max_score=101&since=yesterday&flagged=1&job_id=7&overridden=1&outcome=drawn&sort=size&order=up&tier=&tier=A&tier=A')
    expect(rubbish).toEqual({ ...NO_FILTERS, tiers: ['A'], sort: 'score', order: 'desc' })
    expect(readFilters(`q=${'x'.repeat(300)}`).q).toHaveLength(100)
  })
  it('know whether they narrow; the order does not', () => {
    expect(isNarrowed(readFilters('sort=scored&order=asc'))).toBe(false)
    for (const search of ['q=a', 'tier=A', 'min_score=0', 'max_score=9', 'since=today', 'flagged=true', `job_id=${JOB}`, 'overridden=false', 'outcome=none']) expect(isNarrowed(readFilters(search))).toBe(true)
  })
})

describe('questions to the API', () => {
  it('carry every filter, the counts all but the tier', () => {
    const filters = readFilters(FULL.replace('since=7d', 'since=2026-11-24T00:00:00Z'))
    const counted = { q: 'cold store', min_score: 70, max_score: 100, since: '2026-11-24T00:00:00.000Z', flagged: true, job_id: JOB, overridden: false, outcome: ['won', 'none'] }
    expect(countQuery(filters)).toEqual(counted)
    expect(listQuery(filters, 'abc')).toEqual({ ...counted, tier: ['A', 'open'], sort: 'company', order: 'desc', limit: 50, cursor: 'abc' })
  })
  it('ask for nothing that is not set', () => {
    expect(listQuery(readFilters('q=+'), null)).toEqual({ sort: 'score', order: 'desc', limit: 50 })
  })
  it('begin days at midnight here', () => {
    const now = new Date(2026, 10, 24, 14, 31)
    expect(sinceMoment('today', now)).toBe(new Date(2026, 10, 24).toISOString())
    expect(sinceMoment('7d', now)).toBe(new Date(2026, 10, 18).toISOString())
    expect(sinceMoment('30d', now)).toBe(new Date(2026, 9, 26).toISOString())
  })
})

describe('chips', () => {
  it.each([
    ['min_score=70&max_score=100', 'Score 70 to 100'],
    ['min_score=70', 'Score at least 70'],
    ['max_score=40', 'Score at most 40'],
    ['min_score=5&max_score=5', 'Score 5'],
    ['since=today', 'Scored today'],
    ['since=30d', 'Scored in the last 30 days'],
    ['since=2025-03-01T10:00:00Z', 'Scored since 1 Mar 2025'],
    ['flagged=true', 'Contains instructions'],
    ['overridden=true', 'Score overridden'],
    ['overridden=false', 'Score not overridden'],
    ['outcome=won', 'Outcome won'],
    ['outcome=none&outcome=lost', 'Outcome lost or not recorded'],
    [`job_id=${JOB}`, 'Job 01a20dbc-9340'],
  ])('say %s as %s', (search, words) => {
    expect(chipsOf(readFilters(search), null).map(({ word, value }) => `${word} ${value}`)).toEqual([words])
  })
  it('name the job and take away only their own filter', () => {
    const filters = readFilters(FULL)
    const chips = removable(filters, 'Trade fair')
    expect(chips.map(({ word, value }) => `${word} ${value}`)).toEqual(['Search cold store', 'Tiers A, Open', 'Score 70 to 100', 'Scored in the last 7 days', 'Contains instructions', 'Score not overridden', 'Outcome won or not recorded', 'Job Trade fair'])
    const left = chips.reduce((rest, { without }) => ({ ...rest, ...without }), filters)
    expect(isNarrowed(left)).toBe(false)
  })
  it('have none for the tier where there is none', () => expect(tierChip(readFilters(''))).toBeNull())
})

describe('how many match', () => {
  it('counts the chosen tiers only', () => {
    expect(matching(LEAD_COUNTS, [])).toBe(2488)
    expect(matching(LEAD_COUNTS, ['A', 'open'])).toBe(548)
    expect(matching(LEAD_COUNTS, ['Z'])).toBe(0)
    expect(matching(undefined, [])).toBeNull()
  })
  it('adds up to the total, the unjudged included', () => {
    const all = LEAD_COUNTS.tiers.map(({ tier }) => tier)
    expect((matching(LEAD_COUNTS, all) ?? 0) + LEAD_COUNTS.unjudged).toBe(LEAD_COUNTS.total)
  })
  it.each([
    [{ total: 2488, all: 12_486, narrowed: true, unjudged: 0 }, '2,488 of 12,486 match'],
    [{ total: 2488, all: null, narrowed: true, unjudged: 0 }, '2,488 leads match'],
    [{ total: 1, all: 0, narrowed: true, unjudged: 0 }, '1 lead matches'],
    [{ total: 12, all: 12, narrowed: false, unjudged: 3 }, '12 leads, 3 of them not judged'],
    [{ total: null, all: 12, narrowed: false, unjudged: 0 }, ''],
  ])('says %o as %s', (facts, words) => expect(matchWords(facts)).toBe(words))
  it.each([
    [0, 50, 2488, '1 to 50 of 2,488'],
    [49, 38, 2488, '2,451 to 2,488 of 2,488'],
    [1, 50, 60, '51 to 100'],
    [1, 50, null, '51 to 100'],
    [null, 50, 2488, '50 leads on this page'],
  ])('names the rows of page %s', (page, rows, total, words) => expect(rangeWords(page, rows, total)).toBe(words))
})
