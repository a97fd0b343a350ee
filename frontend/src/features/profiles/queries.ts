/** Profiles, the versions of one, what a version says; and what makes a version active. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { profileKeys } from '@/features/profiles/keys'
import { usePolling } from '@/hooks/usePolling'
import { isEnded } from '@/lib/jobs'
import { api } from '@/services/api'
import type { Activation, ProfileText } from '@/services/types'

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

/** The version shown before stays until the chosen one is there; a draft may have been written over elsewhere. */
export function useVersion(id: string, number: number) {
  return useQuery({
    queryKey: profileKeys.version(id, number),
    queryFn: ({ signal }) => api.getProfileVersion(id, number, { signal }),
    refetchOnMount: 'always',
    placeholderData: (before, query) => (query?.queryKey[2] === id ? keepPreviousData(before) : undefined),
  })
}

/** The profiles that the product ships. */
export function usePresets(enabled = true) {
  return useQuery({ queryKey: profileKeys.presets, queryFn: ({ signal }) => api.listProfilePresets({ signal }), staleTime: Number.POSITIVE_INFINITY, enabled })
}

/** What the API says of a content, given as its JSON; the answer before stays until the next. */
export function useCheck(content: string) {
  return useQuery({
    queryKey: profileKeys.check(content),
    queryFn: ({ signal }) => api.validateProfile(JSON.parse(content) as ProfileText, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    refetchOnWindowFocus: false,
  })
}

/** The leads that a preview takes: those that appeared last. */
export const SAMPLE = 20

export function useStartPreview(profileId: string, version: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.previewProfile(profileId, { version, sample: SAMPLE }),
    onSuccess: (job) => {
      client.setQueryData(profileKeys.preview(job.id), job)
      // the version is in use from now on and says for ever what it says
      void client.invalidateQueries({ queryKey: profileKeys.all })
    },
  })
}

/** A preview's job until it ends, and its results so far. */
export function usePreview(jobId: string) {
  const job = usePolling({ queryKey: profileKeys.preview(jobId), read: (options) => api.getJob(jobId, options), ended: isEnded, usual: 1_000 })
  const ended = job.data?.progress.ended ?? 0
  const results = useQuery({
    queryKey: profileKeys.previewed(jobId, ended),
    queryFn: ({ signal }) => api.listResults(jobId, { limit: SAMPLE }, { signal }),
    enabled: job.data !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return { job, results }
}

export interface Order {
  /** Null: a profile of its own. */
  readonly profileId: string | null
  /** A draft to be written over; null: a new version. */
  readonly replaces: number | null
  readonly content: ProfileText
}

/** Answers where what was saved now stands. */
async function save({ profileId, replaces, content }: Order): Promise<{ id: string; version: number }> {
  if (profileId === null) {
    const { id, latest_version: version } = await api.createProfile({ content })
    return { id, version }
  }
  const { version } = replaces === null ? await api.createProfileVersion(profileId, { content }) : await api.replaceProfileVersion(profileId, replaces, content)
  return { id: profileId, version }
}

export function useSave() {
  const client = useQueryClient()
  return useMutation({ mutationFn: save, onSuccess: () => void client.invalidateQueries({ queryKey: profileKeys.all }) })
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
