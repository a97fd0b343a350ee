/** How many leads the height of a bar means: none at the foot, the highest bar at the top. */
import { formatCount } from '@/lib/format'

export function HistogramScale({ highest }: { readonly highest: number }) {
  const marks = highest === 0 ? [] : [highest, ...(highest >= 4 && highest % 2 === 0 ? [highest / 2] : []), 0]
  return (
    // beside the plot: the highest bar ends 8 of its 121 units below the top
    <div className="flex h-30 flex-col justify-between pt-2 text-right text-2xs leading-none text-ink-3 *:first:-mt-1 *:last:-mb-1" aria-hidden="true">
      {marks.map((count) => <span key={count}>{formatCount(count)}{count === highest ? <span className="max-md:hidden"> leads</span> : null}</span>)}
    </div>
  )
}
