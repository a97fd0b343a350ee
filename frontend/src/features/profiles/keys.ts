/** Keys of the queries about profiles; whatever changes one invalidates all. */
export const profileKeys = {
  all: ['profiles'] as const,
  list: ['profiles', 'list'] as const,
  one: (id: string) => ['profiles', 'one', id] as const,
  version: (id: string, number: number) => ['profiles', 'version', id, number] as const,
}
