/** Which profile judges: the default one unless another is chosen; without an active version none can. */
import { useQuery } from '@tanstack/react-query'
import { SelectField } from '@/components/Field'
import { profilesOptions } from '@/features/import/queries'
import type { Estimate, ProfileSummary } from '@/services/types'

interface Props {
  /** The id of the one chosen; null: nobody chose. */
  readonly chosen: string | null
  /** What the last dry run took. */
  readonly taken: Estimate['profile'] | undefined
  readonly onChoose: (id: string) => void
}

interface Choice {
  readonly id: string
  readonly label: string
}

function choicesOf(profiles: readonly ProfileSummary[] | undefined, taken: Props['taken']): Choice[] {
  const active = profiles?.filter(({ active_version: version }) => version !== null)
  // the version of the dry run is the one that will judge, though another may be active by now
  if (active) return active.map(({ id, name, active_version: version }) => ({ id, label: `${name}, v${id === taken?.id ? taken.version : version}` }))
  return taken ? [{ id: taken.id ?? '', label: `${taken.name}, v${taken.version}` }] : []
}

export function ProfileChoice({ chosen, taken, onChoose }: Props) {
  const { data: profiles, isError } = useQuery(profilesOptions())
  const choices = choicesOf(profiles, taken)
  const value = chosen ?? taken?.id ?? profiles?.find(({ is_default: isDefault }) => isDefault)?.id ?? ''
  return (
    <SelectField label="Profile" value={value} onChange={(event) => onChoose(event.target.value)} help={isError ? 'Other profiles could not be loaded.' : undefined}>
      {choices.some(({ id }) => id === value) ? null : <option value={value} disabled>–</option>}
      {choices.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
    </SelectField>
  )
}
