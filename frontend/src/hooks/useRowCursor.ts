/** One tab stop a table: a cursor keyed on the row's id, so that new rows and refreshes do not move it. */
import { useState } from 'react'
import { useKeys } from '@/hooks/useKeys'
import { stepFrom } from '@/lib/keyboard'

interface Options {
  /** The ids of the rows in their order. */
  readonly ids: readonly string[]
  readonly enabled?: boolean
}

export interface RowCursor {
  /** The row that the cursor is on; null before the first key or focus. */
  readonly current: string | null
  /** For the one link of each row: spread it there. */
  readonly linkProps: (id: string) => { readonly tabIndex: 0 | -1; readonly 'data-row': string; readonly onFocus: () => void }
}

export function useRowCursor({ ids, enabled = true }: Options): RowCursor {
  const [wanted, setWanted] = useState<{ readonly id: string; readonly place: number } | null>(null)
  const at = wanted === null ? -1 : ids.indexOf(wanted.id)
  // remembered while it is there, so that the row which takes its place can follow
  if (wanted !== null && at >= 0 && at !== wanted.place) setWanted({ id: wanted.id, place: at })
  const current = wanted === null ? null : at >= 0 ? wanted.id : (ids[Math.min(wanted.place, ids.length - 1)] ?? null)
  const goTo = (id: string) => setWanted({ id, place: ids.indexOf(id) })
  const tabStop = current ?? ids[0]

  const move = (step: number) => {
    const next = stepFrom(ids, current, step)
    if (next === null) return
    goTo(next)
    const link = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`)
    link?.focus()
    link?.scrollIntoView?.({ block: 'nearest' })
  }
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
    },
    enabled,
  )
  return {
    current,
    linkProps: (id) => ({ tabIndex: id === tabStop ? 0 : -1, 'data-row': id, onFocus: () => goTo(id) }),
  }
}
