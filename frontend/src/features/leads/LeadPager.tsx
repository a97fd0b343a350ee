/** Previous and next lead of the list that one came from; `[` and `]` do the same. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { buttonClass } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { neighboursOf } from '@/features/leads/listPlace'
import type { LeadState, ListPlace } from '@/features/leads/listPlace'
import { leadOptions } from '@/features/leads/queries'
import { useKeys } from '@/hooks/useKeys'
import { formatCount } from '@/lib/format'

interface Props {
  readonly id: string
  readonly place: ListPlace
}

export function LeadPager({ id, place }: Props) {
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const { previous = null, next = null, at = null } = neighboursOf(place, id) ?? {}
  const state: LeadState = { list: place }
  const goTo = (target: string | null) => {
    if (target === null) return false
    navigate(`/leads/${target}`, { state })
  }
  useKeys({ '[': () => goTo(previous), ']': () => goTo(next) })

  // a step to the next lead must not wait
  useEffect(() => {
    if (next !== null) void queries.prefetchQuery({ ...leadOptions(next), staleTime: 30_000 })
  }, [queries, next])

  return (
    <>
      {at === null ? null : <span className="max-md:hidden">{formatCount(at)}{place.total !== null && place.total >= at ? ` of ${formatCount(place.total)}` : ''}</span>}
      <Step label="Previous lead" icon="left" to={previous} state={state} end="the first lead of this page" />
      <Step label="Next lead" icon="right" to={next} state={state} end="the last lead of this page" />
    </>
  )
}

interface StepProps {
  readonly label: string
  readonly icon: 'left' | 'right'
  readonly to: string | null
  readonly state: LeadState
  readonly end: string
}

function Step({ label, icon, to, state, end }: StepProps) {
  const look = { variant: 'icon', size: 'sm' } as const
  if (to === null) return <span className={buttonClass(look, true)} role="link" aria-disabled="true" aria-label={label} title={`This is ${end}`}><Icon name={icon} size={12} /></span>
  return <Link href={`/leads/${to}`} state={state} className={buttonClass(look)} aria-label={label}><Icon name={icon} size={12} /></Link>
}
