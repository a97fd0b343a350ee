/** From a number on the receipt to its words and back, without an entry in the history, which holds the list's place. */
import type { MouseEvent } from 'react'

export function jumpTo(event: MouseEvent, id: string): void {
  const target = document.getElementById(id)
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  target.focus({ preventScroll: true })
  target.scrollIntoView?.({ block: 'nearest' })
}

export function quoteId(number: number): string {
  return `quote-${number}`
}

export function lineId(number: number): string {
  return `line-${number}`
}
