/** One profile: what a version of it says, and beside it all versions and what this one changed. */
import { ButtonLink } from '@/components/Button'
import { Empty, LoadFailed } from '@/components/Empty'
import { Section, Split } from '@/components/Section'
import { Skeleton } from '@/components/Skeleton'
import { Activate } from '@/features/profiles/Activate'
import { Changes } from '@/features/profiles/Changes'
import { Preview } from '@/features/profiles/Preview'
import { VersionContent } from '@/features/profiles/VersionContent'
import { VersionFacts } from '@/features/profiles/VersionFacts'
import { VersionList } from '@/features/profiles/VersionList'
import { versionAddress } from '@/features/profiles/address'
import { useProfile, useVersion } from '@/features/profiles/queries'
import { ApiError } from '@/services/errors'
import type { Profile, ProfileSummary } from '@/services/types'

interface Props {
  readonly id: string
  /** The version in the address. */
  readonly asked: number | null
  /** The preview in the address. */
  readonly previewJob: string | null
  readonly profiles: readonly ProfileSummary[]
}

/** Unknown, or an address that is no id at all. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 422)
}

const LOADING = <Section title="Profile"><div className="pt-3" aria-busy="true"><Skeleton width={320} height={160} /></div></Section>

export function ShownProfile({ id, asked, previewJob, profiles }: Props) {
  const { data: profile, error, refetch } = useProfile(id)
  if (profile) return <Loaded profile={profile} number={asked ?? profile.active_version ?? profile.latest_version} previewJob={previewJob} profiles={profiles} />
  if (isUnknown(error)) return <Empty title="There is no profile at this address" actions={<ButtonLink href="/profiles">Show the default one</ButtonLink>}><p>It was deleted, or the link is cut off or from another installation.</p></Empty>
  return error ? <LoadFailed title="The profile could not be loaded" error={error} onRetry={() => void refetch()} /> : LOADING
}

interface LoadedProps {
  readonly profile: Profile
  readonly number: number
  readonly previewJob: string | null
  readonly profiles: readonly ProfileSummary[]
}

function Loaded({ profile, number, previewJob, profiles }: LoadedProps) {
  const { data: version, error, isPlaceholderData, refetch } = useVersion(profile.id, number)
  const head = profile.versions.find((each) => each.version === number)
  const main = version ? <VersionContent version={version} /> : isUnknown(error) ? (
    <Empty title={`${profile.name} has no version ${number}`} actions={<ButtonLink href={versionAddress(profile.id)}>Show the one in use</ButtonLink>}><p>Its newest version is v{profile.latest_version}.</p></Empty>
  ) : error ? <LoadFailed title="The version could not be loaded" error={error} onRetry={() => void refetch()} /> : LOADING
  return (
    <Split aside="w-80">
      <div className={isPlaceholderData ? 'opacity-60' : undefined} aria-busy={isPlaceholderData || undefined}>
        {version && !isPlaceholderData ? <Preview key={number} version={version} jobId={previewJob} /> : null}
        {main}
        {version ? <VersionFacts version={version} /> : null}
      </div>
      {/* beside the text; above it where there is one column */}
      <div className="max-lg:order-first lg:sticky lg:top-2">
        <VersionList profile={profile} shown={number} />
        {head ? <Activate key={number} profile={profile} head={head} profiles={profiles} /> : null}
        {version && !isPlaceholderData ? <Changes version={version} /> : null}
      </div>
    </Split>
  )
}
