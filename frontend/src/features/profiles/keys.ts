/** Keys of the queries about profiles; whatever changes one invalidates all but checks and previews. */
export const profileKeys = {
  all: ['profiles'] as const,
  list: ['profiles', 'list'] as const,
  one: (id: string) => ['profiles', 'one', id] as const,
  presets: ['profiles', 'presets'] as const,
  check: (content: string) => ['profile-checks', content] as const,
  preview: (jobId: string) => ['profile-previews', 'job', jobId] as const,
  previewed: (jobId: string, ended: number) => ['profile-previews', 'results', jobId, ended] as const,
  version: (id: string, number: number) => ['profiles', 'version', id, number] as const,
}
