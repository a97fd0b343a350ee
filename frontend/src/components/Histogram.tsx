/** Scores in bins of 5 points with the tiers below their own bins; a range is dragged, clicked or set by two sliders. */
import { useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { HistogramScale } from '@/components/HistogramScale'
import { HistogramTiers } from '@/components/HistogramTiers'
import type { TierCount } from '@/components/HistogramTiers'
import { formatCount } from '@/lib/format'

const BIN = 5
const UNIT = 20
const TOP = 120

export interface ScoreRange {
  /** Points, in steps of 5: 70 to 100. */
  readonly from: number
  readonly to: number
}

interface Props {
  /** 20 counts: 0 to 4, 5 to 9, …, 95 to 100. */
  readonly bins: readonly number[]
  readonly tiers: readonly TierCount[]
  readonly range: ScoreRange
  readonly onRange: (range: ScoreRange) => void
  readonly label: string
}

/** How many leads lie in the range. */
export function countIn(bins: readonly number[], { from, to }: ScoreRange): number {
  return bins.slice(from / BIN, to / BIN).reduce((sum, count) => sum + count, 0)
}

function describe(bins: readonly number[], label: string): string {
  const highest = Math.max(...bins)
  if (highest === 0) return `${label} in steps of 5 points: none yet`
  const at = bins.indexOf(highest) * BIN
  return `${label} in steps of 5 points: the highest bin is ${at} to ${at === 95 ? 100 : at + 4} with ${formatCount(highest)} leads`
}

export function Histogram({ bins, tiers, range, onRange, label }: Props) {
  const plot = useRef<SVGSVGElement>(null)
  const [anchor, setAnchor] = useState<number | null>(null)
  const highest = Math.max(1, ...bins)
  const [left, right] = [range.from / BIN, range.to / BIN]

  const binAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect()
    if (!box || box.width === 0) return 0
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins.length)))
  }
  const spanTo = (start: number, end: number) => onRange({ from: Math.min(start, end) * BIN, to: (Math.max(start, end) + 1) * BIN })
  const begin = (event: PointerEvent) => {
    const bin = binAt(event)
    setAnchor(bin)
    event.currentTarget.setPointerCapture?.(event.pointerId)
    spanTo(bin, bin)
  }

  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-3">
      <HistogramScale highest={Math.max(0, ...bins)} />
      <div className="min-w-0">
      <svg ref={plot} className="h-30 w-full touch-pan-y select-none" viewBox={`0 0 ${bins.length * UNIT} ${TOP + 1}`} preserveAspectRatio="none" role="img" aria-label={describe(bins, label)}
        onPointerDown={begin} onPointerMove={(event) => anchor !== null && spanTo(anchor, binAt(event))} onPointerUp={() => setAnchor(null)} onPointerCancel={() => setAnchor(null)}>
        <rect className="fill-ink" fillOpacity="0.045" x={left * UNIT} width={(right - left) * UNIT} height={TOP} />
        {bins.map((count, bin) => {
          const height = (count / highest) * (TOP - 8)
          // oxlint-disable-next-line react/no-array-index-key -- a bin is its place
          return <rect key={bin} className={bin >= left && bin < right ? 'fill-data' : 'fill-data-soft'} x={bin * UNIT + 1} y={(TOP - height).toFixed(1)} width={UNIT - 2} height={height.toFixed(1)} />
        })}
        <path className="stroke-line-control stroke-1" vectorEffect="non-scaling-stroke" d={`M0 ${TOP + 0.5}H${bins.length * UNIT}`} />
        <path className="stroke-accent stroke-2" vectorEffect="non-scaling-stroke" d={`M${left * UNIT} 0V${TOP}M${right * UNIT} 0V${TOP}`} />
      </svg>
      <div className="relative h-0">
        <End label="Lowest score" value={range.from} least={0} most={range.to - BIN} onValue={(from) => onRange({ from, to: range.to })} />
        <End label="Highest score" value={range.to} least={range.from + BIN} most={100} onValue={(to) => onRange({ from: range.from, to })} />
      </div>
      <HistogramTiers tiers={tiers} />
      </div>
    </div>
  )
}

interface EndProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onValue: (value: number) => void
}

/** One end of the range for the keyboard; seen while it has focus. */
function End({ label, value, least, most, onValue }: EndProps) {
  return (
    <input type="range" aria-label={label} min={0} max={100} step={BIN} value={value}
      onChange={(event) => onValue(Math.min(most, Math.max(least, Number(event.target.value))))}
      className="pointer-events-none absolute -top-2 h-4 w-full accent-accent opacity-0 focus-visible:opacity-100" />
  )
}
