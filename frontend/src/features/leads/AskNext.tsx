/** What to ask the lead next, and what each answer would do to score and tier. */
import { useId } from 'react'
import { TierChip } from '@/components/TierChip'
import { rankOf } from '@/features/leads/Verdict'
import type { ProfileContent } from '@/features/leads/receipt'
import type { NextQuestion } from '@/services/types'

interface Props {
  /** Null when nothing is unknown. */
  readonly next: NextQuestion | null
  readonly content: ProfileContent | null
}

export function AskNext({ next, content }: Props) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="border-y border-line pt-3 pb-3.5">
      <h2 id={heading} className="text-xs leading-4 font-medium text-ink-3">{next ? `Ask next, about ${next.label.toLowerCase()}` : 'Ask next'}</h2>
      {next ? (
        <>
          <p className="pt-0.5 pb-1.5 text-lg text-ink">{next.question}</p>
          <ul aria-label="What the answer would do to the score" className="flex flex-wrap items-center gap-x-[1.375rem] gap-y-1">
            <li className="text-ink-3">An answer at</li>
            {next.outcomes.map(({ level, score, tier }) => (
              <li key={level} className="inline-flex items-center gap-1.5">
                <span className="text-ink-3">level {level}<span className="sr-only"> gives</span></span> <b>{score}</b> <TierChip tier={tier} rank={rankOf(content, tier)} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="pt-0.5">Every criterion is known; no answer is missing.</p>
      )}
    </section>
  )
}
