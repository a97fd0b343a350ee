/** Hands the job in, once however often the button is pressed, and goes to its page. */
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { mapParameters } from '@/features/import/columns'
import type { Mapping } from '@/features/import/columns'
import { bodyOf, sentName } from '@/features/import/source'
import type { Source } from '@/features/import/source'
import { api } from '@/services/api'
import type { Estimate } from '@/services/types'

interface Order {
  readonly source: Source
  readonly mapping: Mapping
  readonly name: string
  /** Whether bad rows are left out; otherwise one refuses the job. */
  readonly skipBad: boolean
  /** What the dry run took: the job is judged by the same version, whatever is activated meanwhile. */
  readonly profile: Estimate['profile'] | undefined
}

function send({ source, mapping, name, skipBad, profile }: Order) {
  const judge = profile?.id ? { profile: profile.id, profile_version: profile.version } : {}
  const said = { ...judge, name: sentName(name), on_invalid: skipBad ? ('skip' as const) : ('reject' as const) }
  return source.kind === 'csv'
    ? api.uploadJob(new Blob([source.bytes]), { ...said, map: mapParameters(mapping) })
    : api.createJob(bodyOf(source, said))
}

export function useHandIn() {
  const [, navigate] = useLocation()
  const underway = useRef(false)
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: send,
    // its page says how many leads it has, and when they were handed in
    onSuccess: (job) => navigate(`/jobs/${job.id}`),
    onError: () => {
      underway.current = false
    },
  })
  const handIn = (order: Order) => {
    // the second press of a double click comes before the page has drawn the first
    if (underway.current) return
    underway.current = true
    mutate(order)
  }
  return { handIn, isPending: isPending || isSuccess, error }
}
