/** The score itself: number, tier, coverage, who scored, and its shape. */
import { Icon } from '@/components/Icon'
import { LevelsFigure } from '@/components/Levels'
import { SimulatorMark } from '@/components/SimulatorMark'
import { TierChip, tierName } from '@/components/TierChip'
import { jumpTo } from '@/features/leads/jump'
import { tierRange } from '@/features/leads/receipt'
import type { ProfileContent } from '@/features/leads/receipt'
import { cx } from '@/lib/classes'
import { ABSENT, formatPercent } from '@/lib/format'
import type { Assessment } from '@/services/types'

export const FLAG_ID = 'flag'

interface Props {
  readonly assessment: Assessment
  readonly content: ProfileContent | null
}

/** The tier in words, and what makes it. */
function tierWords({ assessment: { tier, disqualifiers }, content }: Props): { name: string; why: string | null } {
  if (tier === 'open') return { name: 'Too little is known', why: content ? `coverage under ${formatPercent(content.min_coverage)}` : null }
  if (tier === 'disqualified') {
    const applying = disqualifiers.filter(({ applies }) => applies === 'yes').map(({ label }) => label)
    return { name: 'Disqualified', why: applying.join(', ') || null }
  }
  return { name: `Tier ${tierName(tier)}`, why: content ? tierRange(content.tiers, tier) : null }
}

export function rankOf(content: ProfileContent | null, tier: string): number | undefined {
  const rank = content?.tiers.findIndex(({ name }) => name === tier) ?? -1
  return rank < 0 ? undefined : rank
}

export function Verdict({ assessment, content }: Props) {
  const { score, tier, coverage, criteria, simulated, flags } = assessment
  const { name, why } = tierWords({ assessment, content })
  const certain = tier !== 'open' && tier !== 'disqualified'
  const unknown = criteria.filter(({ level }) => level === null).length
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-5 pb-5 lg:grid-cols-[auto_minmax(0,1fr)_22.5rem]">
      <p className={cx('text-score font-semibold tracking-[-0.04em] max-md:text-[3rem] max-md:leading-12', certain ? 'text-ink' : 'text-ink-3')}>
        <span className="sr-only">Score </span>
        {score ?? ABSENT}
      </p>
      <div className="grid content-start gap-1 pt-0.5 text-ink">
        <span className="flex flex-wrap items-center gap-x-2">
          <TierChip tier={tier} rank={rankOf(content, tier)} /> {name} {why ? <span className="text-ink-3">{why}</span> : null}
        </span>
        <span className="flex flex-wrap items-center gap-x-2">
          Coverage {formatPercent(coverage)} <span className="text-ink-3">{unknown === 0 ? `all ${criteria.length} known` : `${unknown} of ${criteria.length} unknown`}</span>
        </span>
        {simulated ? <span><SimulatorMark inline>Scored by the simulator</SimulatorMark></span> : null}
        {flags.length > 0 ? (
          <a href={`#${FLAG_ID}`} onClick={(event) => jumpTo(event, FLAG_ID)} className="flex items-center gap-1.5 text-warn lg:hidden">
            <Icon name="warn" />
            Contains instructions to the model
          </a>
        ) : null}
      </div>
      <div className="max-lg:col-span-full max-lg:mt-4 max-lg:max-w-[26rem] max-md:max-w-none">
        <LevelsFigure levels={criteria} />
      </div>
    </div>
  )
}
