/** A small curve of one figure over the last minutes. */

interface Props {
  readonly values: readonly number[]
  /** What the figure may reach at most, drawn dotted. */
  readonly cap?: number | null
  readonly label: string
}

const WIDTH = 100
const HEIGHT = 28

export function Sparkline({ values, cap, label }: Props) {
  const top = Math.max(1, cap ?? 0, ...values)
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH
  const y = (value: number) => (HEIGHT - (value / top) * (HEIGHT - 1)).toFixed(1)
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${y(value)}`).join(' ')
  return (
    <svg className="ml-auto h-7 w-full max-w-28 overflow-visible" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <polygon className="fill-data-soft" points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
      <polyline className="fill-none stroke-data stroke-[1.5]" vectorEffect="non-scaling-stroke" points={points} />
      {cap == null ? null : <path className="stroke-line-control stroke-1" strokeDasharray="2 3" vectorEffect="non-scaling-stroke" d={`M0 ${y(cap)}H${WIDTH}`} />}
    </svg>
  )
}
