/** The filters that have no place in the bar: score, time, flags, job; on the phone also the order. */
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Field, SelectField } from '@/components/Field'
import { jobChoices, jobOptions } from '@/features/leads/queries'
import type { LeadFilters, LeadSort, Order, OutcomeWanted } from '@/features/leads/filters'
import { shortId } from '@/lib/format'
import { formatWhen } from '@/lib/time'

interface Props {
  readonly open: boolean
  readonly filters: LeadFilters
  readonly onClose: () => void
  readonly onApply: (part: Partial<LeadFilters>) => void
}

const PRESETS: ReadonlyArray<readonly [string, string]> = [['', 'Any time'], ['today', 'Today'], ['7d', 'In the last 7 days'], ['30d', 'In the last 30 days']]
const ORDERS: ReadonlyArray<readonly [string, string]> = [
  ['score desc', 'Highest score first'],
  ['score asc', 'Lowest score first'],
  ['scored desc', 'Newest score first'],
  ['scored asc', 'Oldest score first'],
  ['company asc', 'Company, A to Z'],
  ['company desc', 'Company, Z to A'],
]

/** In the address's words, several joined by a blank. */
const OUTCOMES: ReadonlyArray<readonly [string, string]> = [['', 'Any, or none'], ['won', 'Won'], ['lost', 'Lost'], ['won lost', 'Won or lost'], ['none', 'None recorded']]
const WORDS: ReadonlyArray<readonly [string, string]> = [['', 'By the model, overridden or not'], ['true', 'Overridden by a person'], ['false', 'Not overridden']]

export function FilterDialog({ open, ...rest }: Props) {
  return open ? <Choices {...rest} /> : null
}

/** A field's whole number from 0 to 100; null when empty, undefined when it is none. */
function scoreIn(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text)
  return Number.isInteger(value) && value >= 0 && value <= 100 ? value : undefined
}

function faultOf(low: number | null | undefined, high: number | null | undefined): string | null {
  if (low === undefined || high === undefined) return 'Enter whole numbers from 0 to 100, or leave them empty.'
  return low !== null && high !== null && low > high ? 'The least score is above the greatest.' : null
}

function Choices({ filters, onClose, onApply }: Omit<Props, 'open'>) {
  const form = useId()
  const [low, setLow] = useState(filters.minScore?.toString() ?? '')
  const [high, setHigh] = useState(filters.maxScore?.toString() ?? '')
  const [since, setSince] = useState(filters.since ?? '')
  const [flagged, setFlagged] = useState(filters.flagged)
  const [overridden, setOverridden] = useState(filters.overridden?.toString() ?? '')
  const [outcome, setOutcome] = useState(filters.outcomes.join(' '))
  const [jobId, setJobId] = useState(filters.jobId ?? '')
  const [sorted, setSorted] = useState(`${filters.sort} ${filters.order}`)
  const [sent, setSent] = useState(false)
  const [minScore, maxScore] = [scoreIn(low), scoreIn(high)]
  const fault = faultOf(minScore, maxScore)

  const apply = () => {
    setSent(true)
    if (minScore === undefined || maxScore === undefined || fault !== null) return
    const [sort, order] = sorted.split(' ') as [LeadSort, Order]
    const outcomes = outcome.split(' ').filter(Boolean) as OutcomeWanted[]
    onApply({ minScore, maxScore, since: since || null, flagged, jobId: jobId || null, overridden: overridden === '' ? null : overridden === 'true', outcomes, sort, order })
  }

  return (
    <Dialog open title="Filter leads" onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button variant="primary" type="submit" form={form}>Show leads</Button></>}>
      <form
        id={form}
        noValidate
        className="grid gap-3 pt-2"
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        <fieldset>
          <legend className="mb-1 text-xs font-medium text-ink">Score</legend>
          <div className="grid grid-cols-2 gap-3">
            <Field label="From" error={sent ? fault : null}>{(ids) => <input {...ids} type="number" inputMode="numeric" min="0" max="100" step="1" className="control" placeholder="0" value={low} onChange={(event) => setLow(event.target.value)} />}</Field>
            <Field label="To">{(ids) => <input {...ids} type="number" inputMode="numeric" min="0" max="100" step="1" className="control" placeholder="100" value={high} onChange={(event) => setHigh(event.target.value)} />}</Field>
          </div>
        </fieldset>
        <SelectField label="Scored" value={since} onChange={(event) => setSince(event.target.value)}>
          {PRESETS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          {PRESETS.some(([value]) => value === since) ? null : <option value={since}>Since {formatWhen(since)}</option>}
        </SelectField>
        <JobField value={jobId} onChange={setJobId} />
        <SelectField label="Whose score" value={overridden} onChange={(event) => setOverridden(event.target.value)}>
          {WORDS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </SelectField>
        <SelectField label="Outcome" value={outcome} onChange={(event) => setOutcome(event.target.value)}>
          {OUTCOMES.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          {OUTCOMES.some(([value]) => value === outcome) ? null : <option value={outcome}>{filters.outcomes.join(' or ')}</option>}
        </SelectField>
        <SelectField label="Order" value={sorted} onChange={(event) => setSorted(event.target.value)}>
          {ORDERS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          {ORDERS.some(([value]) => value === sorted) ? null : <option value={sorted}>{sorted === 'time asc' ? 'First seen first' : 'Last seen first'}</option>}
        </SelectField>
        <label className="flex items-center gap-2 text-ink max-md:min-h-9">
          <input type="checkbox" checked={flagged} onChange={(event) => setFlagged(event.target.checked)} />
          Only leads that contain instructions to the model
        </label>
      </form>
    </Dialog>
  )
}

function JobField({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const jobs = useQuery(jobChoices())
  const chosen = useQuery({ ...jobOptions(value), enabled: value !== '' })
  const listed = jobs.data?.data ?? []
  const nameOf = (job: { id: string; name: string | null }) => job.name ?? shortId(job.id)
  return (
    <SelectField label="Job" value={value} onChange={(event) => onChange(event.target.value)} help={jobs.data?.has_more ? 'The newest 50; others by “Show leads” on their page.' : undefined} error={jobs.isError ? 'The jobs could not be listed.' : undefined}>
      <option value="">Any job</option>
      {listed.map((job) => <option key={job.id} value={job.id}>{nameOf(job)}</option>)}
      {value === '' || listed.some(({ id }) => id === value) ? null : <option value={value}>{chosen.data ? nameOf(chosen.data) : shortId(value)}</option>}
    </SelectField>
  )
}
