/** What leads are judged by: the profiles, the versions of one, and what a version says. */
import { Button, ButtonLink } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Page } from '@/components/Page'
import { ProfileList, ProfileListSkeleton } from '@/features/profiles/ProfileList'
import { ShownProfile } from '@/features/profiles/ShownProfile'
import { newAddress, versionIn } from '@/features/profiles/address'
import { useProfiles } from '@/features/profiles/queries'
import { useLastError } from '@/hooks/useLastError'
import { useQueryParams } from '@/hooks/useQueryParams'
import { useSession } from '@/hooks/useSession'

export default function ProfilesPage() {
  const params = useQueryParams()
  const mayConfigure = useSession().scopes.includes('configure')
  const { data, error: newest, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useProfiles()
  const error = useLastError(newest, data !== undefined)
  const profiles = data?.pages.flatMap((page) => page.data)
  const shown = params.get('profile') ?? profiles?.[0]?.id ?? null
  const begin = mayConfigure ? <ButtonLink variant="primary" href={newAddress()}>New profile</ButtonLink> : <Button disabledReason="This key may not change profiles">New profile</Button>
  return (
    <Page title="Profiles" facts="What leads are judged by; a job keeps the version that it began with" actions={begin}>
      {profiles ? (
        <ProfileList profiles={profiles} shown={shown} more={hasNextPage ? { busy: isFetchingNextPage, load: () => void fetchNextPage() } : null} />
      ) : error ? (
        <LoadFailed title="Profiles could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : <ProfileListSkeleton />}
      {shown === null ? null : (
        <ErrorBoundary name="The profile" resetKeys={[shown]}>
          <ShownProfile key={shown} id={shown} asked={versionIn(params)} previewJob={params.get('preview')} profiles={profiles ?? []} />
        </ErrorBoundary>
      )}
    </Page>
  )
}
