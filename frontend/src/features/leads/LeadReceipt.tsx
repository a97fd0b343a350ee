/** Everything of one judged lead: score, question and receipt, its own words, how it was judged, history. */
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Legend } from '@/components/Legend'
import { AskNext } from '@/features/leads/AskNext'
import { FlagBanner } from '@/features/leads/FlagBanner'
import { History } from '@/features/leads/History'
import { HowJudged } from '@/features/leads/HowJudged'
import { PersonsWord } from '@/features/leads/PersonsWord'
import { ReceiptTable } from '@/features/leads/ReceiptTable'
import { SourceSection } from '@/features/leads/SourceSection'
import { Unjudged } from '@/features/leads/Unjudged'
import { Verdict } from '@/features/leads/Verdict'
import { WordHistory } from '@/features/leads/WordHistory'
import { quotesOf } from '@/features/leads/receipt'
import { sourceOf } from '@/features/leads/source'
import type { Lead } from '@/services/types'

const GRID = 'grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]'
const ASIDE = 'max-lg:pt-6 lg:[&>:first-child]:pt-0 lg:sticky lg:top-2 lg:col-start-2 lg:row-span-2 lg:row-start-1'

export function LeadReceipt({ lead }: { readonly lead: Lead }) {
  const { assessment, profile_content: content, history } = lead
  const quotes = assessment ? quotesOf(assessment) : []
  const source = sourceOf(lead, quotes)
  const lost = assessment ? [...assessment.criteria, ...assessment.disqualifiers].filter(({ note }) => note === 'quote_not_found').length : 0
  const flags = assessment?.flags ?? lead.flags
  return (
    <div className={GRID}>
      <article aria-label="Score">
        <ErrorBoundary name="The receipt">
          {assessment ? (
            <>
              <Verdict assessment={assessment} content={content} />
              <PersonsWord lead={lead} />
              <AskNext next={assessment.next_question} content={content} />
              <ReceiptTable assessment={assessment} quotes={quotes} found={source.found} />
              <Legend />
            </>
          ) : (
            <>
              <PersonsWord lead={lead} />
              <Unjudged lead={lead} />
            </>
          )}
        </ErrorBoundary>
      </article>
      <aside className={ASIDE} aria-label="The lead and its assessment">
        <FlagBanner flags={flags} unplaced={source.unplaced} />
        <ErrorBoundary name="The lead's text">
          <SourceSection source={source} quotes={quotes.length} lost={lost} judged={assessment !== null} />
        </ErrorBoundary>
        {assessment ? <HowJudged lead={lead} assessment={assessment} /> : null}
      </aside>
      <div>
        {assessment ? <History history={history} content={content} /> : null}
        <WordHistory events={lead.events} />
      </div>
    </div>
  )
}
