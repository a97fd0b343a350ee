/** A value that stands still while it is held. */
import { useState } from 'react'

export function useHeld<T>(value: T, held: boolean): T {
  const [shown, setShown] = useState(value)
  if (!held && !Object.is(shown, value)) setShown(value)
  return held ? shown : value
}
