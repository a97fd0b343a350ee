/** Which page stands at which address; each is a file of its own that is fetched when it is first shown. */
import { Suspense, lazy } from 'react'
import type { ReactNode } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Frame } from '@/app/Frame'
import { NotFound } from '@/app/NotFound'
import { usePreloading } from '@/app/preloadPage'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { PageSkeleton } from '@/components/PageSkeleton'
import { SessionGate } from '@/features/session/SessionGate'

const SignInPage = lazy(() => import('@/features/session/SignInPage'))
const Dashboard = lazy(() => import('@/features/overview/Dashboard'))
const NewJobPage = lazy(() => import('@/features/import/NewJobPage'))
const JobPage = lazy(() => import('@/features/jobs/JobPage'))
const LeadsPage = lazy(() => import('@/features/leads/LeadsPage'))
const LeadPage = lazy(() => import('@/features/leads/LeadPage'))
const EditProfilePage = lazy(() => import('@/features/profiles/EditProfilePage'))
const ProfilesPage = lazy(() => import('@/features/profiles/ProfilesPage'))

/** Keeps a page's fault and its loading inside of the frame. */
function Guarded({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation()
  return (
    <ErrorBoundary name="This page" scope="page" resetKeys={[path]}>
      <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
    </ErrorBoundary>
  )
}

function Pages() {
  return (
    <Frame>
      <SessionGate waiting={<PageSkeleton />}>
        <Guarded>
          <Switch>
            <Route path="/"><Dashboard /></Route>
            <Route path="/jobs/new"><NewJobPage /></Route>
            <Route path="/jobs/:id">{({ id }) => <JobPage key={id} id={id} />}</Route>
            <Route path="/leads"><LeadsPage /></Route>
            <Route path="/leads/:id">{({ id }) => <LeadPage key={id} id={id} />}</Route>
            <Route path="/profiles"><ProfilesPage /></Route>
            <Route path="/profiles/new"><EditProfilePage id={null} /></Route>
            <Route path="/profiles/:id/edit">{({ id }) => <EditProfilePage key={id} id={id} />}</Route>
            <Route><NotFound /></Route>
          </Switch>
        </Guarded>
      </SessionGate>
    </Frame>
  )
}

export function AppRoutes() {
  usePreloading()
  return (
    <Switch>
      <Route path="/sign-in"><Suspense fallback={null}><SignInPage /></Suspense></Route>
      <Route><Pages /></Route>
    </Switch>
  )
}
