/** Writes a version of a profile, or a new profile from a preset or a copy. */
import { Link } from 'wouter'
import { ButtonLink } from '@/components/Button'
import { Empty, LoadFailed } from '@/components/Empty'
import { Crumbs, Page } from '@/components/Page'
import { Section } from '@/components/Section'
import { Skeleton } from '@/components/Skeleton'
import { Beginnings } from '@/features/profiles/Beginnings'
import { Editor } from '@/features/profiles/Editor'
import { versionAddress, versionIn } from '@/features/profiles/address'
import { usePresets, useProfile, useVersion } from '@/features/profiles/queries'
import { useQueryParams } from '@/hooks/useQueryParams'
import { useSession } from '@/hooks/useSession'

const WAITING = <Section title="Profile"><div className="pt-3" aria-busy="true"><Skeleton width={480} height={240} /></div></Section>

function MayNotConfigure({ name }: { readonly name: string }) {
  return (
    <Empty title="This key may not change profiles" actions={<ButtonLink href="/profiles">Read the profiles</ButtonLink>}>
      <p>You are signed in with <b>{name}</b>, which lacks the scope <code>configure</code>. Sign out and sign in with a key that has it; <code>sales-agent keys create NAME --scope configure --scope read</code> makes one.</p>
    </Empty>
  )
}

export default function EditProfilePage({ id }: { readonly id: string | null }) {
  const session = useSession()
  const params = useQueryParams()
  const number = versionIn(params)
  const preset = params.get('preset')
  const copied = params.get('copy')
  const title = id === null ? 'New profile' : 'Edit a profile'
  const content = !session.scopes.includes('configure') ? <MayNotConfigure name={session.name} />
    : id !== null ? <FromVersion key={`${number ?? 0}`} id={id} number={number} isCopy={false} />
    : copied !== null ? <FromVersion key={`${copied}-${number ?? 0}`} id={copied} number={number} isCopy />
    : preset !== null ? <FromPreset key={preset} preset={preset} />
    : <Beginnings />
  return (
    <Page title={title} facts={id === null ? 'It begins as a draft; no job takes it before you activate it' : 'Saved as a draft; jobs keep their version until you activate it'} crumbs={<Crumbs trail={[{ label: 'Profiles', href: '/profiles' }, { label: title }]} />}>
      {content}
    </Page>
  )
}

function FromPreset({ preset }: { readonly preset: string }) {
  const { data, error, refetch } = usePresets()
  const found = data?.data.find((each) => each.preset === preset)
  if (found) return <Editor place={`new:${preset}`} content={{ ...found.content, name: '' }} profile={null} head={null} />
  if (data) return <Beginnings />
  return error ? <LoadFailed title="The preset could not be loaded" error={error} onRetry={() => void refetch()} /> : WAITING
}

interface FromVersionProps {
  readonly id: string
  /** Null: the newest. */
  readonly number: number | null
  readonly isCopy: boolean
}

function FromVersion({ id, number, isCopy }: FromVersionProps) {
  const { data: profile, error, refetch } = useProfile(id)
  if (profile) return <FromKnown profile={profile} number={number ?? profile.latest_version} isCopy={isCopy} />
  return error ? <LoadFailed title="The profile could not be loaded" error={error} onRetry={() => void refetch()} /> : WAITING
}

function FromKnown({ profile, number, isCopy }: { readonly profile: NonNullable<ReturnType<typeof useProfile>['data']>; readonly number: number; readonly isCopy: boolean }) {
  const { data: version, error, refetch, isFetchedAfterMount } = useVersion(profile.id, number)
  // what is typed must not begin from what the version said when it was last looked at
  if (!version || !isFetchedAfterMount) return error ? <LoadFailed title="The version could not be loaded" error={error} onRetry={() => void refetch()} /> : WAITING
  if (isCopy) return <Editor place={`copy:${profile.id}:${number}`} content={{ ...version.content, name: '' }} profile={null} head={null} />
  return (
    <>
      <p className="text-ink-3">From <Link href={versionAddress(profile.id, number)}>{profile.name}, v{number}</Link></p>
      <Editor place={`${profile.id}:${number}`} content={version.content} profile={profile} head={version} />
    </>
  )
}
