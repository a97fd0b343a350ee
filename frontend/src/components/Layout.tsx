/** The frame of every page: skip link, bar, one banner at most, then the page. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { BrandMark } from '@/components/Brand'
import { ButtonLink } from '@/components/Button'
import { HatchPattern } from '@/components/Hatch'
import { ProviderState } from '@/components/SimulatorMark'
import type { ProviderStateName } from '@/components/SimulatorMark'
import { ThemeToggle } from '@/components/ThemeToggle'
import { WhoMenu } from '@/components/WhoMenu'
import { cx } from '@/lib/classes'

export interface Place {
  readonly href: string
  readonly label: string
  /** Addresses below which this place counts as the current one. */
  readonly covers: readonly string[]
  /** Addresses below those that are no part of it. */
  readonly leaves?: readonly string[]
}

interface Props {
  readonly places: readonly Place[]
  /** The address now. */
  readonly path: string
  readonly provider: { readonly name: string; readonly state: ProviderStateName } | null
  /** The name of the key that is signed in. */
  readonly keyName: string | null
  /** Whether that key may hand in leads. */
  readonly mayHandIn: boolean
  readonly onSignOut: () => void
  readonly onKeys: () => void
  readonly banner?: ReactNode
  /** What the banner says, once, for those who listen; its seconds go by in silence. */
  readonly announcement?: string
  readonly children: ReactNode
}

function isCurrent({ href, covers, leaves = [] }: Place, path: string): boolean {
  if (leaves.includes(path)) return false
  return path === href || covers.some((start) => path === start || path.startsWith(`${start}/`))
}

export function Layout({ places, path, provider, keyName, mayHandIn, onSignOut, onKeys, banner, announcement, children }: Props) {
  return (
    <>
      <a href="#main" className="absolute -top-12 left-gutter z-20 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:top-2">Skip to content</a>
      <HatchPattern />
      <header className="flex h-12 items-center gap-4 border-b border-line bg-surface-1 px-gutter max-md:h-auto max-md:flex-wrap max-md:gap-x-2 max-md:gap-y-0 max-md:pt-1 lg:gap-6">
        <Link href="/" className="flex items-center gap-2 text-base font-semibold tracking-[-0.005em] whitespace-nowrap text-ink hover:no-underline">
          <BrandMark />
          Sales Agent
        </Link>
        <nav className="flex gap-1 self-stretch max-md:order-3 max-md:-ml-2.5 max-md:h-10 max-md:flex-[1_0_45%] max-md:gap-0" aria-label="Main">
          {places.map((place) => {
            const current = isCurrent(place, path)
            return (
              <Link key={place.href} href={place.href} aria-current={current ? 'page' : undefined} className={cx('flex items-center px-2.5 hover:text-ink hover:no-underline', current ? 'font-medium text-ink shadow-[inset_0_-2px_0_var(--color-ink)]' : 'text-ink-2')}>
                {place.label}
              </Link>
            )
          })}
        </nav>
        <div className="ml-auto flex items-center gap-2 max-md:-mr-2 max-md:h-10 max-md:gap-1">
          <span className="flex min-w-9 justify-end">{provider ? <ProviderState {...provider} /> : null}</span>
          {mayHandIn ? <ButtonLink href="/jobs/new" icon="plus" aria-label="New job"><span className="max-md:hidden">New job</span></ButtonLink> : null}
          <ThemeToggle />
        </div>
        <WhoMenu name={keyName} readOnly={!mayHandIn} onSignOut={onSignOut} onKeys={onKeys} />
      </header>
      <div className="sr-only" role="status">{announcement}</div>
      {banner ? <section className="container pt-3" aria-label="Notice">{banner}</section> : null}
      <main id="main" tabIndex={-1} className="focus:outline-none">{children}</main>
    </>
  )
}
