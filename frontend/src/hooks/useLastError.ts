/** The error of something not loaded yet, kept while it is tried again, so that the words do not flicker. */
import { useState } from 'react'

export function useLastError(error: Error | null, loaded: boolean): Error | null {
  const [last, setLast] = useState(error)
  const shown = loaded ? null : (error ?? last)
  if (shown !== last) setLast(shown)
  return shown
}
