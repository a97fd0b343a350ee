/** Makes the version shown the one that jobs take, or takes that back by the one before. */
import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { Section } from '@/components/Section'
import { useToast } from '@/components/Toast'
import { useActivate } from '@/features/profiles/queries'
import type { Step } from '@/features/profiles/queries'
import { useSession } from '@/hooks/useSession'
import type { Profile, ProfileSummary, VersionHead } from '@/services/types'

interface Props {
  readonly profile: Profile
  readonly head: VersionHead
  /** All that are known, to find the one that is the default now. */
  readonly profiles: readonly ProfileSummary[]
}

/** What brings back the state before: this profile's version, then the default of another profile. */
export function undoSteps({ id, active_version: active, is_default: isDefault }: Profile, profiles: readonly ProfileSummary[], madeDefault: boolean): Step[] {
  const steps: Step[] = active === null ? [] : [{ profileId: id, version: active }]
  const former = profiles.find((each) => each.is_default && each.id !== id)
  if (madeDefault && !isDefault && former?.active_version != null) steps.push({ profileId: former.id, version: former.active_version, default: true })
  return steps
}

function saying({ active_version: active, is_default: isDefault }: Profile, { version, is_active: isActive }: VersionHead): string {
  const whose = isDefault ? 'Jobs that name this profile, or none,' : 'Jobs that name this profile'
  if (isActive) return `${whose} take v${version}.`
  return active === null ? 'No job can take this profile before a version is active.' : `${whose} take v${active} now. Jobs handed in before keep theirs.`
}

export function Activate({ profile, head, profiles }: Props) {
  const [wantsDefault, setWantsDefault] = useState(false)
  const { mutate, isPending, error } = useActivate()
  const show = useToast()
  const box = useId()
  const mayConfigure = useSession().scopes.includes('configure')
  const { version, is_active: isActive } = head
  const { is_default: isDefault, active_version: active } = profile
  const deed = isActive ? 'Use for jobs that name no profile' : active !== null && version < active ? `Go back to v${version}` : `Activate v${version}`

  const activate = () => {
    const asDefault = !isDefault && (wantsDefault || isActive)
    const undo = undoSteps(profile, profiles, asDefault)
    const step: Step = { profileId: profile.id, version, ...(asDefault ? { default: true } : {}) }
    mutate([step], {
      onSuccess: () => {
        setWantsDefault(false)
        show({
          text: `v${version} of ${profile.name} is active${asDefault ? ', also for jobs that name no profile' : ''}.`,
          action: undo.length > 0 ? { label: 'Undo', onAction: () => mutate(undo) } : undefined,
        })
      },
    })
  }
  return (
    <Section title="In use">
      <p className="pt-2 pb-2.5">{saying(profile, head)}</p>
      {isActive && isDefault ? null : (
        <div className="grid justify-items-start gap-2.5">
          {isDefault || isActive ? null : (
            <label htmlFor={box} className="flex items-center gap-2 max-md:min-h-9">
              <input id={box} type="checkbox" checked={wantsDefault} disabled={!mayConfigure} onChange={(event) => setWantsDefault(event.target.checked)} />
              Use for jobs that name no profile
            </label>
          )}
          <Button onClick={activate} disabledReason={mayConfigure ? (isPending ? 'Asked; waiting for the answer' : null) : 'This key may not change profiles'}>{deed}</Button>
          {mayConfigure ? null : <p className="text-xs text-ink-3">This key lacks the scope <code>configure</code>; it may read profiles and not change them.</p>}
        </div>
      )}
      {error ? <LoadFailed title="Nothing was changed" error={error} heading="h3" /> : null}
    </Section>
  )
}
