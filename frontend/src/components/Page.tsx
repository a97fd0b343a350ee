/** The frame of one page: its title in the tab, crumbs, head with facts and actions, then the content. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'

interface Props {
  readonly title: string
  /** One line of facts below the title. */
  readonly facts?: ReactNode
  readonly actions?: ReactNode
  readonly crumbs?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, facts, actions, crumbs, children }: Props) {
  return (
    <div className="container pb-12">
      <title>{`${title} · Sales Agent`}</title>
      {crumbs}
      <div className={`flex items-end gap-4 pb-4 max-md:flex-wrap max-md:gap-y-3 max-md:pt-4 ${crumbs ? 'pt-1.5' : 'pt-5'}`}>
        <div className="min-w-0">
          <h1 className="wrap-anywhere">{title}</h1>
          <div className="min-h-5 wrap-anywhere text-ink-3">{facts}</div>
        </div>
        {actions ? <div className="ml-auto flex flex-none flex-wrap items-center gap-2 max-md:ml-0 max-md:shrink">{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}

interface CrumbsProps {
  readonly trail: ReadonlyArray<{ readonly label: ReactNode; readonly href?: string }>
  /** At the right end, such as previous and next. */
  readonly end?: ReactNode
}

export function Crumbs({ trail, end }: CrumbsProps) {
  return (
    <nav className="flex min-h-[2.375rem] items-center gap-2 pt-3.5 text-xs text-ink-3" aria-label="Breadcrumb">
      {trail.map(({ label, href }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a trail never reorders
        <span className="flex min-w-0 items-center gap-2" key={index}>
          {index > 0 ? <span aria-hidden="true">/</span> : null}
          {href ? <Link href={href} className="truncate">{label}</Link> : <span className="truncate">{label}</span>}
        </span>
      ))}
      {end ? <span className="ml-auto flex items-center gap-2">{end}</span> : null}
    </nav>
  )
}
