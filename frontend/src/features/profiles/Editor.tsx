/** A version while it is typed: checked as it rests, kept in this browser, saved as a draft. */
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { Banner } from '@/components/Banner'
import { Button } from '@/components/Button'
import { Section, Split } from '@/components/Section'
import { useToast } from '@/components/Toast'
import { BeforeSaving } from '@/features/profiles/BeforeSaving'
import { CriteriaFields } from '@/features/profiles/CriteriaFields'
import { DisqualifierFields } from '@/features/profiles/DisqualifierFields'
import { TierFields } from '@/features/profiles/TierFields'
import { versionAddress } from '@/features/profiles/address'
import { contentOf, faultsByPlace } from '@/features/profiles/draft'
import { DraftField, FaultsAt } from '@/features/profiles/fields'
import { useCheck, useSave } from '@/features/profiles/queries'
import { useDraft } from '@/features/profiles/useDraft'
import { useSettled } from '@/features/profiles/useSettled'
import { asApiError } from '@/services/errors'
import type { Profile, ProfileText, VersionHead } from '@/services/types'

/** Milliseconds without a key before what is typed is checked. */
const REST = 500

interface Props {
  /** What tells this draft from others in this browser. */
  readonly place: string
  readonly content: ProfileText
  /** Null: it becomes a profile of its own. */
  readonly profile: Profile | null
  /** The version that it began from; a draft may be written over. */
  readonly head: VersionHead | null
}

/** What keeps `name` from being taken stands at its field, as the faults of the check do. */
function refusalOf(error: unknown) {
  if (!error) return { faults: [], message: null }
  const { code, message, faults } = asApiError(error)
  if (code === 'profile_exists') return { faults: [{ code, detail: message, pointer: '/name' }], message: null }
  return { faults, message }
}

export function Editor({ place, content, profile, head }: Props) {
  const [, navigate] = useLocation()
  const [here] = useState(() => location.pathname + location.search)
  const show = useToast()
  const kept = () => show({ text: 'What you typed is kept in this browser.', action: { label: 'Go back to it', onAction: () => navigate(here) } })
  const { draft, isDirty, isRestored, change, discard, forget } = useDraft(place, content, kept)
  const typed = useMemo(() => JSON.stringify(contentOf(draft)), [draft])
  const settled = useSettled(typed, REST)
  const check = useCheck(settled)
  const save = useSave()
  const [asked, setAsked] = useState(false)
  const refusal = refusalOf(save.error)
  const checking = typed !== settled || check.isFetching
  const faults = useMemo(() => ({ at: faultsByPlace([...(check.data?.errors ?? []), ...refusal.faults]), all: asked }), [check.data, refusal.faults, asked])

  const write = (replaces: number | null) => {
    setAsked(true)
    if (check.data?.valid === false && !checking) return
    save.mutate({ profileId: profile?.id ?? null, replaces, content: contentOf(draft) }, {
      onSuccess: ({ id, version }) => {
        forget()
        const same = replaces === null && profile !== null && version <= profile.latest_version
        show({ text: same ? `v${version} says the same; nothing was added.` : `Saved as draft v${version}; no job takes it before you activate it.` })
        navigate(versionAddress(id, version))
      },
    })
  }
  const edit = (part: Parameters<typeof change>[0]) => {
    if (save.error) save.reset()
    change(part)
  }
  const hindrance = save.isPending || save.isSuccess ? 'It is being saved' : checking && !check.isError ? 'It is being checked' : profile && !isDirty ? 'Nothing was changed yet' : null

  return (
    <FaultsAt value={faults}>
      {isRestored && isDirty ? (
        <div className="pb-2">
          <Banner tone="plain" icon="info" title="What you typed before stands here again." actions={<Button size="sm" onClick={discard}>Discard it</Button>}>It is not saved yet.</Banner>
        </div>
      ) : null}
      {refusal.message ? <div role="alert" className="pb-2"><Banner tone="danger" icon="bad" title="It was not saved.">{refusal.message} Everything typed stays here.</Banner></div> : null}
      <Split aside="w-80">
        <div>
          <Section title="What is sold to whom">
            <div className="grid gap-2.5 pt-3">
              <DraftField label="Name" place="/name" value={draft.name} maxLength={120} onChange={(name) => edit({ name })} />
              <DraftField label="What is sold" place="/seller" value={draft.seller} maxLength={1000} lines={3} onChange={(seller) => edit({ seller })} />
              <DraftField label="To whom" place="/customer" value={draft.customer} maxLength={1000} lines={3} onChange={(customer) => edit({ customer })} />
            </div>
          </Section>
          <CriteriaFields criteria={draft.criteria} onChange={(criteria) => edit({ criteria })} />
          <TierFields tiers={draft.tiers} coverage={draft.coverage} onTiers={(tiers) => edit({ tiers })} onCoverage={(coverage) => edit({ coverage })} />
          <DisqualifierFields disqualifiers={draft.disqualifiers} onChange={(disqualifiers) => edit({ disqualifiers })} />
        </div>
        <BeforeSaving
          criteria={draft.criteria}
          check={check.data}
          checking={checking}
          unchecked={check.isError && !checking ? `It could not be checked: ${asApiError(check.error).message}` : null}
          hindrance={hindrance}
          replaceLabel={profile && head?.editable ? `Write over draft v${head.version}` : null}
          onSave={() => write(null)}
          onReplace={() => write(head?.version ?? null)}
        />
      </Split>
    </FaultsAt>
  )
}
