/** What the address of the sign-in page carries. */

/** Whether somebody came by a one-time link. */
export function hasLink(): boolean {
  return new URLSearchParams(location.hash.slice(1)).has('link')
}

/** The one-time link's token, taken out of the address so that it stays in no history; null if there is none. */
export function takeLink(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('link')
  if (token === null) return null
  history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

/** Where to go once signed in: a path of this app, never another site's address. */
export function wayBack(to: string | null): string {
  // a browser drops tabs and line breaks before it reads an address, so "/<tab>/evil" would be another site's
  return to !== null && /^\/(?![/\\])/.test(to) && !/[\p{Cc}]/u.test(to) && !to.startsWith('/sign-in') ? to : '/'
}

/** The sign-in page that leads back to this place. */
export function signInPath(path: string, search: string): string {
  const here = path + (search ? `?${search}` : '')
  return here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`
}
