/** Another score or tier, and why. The model's own stands above it and stays. */
import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Field, SelectField } from '@/components/Field'
import { ReasonField, Refusal } from '@/features/leads/ReasonField'
import { useWord } from '@/features/leads/queries'
import { ABSENT } from '@/lib/format'
import { api } from '@/services/api'
import type { Lead, NewOverride } from '@/services/types'

interface Props {
  readonly lead: Lead
  readonly onClose: () => void
}

type Tiers = NonNullable<Lead['profile_content']>['tiers']

/** A field's whole number from 0 to 100; null when empty, undefined when it is none. */
function scoreIn(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text)
  return Number.isInteger(value) && value >= 0 && value <= 100 ? value : undefined
}

/** The tier that the profile gives a score. */
function tierOf(tiers: Tiers, score: number): string | null {
  return tiers.find(({ min_score }) => score >= min_score)?.name ?? null
}

export function OverrideDialog({ lead, onClose }: Props) {
  const { override } = lead
  const tiers = lead.profile_content?.tiers ?? []
  const form = useId()
  const [text, setText] = useState(override?.score?.toString() ?? '')
  const [tier, setTier] = useState(firstTier(lead, tiers))
  const [reason, setReason] = useState(override?.reason ?? '')
  const [sent, setSent] = useState(false)
  const send = useWord(lead.id, (said: NewOverride) => api.overrideLead(lead.id, said), { onSuccess: onClose })

  const score = scoreIn(text)
  const scoreFault = score === undefined ? 'Enter a whole number from 0 to 100.' : score === null && tier === '' ? 'Enter a score, or choose a tier.' : null
  const reasonFault = reason.trim() === '' ? 'Say why, so that others can judge it.' : null
  const ofScore = typeof score === 'number' ? tierOf(tiers, score) : null

  const say = () => {
    setSent(true)
    if (scoreFault !== null || reasonFault !== null) return
    send.mutate({ score, tier: tier || null, reason: reason.trim() })
  }

  return (
    <Dialog
      open
      title="Override the score"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabledReason={send.isPending ? 'Sent; waiting for the answer' : null}>Override the score</Button>
        </>
      }
    >
      <p>The model’s {lead.score ?? ABSENT} stays beside it, and lists keep their order.</p>
      <form id={form} noValidate className="grid gap-3 pt-3" onSubmit={(event) => { event.preventDefault(); say() }}>
        <div className="grid grid-cols-2 items-start gap-3">
          <Field label="Score" error={sent ? scoreFault : null}>
            {(ids) => <input {...ids} type="number" inputMode="numeric" min="0" max="100" step="1" className="control" value={text} onChange={(event) => setText(event.target.value)} />}
          </Field>
          <SelectField label="Tier" value={tier} onChange={(event) => setTier(event.target.value)}>
            <option value="">{ofScore === null ? 'As the score says' : `As the score says: ${ofScore}`}</option>
            {tiers.map(({ name }) => <option key={name} value={name}>{name}</option>)}
          </SelectField>
        </div>
        <ReasonField label="Reason" value={reason} error={sent ? reasonFault : null} onChange={setReason} />
      </form>
      <Refusal error={send.error} />
    </Dialog>
  )
}

/** The tier that was chosen last, unless it is the one that the score says by itself or the profile has it no more. */
function firstTier({ override }: Lead, tiers: Tiers): string {
  if (!override?.tier || !tiers.some(({ name }) => name === override.tier)) return ''
  return override.score !== null && tierOf(tiers, override.score) === override.tier ? '' : override.tier
}
