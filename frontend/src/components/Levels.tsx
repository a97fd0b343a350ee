/** The shape of a score: a column a criterion, as wide as its weight, as high as its level of 4, hatched if unknown. */
import { HATCH } from '@/components/Hatch'
import { ABSENT, formatPoints } from '@/lib/format'

export interface LevelOf {
  readonly key: string
  readonly label: string
  readonly weight: number
  readonly level: number | null
}

interface Column extends LevelOf {
  readonly x: number
  readonly width: number
}

const GAP = 2

/** Columns on a drawing of `width` units, whole units wide, gaps between. */
export function layOut(levels: readonly LevelOf[], width: number): Column[] {
  const weights = levels.reduce((sum, { weight }) => sum + weight, 0)
  const free = width - GAP * (levels.length - 1)
  let [x, before] = [0, 0]
  return levels.map((each) => {
    const until = before + each.weight
    const wide = Math.max(1, Math.round((until / weights) * free) - Math.round((before / weights) * free))
    const column = { ...each, x, width: wide }
    x += wide + GAP
    before = until
    return column
  })
}

/** "Company fit 4, Need 3, Budget unknown". */
export function describeLevels(levels: readonly LevelOf[]): string {
  return levels.map(({ label, level }) => `${label} ${level ?? 'unknown'}`).join(', ')
}

/** Small, for a row of a table. */
export function Levels({ levels }: { readonly levels: readonly LevelOf[] | null | undefined }) {
  if (!levels || levels.length === 0) return <span className="text-ink-3">{ABSENT}</span>
  return (
    <svg className="h-4 w-[70px]" viewBox="0 0 70 16" shapeRendering="crispEdges" role="img" aria-label={describeLevels(levels)}>
      {layOut(levels, 70).map(({ key, x, width, level }) =>
        level === null ? (
          <rect key={key} fill={HATCH} x={x} width={width} height="16" />
        ) : (
          <g key={key}>
            <rect className="track" x={x} width={width} height="16" />
            <rect className="fill-data" x={x} y={16 - level * 4} width={width} height={level * 4} />
          </g>
        ),
      )}
    </svg>
  )
}

interface FigureProps {
  readonly levels: ReadonlyArray<LevelOf & { readonly points: string | number | null }>
}

/** What a label is about, in English its last word: "Current tools" as "Tools". */
function lastWord(label: string): string {
  const word = label.trim().split(/\s+/).at(-1) ?? label
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Large, for the lead's page, with names and points below. */
export function LevelsFigure({ levels }: FigureProps) {
  // a fifth of the width holds two words; the receipt below has the whole label
  const fifth = levels.reduce((sum, { weight }) => sum + weight, 0) / 5
  return (
    <div className="flex min-w-0 gap-[3px] overflow-hidden text-2xs leading-3.5 text-ink-3" role="img" aria-label={describeLevels(levels)}>
      {levels.map(({ key, label, weight, level, points }) => (
        <WeightedColumn key={key} weight={weight}>
          <svg className="w-full" height="64" shapeRendering="crispEdges" aria-hidden="true">
            {level === null ? <rect fill={HATCH} width="100%" height="64" /> : (
              <>
                <rect className="track" width="100%" height="64" />
                <rect className="fill-data" y={64 - level * 16} width="100%" height={level * 16} />
              </>
            )}
          </svg>
          <span className="block truncate pt-1 text-ink-2">{weight < fifth ? lastWord(label) : label}</span>
          {formatPoints(points)}
        </WeightedColumn>
      ))}
    </div>
  )
}

/** A column as wide as its weight: the element's own width attribute, since style attributes are refused. */
function WeightedColumn({ weight, children }: { readonly weight: number; readonly children: React.ReactNode }) {
  const grow = GROW[Math.max(1, Math.min(GROW.length, Math.round(weight / 2.5))) - 1]
  return <div className={`min-w-0 basis-0 ${grow ?? 'grow'}`}>{children}</div>
}

// steps of 2.5 points of weight; classes must stand whole in the source for Tailwind to see them
const GROW = [
  'grow-1', 'grow-2', 'grow-3', 'grow-4', 'grow-5', 'grow-6', 'grow-7', 'grow-8', 'grow-9', 'grow-10',
  'grow-11', 'grow-12', 'grow-13', 'grow-14', 'grow-15', 'grow-16', 'grow-17', 'grow-18', 'grow-19', 'grow-20',
] as const

/** A level as four pips, beside its words. */
export function Pips({ level }: { readonly level: number | null }) {
  return (
    <svg className="h-2 w-[38px]" viewBox="0 0 38 8" shapeRendering="crispEdges" aria-hidden="true">
      {[0, 1, 2, 3].map((pip) => (
        <rect key={pip} className={level === null ? undefined : pip < level ? 'fill-data' : 'track'} fill={level === null ? HATCH : undefined} x={pip * 10} width="8" height="8" />
      ))}
    </svg>
  )
}
