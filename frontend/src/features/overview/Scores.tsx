/** The scores of the last 24 hours in bins, and the way to the leads of a range. */
import { useState } from 'react'
import { ButtonLink } from '@/components/Button'
import { Histogram, countIn } from '@/components/Histogram'
import type { ScoreRange } from '@/components/Histogram'
import { Legend } from '@/components/Legend'
import { Section } from '@/components/Section'
import { TierChip } from '@/components/TierChip'
import { formatCount, plural } from '@/lib/format'
import type { Summary } from '@/services/types'

const START: ScoreRange = { from: 70, to: 100 }

/** The last point that the range holds: 70 to 84, 70 to 100. */
function topOf({ to }: ScoreRange): number {
  return to === 100 ? 100 : to - 1
}

export function Scores({ summary }: { readonly summary: Summary }) {
  const [range, setRange] = useState(START)
  const { histogram, tiers, since } = summary
  const found = countIn(histogram, range)
  const [from, to] = [range.from, topOf(range)]
  // the same leads as in the bins: scored since then, and not in the tier open, which lies on none
  const placed = tiers.filter(({ tier }) => tier !== 'open').map(({ tier }) => ['tier', tier])
  const query = new URLSearchParams([...placed, ['min_score', String(from)], ['max_score', String(to)], ['since', since], ['sort', 'score']])
  return (
    <Section title="Scores, last 24 h" count={`${plural(tiers.reduce((sum, { count }) => sum + count, 0), 'lead')}, each by its newest score`} note={<span className="max-md:hidden">Drag across the bars to choose a range</span>}>
      <Histogram bins={histogram} tiers={tiers} range={range} onRange={setRange} label="Scores of the last 24 hours" />
      <div className="mt-3 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-2.5">
        <Apart tiers={tiers} />
        <span className="ml-auto max-md:ml-0 max-md:basis-full">
          {found > 0 ? <ButtonLink size="sm" href={`/leads?${query}`}>{`Show ${plural(found, 'lead')}, ${from} to ${to}`}</ButtonLink> : <span className="text-xs text-ink-3">No lead has {from} to {to}</span>}
        </span>
      </div>
      <Legend />
    </Section>
  )
}

/** Leads that lie on no bin: too little known, or out by a rule. */
function Apart({ tiers }: { readonly tiers: Summary['tiers'] }) {
  const countOf = (name: string) => tiers.find(({ tier }) => tier === name)?.count ?? 0
  const [open, out] = [countOf('open'), countOf('disqualified')]
  if (open + out === 0) return null
  return (
    <>
      {open > 0 ? (
        <span className="flex items-baseline gap-2 text-xs text-ink-3">
          <TierChip tier="open" />
          <span><b className="font-medium text-ink">{formatCount(open)}</b> more: too little is known for a tier.</span>
        </span>
      ) : null}
      {out > 0 ? (
        <span className="flex items-baseline gap-2 text-xs text-ink-3">
          <TierChip tier="disqualified" />
          <span><b className="font-medium text-ink">{formatCount(out)}</b> disqualified.</span>
        </span>
      ) : null}
    </>
  )
}
