/** What a live region says of something that moves: every 10 s at most, and at each of its ends. */
import { useEffect, useEffectEvent, useState } from 'react'

const EVERY = 10_000

export function useAnnouncement(text: string, over: boolean): string {
  const [said, setSaid] = useState('')
  // what had ended before anybody listened is on the page, not news
  const [wasOver, setWasOver] = useState(over)
  const say = useEffectEvent(() => setSaid(text))

  useEffect(() => {
    if (over) return
    const timer = setInterval(say, EVERY)
    return () => clearInterval(timer)
  }, [over])
  if (over !== wasOver) {
    setWasOver(over)
    if (over) setSaid(text)
  }
  return said
}
