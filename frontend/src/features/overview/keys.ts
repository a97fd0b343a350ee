/** Keys of the overview's queries. */
export const overviewKeys = {
  open: ['jobs', 'open'] as const,
  ended: ['jobs', 'ended'] as const,
}
