/** Profiles, the versions of one, what a version says; and what makes a version active. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { profileKeys } from '@/features/profiles/keys'
import { api } from '@/services/api'
import type { Activation } from '@/services/types'

const PAGE = 50

export function useProfiles() {
  return useInfiniteQuery({
    queryKey: profileKeys.list,
    queryFn: ({ pageParam, signal }) => api.listProfiles({ limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchOnMount: 'always',
  })
}

/** One profile with its versions; null asks for none yet. */
export function useProfile(id: string | null) {
  return useQuery({
    queryKey: profileKeys.one(id ?? ''),
    queryFn: ({ signal }) => api.getProfile(id ?? '', { signal }),
    enabled: id !== null,
    refetchOnMount: 'always',
  })
}

/** The version shown before stays until the chosen one is there. */
export function useVersion(id: string, number: number) {
  return useQuery({
    queryKey: profileKeys.version(id, number),
    queryFn: ({ signal }) => api.getProfileVersion(id, number, { signal }),
    placeholderData: (before, query) => (query?.queryKey[2] === id ? keepPreviousData(before) : undefined),
  })
}

export interface Step extends Activation {
  readonly profileId: string
}

/** Steps one after the other: an undo may have to make two profiles what they were. */
export function useActivate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (steps: readonly Step[]) => {
      for (const { profileId, ...body } of steps) await api.activateProfileVersion(profileId, body)
    },
    onSettled: () => client.invalidateQueries({ queryKey: profileKeys.all }),
  })
}
