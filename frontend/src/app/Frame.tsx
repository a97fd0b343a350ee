/** The layout with its data: who is signed in, who judges, what is wrong with the connection. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useFocusOnNavigation } from '@/app/useFocusOnNavigation'
import { ANNOUNCEMENTS, ConnectionBanner } from '@/components/ConnectionBanner'
import { KeyHelp } from '@/components/KeyHelp'
import { Layout } from '@/components/Layout'
import type { Place } from '@/components/Layout'
import { useToast } from '@/components/Toast'
import { SessionEndedDialog } from '@/features/session/SessionEndedDialog'
import { useConnection, useNow } from '@/hooks/useConnection'
import { useKeys } from '@/hooks/useKeys'
import { sessionOptions, useMayHandIn } from '@/hooks/useSession'
import { useSummary } from '@/hooks/useSummary'
import { bannerOf } from '@/lib/connection'
import { api } from '@/services/api'
import { asApiError } from '@/services/errors'

const PLACES: readonly Place[] = [
  { href: '/', label: 'Overview', covers: ['/jobs'], leaves: ['/jobs/new'] },
  { href: '/leads', label: 'Leads', covers: ['/leads'] },
  { href: '/profiles', label: 'Profiles', covers: ['/profiles'] },
]
/** Pages other than the overview need the provider's state, not its figures. */
const BAR_PACE = 15_000

function useProvider(keyName: string | null) {
  const session = useQuery({ ...sessionOptions(), enabled: false }).data
  const summary = useSummary({ usual: BAR_PACE, enabled: keyName !== null }).data
  if (summary) return summary.provider
  return session ? { name: session.provider, state: session.simulated ? ('simulator' as const) : ('idle' as const) } : null
}

function useSignOut() {
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const show = useToast()
  return async () => {
    const failure = await api.signOut().then(() => null, asApiError)
    // 401: it was over already. Anything else leaves the cookie valid, and whoever comes next would be signed in
    if (failure !== null && failure.status !== 401) {
      show({ text: 'You are still signed in: the API could not end the session. Sign out again.', tone: 'bad' })
      return
    }
    navigate('/sign-in')
    queries.clear()
  }
}

function useBanner() {
  const queries = useQueryClient()
  const state = useConnection()
  const [signingIn, setSigningIn] = useState(false)
  const now = useNow(state.failures > 0)
  const kind = bannerOf(now, state)
  const banner = kind === null ? null : (
    <ConnectionBanner state={state} now={now} onSignIn={() => setSigningIn(true)} onTryNow={() => void queries.refetchQueries({ type: 'active' })} />
  )
  const dialog = <SessionEndedDialog open={signingIn && state.sessionEnded} onClose={() => setSigningIn(false)} />
  return { banner, dialog, announcement: kind === null ? '' : ANNOUNCEMENTS[kind] }
}

export function Frame({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation()
  const [helping, setHelping] = useState(false)
  const keyName = useQuery({ ...sessionOptions(), enabled: false }).data?.name ?? null
  const mayHandIn = useMayHandIn()
  const provider = useProvider(keyName)
  const signOut = useSignOut()
  const { banner, dialog, announcement } = useBanner()
  useFocusOnNavigation(path)
  useKeys({ '?': () => setHelping(true) })
  return (
    <>
      <Layout places={PLACES} path={path} provider={provider} keyName={keyName} mayHandIn={mayHandIn} onSignOut={() => void signOut()} onKeys={() => setHelping(true)} banner={banner} announcement={announcement}>
        {children}
      </Layout>
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
      {dialog}
    </>
  )
}
