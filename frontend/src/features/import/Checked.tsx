/** The second state: what was chosen is checked; the receipt at the right ends in the button. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Section, Split } from '@/components/Section'
import { ColumnList } from '@/features/import/ColumnList'
import { FileLine } from '@/features/import/FileLine'
import { Refused } from '@/features/import/Refused'
import { RowsSection } from '@/features/import/RowsSection'
import type { Source } from '@/features/import/source'
import { StartReceipt } from '@/features/import/StartReceipt'
import { useEstimate } from '@/features/import/useEstimate'
import { useFileDrop } from '@/features/import/useFileDrop'
import { useHandIn } from '@/features/import/useHandIn'

interface Props {
  readonly source: Source
  readonly onAnother: () => void
}

function hindranceOf({ conflicts, estimate, isChecking, refusal, failure }: ReturnType<typeof useEstimate>): string | null {
  if (conflicts.size > 0) return 'Two columns go to one field; choose another for one of them'
  if (isChecking) return estimate ? 'The rows are being checked again' : 'The rows are being checked'
  if (refusal) return 'Nothing can be judged before this is mended'
  if (failure) return 'The rows could not be checked yet'
  return null
}

export function Checked({ source, onAnother }: Props) {
  const [name, setName] = useState(source.jobName)
  const [profile, setProfile] = useState<string | null>(null)
  const check = useEstimate(source, profile)
  const start = useRef<HTMLDivElement>(null)
  const { handIn, isPending, error } = useHandIn()
  // a second file is chosen on purpose, not by a slip of the hand
  useFileDrop(null)
  // what was focused went away with the choice
  useEffect(() => start.current?.focus({ preventScroll: true }), [])
  const { mapping, columns, conflicts, choose, estimate, isChecking, refusal, mendable, failure, retry } = check
  const begin = () => handIn({ source, mapping, name, skipBad: (estimate?.bad ?? 0) > 0, profile: estimate?.profile })
  return (
    <Split aside="w-80">
      <div ref={start} tabIndex={-1} className="outline-none">
        <FileLine source={source} estimate={estimate} checking={isChecking} onAnother={onAnother} />
        {refusal ? <Refused refusal={refusal} hint={mendable ? 'Or leave the file as it is, and choose below what the columns hold.' : undefined} actions={mendable ? undefined : <Button onClick={onAnother}>{source.isPasted ? 'Change the rows' : 'Choose another file'}</Button>} /> : null}
        {failure ? <LoadFailed title="The rows could not be checked" error={failure} onRetry={retry} /> : null}
        {columns.length > 0 && (!refusal || mendable) ? <ColumnList columns={columns} conflicts={conflicts} onChoose={choose} /> : null}
        {estimate ? <ErrorBoundary name="The list of bad rows"><RowsSection source={source} estimate={estimate} /></ErrorBoundary> : null}
      </div>
      <Section title="Before you start" className="lg:sticky lg:top-2">
        <StartReceipt name={name} onName={setName} profile={profile} onProfile={setProfile} estimate={estimate} checking={isChecking} hindrance={hindranceOf(check)} sending={isPending} error={error} onStart={begin} />
      </Section>
    </Split>
  )
}
