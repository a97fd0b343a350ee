/** Where a lead stands, in words; an id of the sender's own as it was written. */
import type { Place } from '@/lib/place'

export function PlaceName({ place: { text, isOwnId } }: { readonly place: Place }) {
  return isOwnId ? <code title={text} className="wrap-anywhere">{text}</code> : text
}
