/** The second state: what was chosen is checked; the receipt at the right ends in the button. */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Section, Split } from '@/components/Section'
import { ADDED } from '@/features/import/badRows'
import { ColumnList } from '@/features/import/ColumnList'
import type { Mapping } from '@/features/import/columns'
import { FileLine } from '@/features/import/FileLine'
import { Refused } from '@/features/import/Refused'
import { RowsSection } from '@/features/import/RowsSection'
import type { Source } from '@/features/import/source'
import { StartReceipt } from '@/features/import/StartReceipt'
import { useEstimate } from '@/features/import/useEstimate'
import { useFileDrop } from '@/features/import/useFileDrop'
import { useHandIn } from '@/features/import/useHandIn'
import type { Estimate } from '@/services/types'

interface Props {
  readonly source: Source
  readonly onAnother: () => void
  /** Whom the dry run names as the judge of these rows. */
  readonly onProfile: (profile: Estimate['profile']) => void
}

function hindranceOf({ conflicts, estimate, isChecking, refusal, failure }: ReturnType<typeof useEstimate>): string | null {
  if (conflicts.size > 0) return 'Two columns go to one field; choose another for one of them'
  if (isChecking) return estimate ? 'The rows are being checked again' : 'The rows are being checked'
  if (refusal) return 'Nothing can be judged before this is mended'
  if (failure) return 'The rows could not be checked yet'
  return null
}

/** Whether both columns of a download of bad rows are left out. */
function isMended(mapping: Mapping): boolean {
  return Object.entries(ADDED).every(([header, field]) => mapping[header] === field)
}

export function Checked({ source, onAnother, onProfile }: Props) {
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
  // another name is checked when it is handed in
  const nameFault = name === source.jobName ? check.nameFault : undefined
  const judgedBy = estimate?.profile
  const tellProfile = useEffectEvent(onProfile)
  useEffect(() => {
    if (judgedBy) tellProfile(judgedBy)
  }, [judgedBy])
  const begin = () => handIn({ source, mapping, name, skipBad: (estimate?.bad ?? 0) > 0, profile: judgedBy })
  return (
    <Split aside="w-80">
      <div ref={start} tabIndex={-1} className="outline-none">
        <FileLine source={source} estimate={estimate} checking={isChecking} onAnother={onAnother} />
        {refusal ? <Refused refusal={refusal} hint={mendable ? 'Or leave the file as it is, and choose below what the columns hold.' : undefined} actions={mendable ? undefined : <Button onClick={onAnother}>{source.isPasted ? 'Change the rows' : 'Choose another file'}</Button>} /> : null}
        {failure ? <LoadFailed title="The rows could not be checked" error={failure} onRetry={retry} /> : null}
        {columns.length > 0 && (!refusal || mendable) ? <ColumnList columns={columns} conflicts={conflicts} onChoose={choose} /> : null}
        {isMended(mapping) ? <p className="pt-2 text-ink-3">The columns <code>line</code> and <code>fault</code> come with a download of bad rows and are left out. If they are your own, choose above what they hold.</p> : null}
        {estimate ? <ErrorBoundary name="The list of bad rows"><RowsSection source={source} estimate={estimate} /></ErrorBoundary> : null}
      </div>
      <Section title="Before you start" className="lg:sticky lg:top-2">
        <StartReceipt name={name} onName={setName} profile={profile} onProfile={setProfile} estimate={estimate} checking={isChecking} nameFault={nameFault} hindrance={hindranceOf(check) ?? (nameFault ? 'The job needs another name' : null)} sending={isPending} error={error} onStart={begin} />
      </Section>
    </Split>
  )
}
