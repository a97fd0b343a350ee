/** How a lead ended, when, and why if it is worth saying. */
import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Field } from '@/components/Field'
import { Segments } from '@/components/Filters'
import { ReasonField, Refusal } from '@/features/leads/ReasonField'
import { useWord } from '@/features/leads/queries'
import { dayOf, momentOf } from '@/features/leads/word'
import { api } from '@/services/api'
import type { Lead, NewOutcome, OutcomeKind } from '@/services/types'

interface Props {
  readonly lead: Lead
  readonly onClose: () => void
}

const KINDS: ReadonlyArray<{ value: OutcomeKind; label: string }> = [{ value: 'won', label: 'Won' }, { value: 'lost', label: 'Lost' }]

export function OutcomeDialog({ lead, onClose }: Props) {
  const before = lead.outcome
  const form = useId()
  const [today] = useState(() => dayOf(new Date()))
  const first = before ? dayOf(new Date(before.at)) : today
  const [outcome, setOutcome] = useState<OutcomeKind | null>(before?.outcome ?? null)
  const [day, setDay] = useState(first)
  const [reason, setReason] = useState(before?.reason ?? '')
  const [sent, setSent] = useState(false)
  const send = useWord(lead.id, (said: NewOutcome) => api.recordOutcome(lead.id, said), { onSuccess: onClose })

  const dayFault = day > today ? 'Choose today or a day before.' : day === '' ? 'Choose a day.' : null
  const say = () => {
    setSent(true)
    if (outcome === null || dayFault !== null) return
    send.mutate({ outcome, at: before && day === first ? before.at : momentOf(day), reason: reason.trim() || null })
  }

  return (
    <Dialog
      open
      title="Record the outcome"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabledReason={send.isPending ? 'Sent; waiting for the answer' : null}>Record outcome</Button>
        </>
      }
    >
      <form id={form} noValidate className="grid gap-3 pt-2" onSubmit={(event) => { event.preventDefault(); say() }}>
        <div>
          <Segments legend="Outcome" name="outcome" segments={KINDS} value={outcome ?? ('' as OutcomeKind)} onChange={setOutcome} />
          {sent && outcome === null ? <p className="mt-1 text-danger" role="alert">Choose won or lost.</p> : null}
        </div>
        <Field label="When" error={sent ? dayFault : null}>
          {(ids) => <input {...ids} type="date" max={today} className="control" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        <ReasonField label="Reason, if you like" value={reason} onChange={setReason} />
      </form>
      <Refusal error={send.error} />
    </Dialog>
  )
}
