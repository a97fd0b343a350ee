/** Single keys as commands: they rest while something is typed, a dialog is open or a modifier is held. */

const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"]), textarea, select, [contenteditable="true"]'

/** Whether keys belong to the focused element now. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null
}

/** The command key of an event; null when it is none. `Shift+x` for x with Shift; signs such as `?` come as they are. */
export function commandKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  if (isTyping(event.target)) return null
  if (document.querySelector('dialog[open]')) return null
  const letter = /^[a-z]$/i.test(event.key)
  return event.shiftKey && letter ? `Shift+${event.key.toLowerCase()}` : event.key
}

/** The id that `step` rows further holds; the ends stop, and an unknown id starts at the first row. */
export function stepFrom(ids: readonly string[], current: string | null, step: number): string | null {
  if (ids.length === 0) return null
  const at = current === null ? -1 : ids.indexOf(current)
  if (at < 0) return (step < 0 ? ids.at(-1) : ids[0]) ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null
}
