import { expect, it, vi } from 'vitest'
import { download } from '@/lib/download'

it('clicks a link with the name, and lets go of the address later', () => {
  vi.useFakeTimers()
  const revoke = vi.fn()
  Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: revoke })
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function clicked(this: HTMLAnchorElement) {
    expect([this.href, this.download]).toEqual(['blob:1', 'a.csv'])
  })
  download(new Blob(['x']), 'a.csv')
  expect(click).toHaveBeenCalledOnce()
  expect(revoke).not.toHaveBeenCalled()
  vi.runAllTimers()
  expect(revoke).toHaveBeenCalledWith('blob:1')
})
