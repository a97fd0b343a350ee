/** The receipt before the job: what is judged, what it costs, how long it takes; it ends in the button. */
import type { FormEvent } from 'react'
import { Button } from '@/components/Button'
import { TextField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Sum, Sums } from '@/components/Receipt'
import { Skeleton } from '@/components/Skeleton'
import { nameFaultOf } from '@/features/import/faults'
import { HandInFault } from '@/features/import/HandInFault'
import { ProfileChoice } from '@/features/import/ProfileChoice'
import { buttonLabel, formatLess, leftOut, receiptOf } from '@/features/import/receipt'
import { cx } from '@/lib/classes'
import { ABSENT, formatCount, formatMoney, formatMoneyRange } from '@/lib/format'
import { formatTimeRange } from '@/lib/time'
import type { Estimate } from '@/services/types'

const LONGEST_NAME = 200

// on a line of its own, so that the sum does not move when it comes
const CostLabel = ({ basis }: { readonly basis: string }) => <>× cost a lead<span className="block min-h-4 text-xs text-ink-3">{basis}</span></>

const Less = ({ count }: { readonly count: number }) => <span className={cx(count === 0 && 'text-ink-3')}>{formatLess(count)}</span>

/** Not where both ends read alike. */
function isRange({ low_usd, high_usd }: Estimate['cost']): boolean {
  return formatMoney(low_usd) !== formatMoney(high_usd)
}

function EstimateSums({ estimate }: { readonly estimate: Estimate }) {
  const { rows, bad, repeated, alreadyScored, judged, cost } = receiptOf(estimate)
  const { time } = estimate
  return (
    <Sums caption="What will be judged and what it costs">
      <Sum label="Rows handed over">{formatCount(rows)}</Sum>
      <Sum label="Bad, left out"><Less count={bad} /></Sum>
      <Sum label="Repeated, judged once"><Less count={repeated} /></Sum>
      <Sum label="Already scored, at no cost"><Less count={alreadyScored} /></Sum>
      <Sum label="Judged by the model" kind="sum">{formatCount(judged)}</Sum>
      <Sum label={<CostLabel basis={cost.basis} />}>{formatMoney(cost.per_lead_usd)}</Sum>
      <Sum label="Estimated cost" kind="total">{formatMoney(cost.estimated_usd)}</Sum>
      {isRange(cost) ? <Sum label="Likely range" kind="muted">{formatMoneyRange(cost.low_usd, cost.high_usd)}</Sum> : null}
      <Sum label="Time" what={time || judged === 0 ? undefined : 'not known yet'}>{judged === 0 ? 'a moment' : time ? formatTimeRange(time.low_seconds, time.high_seconds) : '–'}</Sum>
    </Sums>
  )
}

const BAR = <span className="inline-flex h-5 items-center align-top"><Skeleton width={36} /></span>

/** The same lines without figures: bars while they are worked out, else as absent. */
function OpenSums({ checking }: { readonly checking: boolean }) {
  const open = checking ? BAR : <span className="text-ink-3">{ABSENT}</span>
  return (
    <Sums caption="What will be judged and what it costs, once the rows are checked">
      <Sum label="Rows handed over">{open}</Sum>
      <Sum label="Bad, left out">{open}</Sum>
      <Sum label="Repeated, judged once">{open}</Sum>
      <Sum label="Already scored, at no cost">{open}</Sum>
      <Sum label="Judged by the model" kind="sum">{open}</Sum>
      <Sum label={<CostLabel basis="" />}>{open}</Sum>
      <Sum label="Estimated cost" kind="total">{open}</Sum>
      <Sum label="Likely range" kind="muted">{open}</Sum>
      <Sum label="Time">{open}</Sum>
    </Sums>
  )
}

interface Props {
  readonly name: string
  readonly onName: (name: string) => void
  /** The id of the profile chosen; null: the default one. */
  readonly profile: string | null
  readonly onProfile: (id: string) => void
  /** What the dry run says of the name. */
  readonly nameFault?: string
  readonly estimate: Estimate | undefined
  readonly checking: boolean
  /** Why it cannot start now. */
  readonly hindrance: string | null
  readonly sending: boolean
  readonly error: unknown
  readonly onStart: () => void
}

export function StartReceipt({ name, onName, profile, onProfile, estimate, checking, nameFault, hindrance, sending, error, onStart }: Props) {
  const receipt = estimate ? receiptOf(estimate) : null
  const label = sending ? 'Handing in' : receipt ? buttonLabel(receipt) : 'Judge these rows'
  const nothingGood = receipt?.handedIn === 0 ? 'No row is good; mend the file and choose it again' : null
  const stopped = hindrance ?? nothingGood
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Enter in the name's field comes here without the button
    if (stopped === null && estimate) onStart()
  }
  return (
    <form className="grid gap-3 pt-3" onSubmit={submit}>
      <TextField label="Name of the job" value={name} maxLength={LONGEST_NAME} autoComplete="off" onChange={(event) => onName(event.target.value)} error={nameFaultOf(error) ?? nameFault} />
      <ProfileChoice chosen={profile} taken={estimate?.profile} onChoose={onProfile} />
      <div aria-busy={checking}>{estimate ? <EstimateSums estimate={estimate} /> : <OpenSums checking={checking} />}</div>
      <HandInFault error={error} />
      <Button type="submit" variant="primary" size="lg" className="w-full" disabledReason={sending ? 'The job is being handed in' : stopped} aria-busy={sending}>{label}</Button>
      <div className="grid gap-1 text-xs text-ink-3">
        <p role="status">{stopped ?? ''}</p>
        {receipt && receipt.handedIn > 0 ? leftOut(receipt).map((sentence) => <p key={sentence}>{sentence}</p>) : null}
        {receipt && receipt.handedIn > 0 && receipt.judged === 0 ? <p>Nothing is to be paid, and it takes a moment: no lead goes to the model.</p> : null}
        {estimate?.simulated ? <p><Icon name="sim" size={12} className="mr-1 inline align-[-2px] text-warn" />The simulator answers: keyword rules give the scores, and nothing is billed.</p> : null}
      </div>
    </form>
  )
}
