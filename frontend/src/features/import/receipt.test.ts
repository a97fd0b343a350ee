import { describe, expect, it } from 'vitest'
import { buttonLabel, formatLess, leftOut, receiptOf } from '@/features/import/receipt'
import { CLEAN, ESTIMATE } from '@/test/estimate'

const receipt = receiptOf(ESTIMATE)

describe('the receipt', () => {
  it('adds up to what the API will judge', () => {
    expect(receipt.rows - receipt.bad - receipt.repeated - receipt.alreadyScored).toBe(ESTIMATE.to_judge)
    expect(receipt).toMatchObject({ judged: 226, handedIn: 245 })
  })
  it('writes what is taken away with a minus, nothing as 0', () => expect([formatLess(1200), formatLess(0)]).toEqual(['−1,200', '0']))
})

describe('the button', () => {
  it('names count and cost', () => expect(buttonLabel(receiptOf(CLEAN))).toBe('Judge 226 leads, about $0.20'))
  it('names the good rows when others are bad', () => expect(buttonLabel(receipt)).toBe('Judge the 245 good rows, about $0.20'))
  it('speaks of one in the singular', () => expect(buttonLabel({ ...receipt, bad: 0, judged: 1, handedIn: 1 })).toBe('Judge 1 lead, about $0.20'))
  it('says that nothing is to be paid when all are scored', () => expect(buttonLabel({ ...receipt, judged: 0, handedIn: 19 })).toBe('Hand in 19 leads, nothing to pay'))
  it('says that no row is good', () => expect(buttonLabel({ ...receipt, judged: 0, handedIn: 0 })).toBe('No good row to judge'))
})

describe('what is left out', () => {
  it('is said in sentences', () => {
    expect(leftOut(receipt)).toEqual(['5 bad rows are left out.', '19 leads cost nothing: repeated here or scored before.'])
    expect(leftOut({ ...receipt, bad: 1, repeated: 1, alreadyScored: 0 })).toEqual(['1 bad row is left out.', '1 lead costs nothing: repeated here or scored before.'])
    expect(leftOut({ ...receipt, bad: 0, repeated: 0, alreadyScored: 0 })).toEqual([])
  })
})
