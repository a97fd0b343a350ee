/** Why a person says so, in lines; and what the API refused of it. */
import { Field } from '@/components/Field'
import { StateMark } from '@/components/StateMark'
import { LONGEST_REASON } from '@/features/leads/word'
import { asApiError } from '@/services/errors'

interface Props {
  readonly label: string
  readonly value: string
  readonly error?: string | null
  readonly onChange: (value: string) => void
}

export function ReasonField({ label, value, error, onChange }: Props) {
  return (
    <Field label={label} error={error}>
      {(ids) => <textarea {...ids} rows={4} maxLength={LONGEST_REASON} className="control h-auto resize-y py-1.5" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

/** The refusal in the API's words, with its places. */
export function Refusal({ error }: { readonly error: Error | null }) {
  if (!error) return null
  const { message, faults, requestId } = asApiError(error)
  const places = faults.map(({ detail }) => detail).join(' ')
  return (
    <p className="pt-3" role="alert">
      <StateMark kind="bad" className="whitespace-normal">Nothing was saved. {places || message}{requestId ? ` Request ${requestId}` : ''}</StateMark>
    </p>
  )
}
