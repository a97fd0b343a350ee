/** What is typed, kept in this browser from key to key until it is saved or thrown away. */
import { useEffect, useEffectEvent, useState } from 'react'
import { draftOf } from '@/features/profiles/draft'
import type { Draft } from '@/features/profiles/draft'
import type { ProfileText } from '@/services/types'

/** Counts up whenever a draft takes another form, so that an old one is not misread. */
const FORM = 'profile-draft-1:'

function stored(place: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(FORM + place) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

/** False where the browser keeps nothing; the page then says so before it is left. */
function store(place: string, draft: Draft | null): boolean {
  try {
    if (draft === null) localStorage.removeItem(FORM + place)
    else localStorage.setItem(FORM + place, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function useDraft(place: string, content: ProfileText, onLeftBehind: () => void) {
  const [found] = useState(() => stored(place))
  const [draft, setDraft] = useState<Draft>(() => found ?? draftOf(content))
  const [isDirty, setDirty] = useState(found !== null)
  const [isRestored, setRestored] = useState(found !== null)
  const leave = useEffectEvent(() => {
    if (stored(place) !== null) onLeftBehind()
  })

  useEffect(() => {
    if (!isDirty) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  useEffect(() => () => leave(), [])

  return {
    draft,
    isDirty,
    /** What was typed earlier and not saved stands here again. */
    isRestored,
    change: (part: Partial<Draft>) => {
      const next = { ...draft, ...part }
      setDraft(next)
      setDirty(true)
      store(place, next)
    },
    /** Back to what was begun from. */
    discard: () => {
      store(place, null)
      setDraft(draftOf(content))
      setDirty(false)
      setRestored(false)
    },
    /** It is saved where it belongs. */
    forget: () => {
      store(place, null)
      setDirty(false)
    },
  }
}
