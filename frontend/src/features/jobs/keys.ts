/** Keys of one job's queries. */
export const jobKeys = {
  one: (id: string) => ['jobs', 'one', id] as const,
  failures: (id: string, count: number) => ['jobs', 'failures', id, count] as const,
  events: (id: string, status: string | null) => ['jobs', 'events', id, status] as const,
  results: (id: string, seen: number | null) => ['jobs', 'results', id, seen] as const,
  persons: (id: string) => ['jobs', 'persons', id] as const,
}
