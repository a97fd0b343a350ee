/** The first time: nothing is there yet, how to begin, and what happens then. */
import { Begin } from '@/components/Begin'
import { Empty } from '@/components/Empty'
import { Section } from '@/components/Section'
import { useMayHandIn } from '@/hooks/useSession'

export function FirstRun() {
  return (
    <Section title="Leads">
      <Empty title="No leads yet" actions={<Begin allowed={useMayHandIn()} />}>
        <p>Hand in a file and each lead gets a score, the reasons, and the next question.</p>
        <ol className="list-decimal pt-2 pl-5 text-ink-3 *:py-0.5">
          <li>The file is checked first: what is good, what is not and why, what it will cost. Nothing is judged before you say so.</li>
          <li>Each lead is judged by the profile’s criteria. You can watch, leave, come back or cancel.</li>
          <li>Scored leads stand under Leads, the best first, each with the words that led to its score.</li>
        </ol>
      </Empty>
    </Section>
  )
}
