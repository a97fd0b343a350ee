/** The way in: a one-time link from `sales-agent up`, else an API key. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { BrandMark } from '@/components/Brand'
import { SignInForm, useSignIn } from '@/features/session/SignInForm'
import { hasLink, takeLink, wayBack } from '@/features/session/address'
import { sessionOptions } from '@/hooks/useSession'

export default function SignInPage() {
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const byLink = useSignIn()
  const [cameByLink] = useState(hasLink)
  const session = useQuery({ ...sessionOptions(), enabled: !cameByLink || byLink.isError })

  const tryLink = useEffectEvent(() => {
    const link = takeLink()
    if (link !== null) byLink.mutate({ link })
  })
  useEffect(() => {
    tryLink()
    // a link pasted over this very page changes only the hash, and loads nothing
    const follow = () => tryLink()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])

  // by key, by link or from before: whoever is signed in goes on
  const goOn = useEffectEvent(() => navigate(wayBack(search.get('to')), { replace: true }))
  useEffect(() => {
    if (session.data) goOn()
  }, [session.data])

  return (
    <main id="main" className="mx-auto grid w-full max-w-[22rem] content-start gap-5 px-4 pt-[14vh] pb-8 max-md:pt-[8vh]">
      <title>Sign in · Sales Agent</title>
      <h1 className="flex items-center gap-2"><BrandMark />Sales Agent</h1>
      {byLink.isPending ? <p role="status">Signing in with the link.</p> : <SignInForm linkError={byLink.error} />}
      <p className="border-t border-line pt-3 text-xs text-ink-3">
        On your own machine, <code>sales-agent up</code> prints a link that signs you in once, and <code>sales-agent sign-in</code> a new one.
        Somewhere else, ask whoever runs it for a key.
      </p>
    </main>
  )
}
