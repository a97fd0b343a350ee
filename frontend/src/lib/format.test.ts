import { describe, expect, it } from 'vitest'
import { ABSENT, formatBytes, formatCount, formatExact, formatMoney, formatMoneyExact, formatMoneyRange, formatPercent, formatPercentExact, formatPoints, formatShare, plural, shortId } from '@/lib/format'

describe('counts', () => {
  it.each([[1126, '1,126'], [0, '0'], [206.4, '206'], [null, ABSENT], [undefined, ABSENT]])('writes %s as %s', (value, text) => expect(formatCount(value)).toBe(text))
  it('agrees in number', () => {
    expect(plural(1, 'lead')).toBe('1 lead')
    expect(plural(1126, 'lead')).toBe('1,126 leads')
    expect(plural(2, 'company', 'companies')).toBe('2 companies')
  })
})

describe('percentages', () => {
  it.each([[0.612, '61%'], [1, '100%'], [0, '0%'], [null, ABSENT]])('writes %s as %s', (value, text) => expect(formatPercent(value)).toBe(text))
  it('never calls the unfinished 100% nor the begun 0%', () => {
    expect(formatPercent(0.9999)).toBe('99%')
    expect(formatPercent(0.0001)).toBe('1%')
  })
  it('writes shares with one decimal and none of nothing', () => {
    expect(formatShare(312, 2488)).toBe('12.5%')
    expect(formatShare(0, 0)).toBe(ABSENT)
  })
})

describe('money', () => {
  it.each([
    ['2.120000000', '$2.12'], ['0.000870000', '$0.00087'], ['0.009600000', '$0.0096'], ['0.000998', '$0.0010'], ['0.00102', '$0.0010'], ['0.00998', '$0.01'], ['0.01', '$0.01'], ['0', '$0.00'],
    ['1234.5', '$1,234.50'], ['0.000000001', '$0.000000001'], [-0.25, '−$0.25'], [null, ABSENT],
  ])('writes %s as %s', (usd, text) => expect(formatMoney(usd)).toBe(text))
  it('keeps six decimals on a receipt', () => expect(formatMoneyExact('0.000494200')).toBe('$0.000494'))
  it('keeps more where the terms would not add up without', () => expect(formatMoneyExact('0.000494200', 7)).toBe('$0.0004942'))
  it('writes a range, or one sum when both read alike', () => {
    expect(formatMoneyRange('0.15', '0.2')).toBe('$0.15 to $0.20')
    expect(formatMoneyRange('0.151', '0.152')).toBe('$0.15')
  })
})

describe('the rest', () => {
  it.each([[82.8125, '82.8125'], [75, '75.00'], [71.4, '71.40'], [null, ABSENT]])('writes the score %s before it was rounded', (score, text) => expect(formatExact(score)).toBe(text))
  it.each([[0.8, '80%'], [0.7955, '79.55%'], [1, '100%'], [null, ABSENT]])('writes the fraction %s on a receipt', (fraction, text) => expect(formatPercentExact(fraction)).toBe(text))
  it('writes points with two decimals', () => expect(formatPoints('7.5')).toBe('7.50'))
  it.each([[812, '812 bytes'], [1, '1 byte'], [41_400, '41 kB'], [2_420_000, '2.4 MB']])('writes %s bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
  it('shortens an id to what tells jobs apart', () => {
    expect(shortId('01a20dbc-9340-7000-8000-000000000001')).toBe('01a20dbc-9340')
    expect(shortId('short')).toBe('short')
  })
})
