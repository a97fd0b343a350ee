/** How many of a long list stand at once; a single row more is shown rather than hidden behind a button. */
export function foldAt(count: number, first: number): number {
  return count - first === 1 ? count : Math.min(count, first)
}
