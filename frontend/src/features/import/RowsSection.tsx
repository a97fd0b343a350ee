/** What is good and what is bad, in counts that add up; then the bad rows by cause. */
import { useQuery } from '@tanstack/react-query'
import { Amount } from '@/components/Amounts'
import { Button } from '@/components/Button'
import { Count, Counts } from '@/components/Counts'
import { Section } from '@/components/Section'
import { badRowsTable } from '@/features/import/badRows'
import { FaultList } from '@/features/import/FaultList'
import { groupFaults } from '@/features/import/faults'
import type { FaultGroup } from '@/features/import/faults'
import { writeCsv } from '@/features/import/lines'
import { localRowsOptions } from '@/features/import/queries'
import type { LocalRows } from '@/features/import/queries'
import type { Source } from '@/features/import/source'
import { download } from '@/lib/download'
import { formatCount, plural } from '@/lib/format'
import type { Estimate } from '@/services/types'

function DownloadBad({ local, groups, name }: { readonly local: LocalRows; readonly groups: readonly FaultGroup[]; readonly name: string }) {
  const save = async () => {
    const { header, rows } = badRowsTable(local, groups)
    download(await writeCsv(header, rows, local.delimiter), `${name}-bad-rows.csv`)
  }
  return <Button variant="quiet" size="sm" className="-my-1.5 -mr-1.5 max-md:-ml-1.5" onClick={() => void save()}>Download the {plural(local.rows.size, 'bad row')} as CSV</Button>
}

interface Props {
  readonly source: Source
  readonly estimate: Estimate
}

export function RowsSection({ source, estimate }: Props) {
  const { good, bad, repeated, already_scored: scored, profile, errors, error_count: faults } = estimate
  const lines = source.kind === 'json' ? source.lines : undefined
  const groups = groupFaults(errors, lines)
  const { data: local } = useQuery(localRowsOptions(source, estimate, groups))
  const canSave = source.kind === 'csv' && local !== undefined && local.rows.size > 0
  return (
    <Section title="Rows" note={canSave ? <DownloadBad local={local} groups={groups} name={source.jobName} /> : undefined}>
      <Counts live>
        <Count label="Good" mark="done"><Amount value={good} /></Count>
        <Count label="Bad" mark="failed"><Amount value={bad} /></Count>
        <Count label="Of the good: repeat a row above" apart><Amount value={repeated} /></Count>
        <Count label={`already scored under v${profile.version}`}><Amount value={scored} /></Count>
      </Counts>
      {canSave ? <p className="pt-2 text-ink-3">The file of bad rows has two columns more: <code>line</code>, where the row stands, and <code>fault</code>, what is wrong. Mend it and hand it in as it is; both are left out then.</p> : null}
      {groups.map((group) => <FaultList key={group.code} group={group} form={source.kind} lines={lines} rows={local?.rows} />)}
      {faults > errors.length ? <p className="pt-3 text-ink-3">The first {formatCount(errors.length)} of {formatCount(faults)} faults are listed; a row can have several.</p> : null}
    </Section>
  )
}
