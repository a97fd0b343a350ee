/** Classes that the parts of the receipt share. */

const EDGE = 'align-top font-normal not-last:pr-3.5'

export const CELL = `border-b border-line py-2.5 ${EDGE}`
export const HEAD = `border-b border-line py-1.5 text-xs leading-4 text-ink-3 ${EDGE}`
export const SUM = `py-[0.3125rem] text-ink-2 ${EDGE}`
export const TEXT = 'text-left wrap-anywhere'
export const NUM = 'text-right whitespace-nowrap'
/** What stands in columns of its own on the desktop. */
export const PHONE_NOTE = 'block pt-0.5 text-xs leading-4.5 text-ink-3 md:hidden'
