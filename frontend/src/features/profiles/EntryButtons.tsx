/** Moves an entry up or down, or takes it out. */
import { Button } from '@/components/Button'

interface Props {
  /** "criterion Budget", after the verb. */
  readonly what: string
  readonly index: number
  readonly count: number
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
  /** Why it cannot go. */
  readonly kept?: string | null
}

export function EntryButtons({ what, index, count, onMove, onRemove, kept = null }: Props) {
  return (
    <span className="ml-auto flex flex-none gap-1">
      <Button variant="icon" size="sm" icon="up" aria-label={`Move ${what} up`} onClick={() => onMove(-1)} disabledReason={index === 0 ? 'It is the first' : null} />
      <Button variant="icon" size="sm" icon="down" aria-label={`Move ${what} down`} onClick={() => onMove(1)} disabledReason={index === count - 1 ? 'It is the last' : null} />
      <Button variant="icon" size="sm" icon="x" aria-label={`Take out ${what}`} onClick={onRemove} disabledReason={kept} />
    </span>
  )
}
