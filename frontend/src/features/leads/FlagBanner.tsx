/** Says that the lead's text instructs the model, where, and that it counted for nothing. */
import { Banner } from '@/components/Banner'
import { FLAG_ID } from '@/features/leads/Verdict'
import { fieldName } from '@/features/leads/source'
import type { Flag } from '@/services/types'

interface Props {
  readonly flags: readonly Flag[]
  /** Those whose words no field shows underlined. */
  readonly unplaced: readonly Flag[]
}

export function FlagBanner({ flags, unplaced }: Props) {
  if (flags.length === 0) return null
  const fields = [...new Set(flags.map(({ field }) => field).filter((field) => field !== ''))].map(fieldName)
  const where = fields.length > 0 ? `Words in ${fields.join(' and ')} read like an instruction.` : 'The model reported it; no words of the lead show it.'
  return (
    <div id={FLAG_ID} tabIndex={-1} className="rounded-md focus:outline-2 focus:outline-offset-2 focus:outline-accent">
      <Banner tone="warn" icon="warn" title="Contains instructions to the model.">
        {where} They were read as text and are no evidence for any level.
        {unplaced.map(({ field, excerpt }) => <span key={field + excerpt} className="block pt-1 wrap-anywhere">In {fieldName(field)}: “{excerpt}”</span>)}
      </Banner>
    </div>
  )
}
