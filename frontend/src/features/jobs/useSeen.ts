/** How many results had come when the list was last drawn; later ones wait until they are asked for. */
import { useEffect, useEffectEvent, useState } from 'react'

/** The first results come together, so that rows do not arrive one by one below the eyes. */
const ENOUGH = 10
const ONE_PAGE = 50
const PATIENCE = 5_000

interface Seen {
  /** Null until there is something worth showing. */
  readonly seen: number | null
  readonly lookAgain: () => void
}

export function useSeen(succeeded: number, total: number, over: boolean): Seen {
  // what fits on one page comes together if it comes soon
  const enough = total <= ONE_PAGE ? total : ENOUGH
  const [seen, setSeen] = useState<number | null>(succeeded > 0 ? succeeded : null)
  const lookAgain = () => setSeen(succeeded)
  const onPatience = useEffectEvent(lookAgain)
  const waits = seen === null && succeeded > 0

  if (waits && (over || succeeded >= enough)) lookAgain()
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(onPatience, PATIENCE)
    return () => clearTimeout(timer)
  }, [waits])
  return { seen, lookAgain }
}
