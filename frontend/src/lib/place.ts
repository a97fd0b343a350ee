/** Where a lead stands in what was handed in: a line of the file, a place in the list, or the sender's own id. */
import { formatCount } from '@/lib/format'

/** Ids that the API makes up: the line of a CSV file, in JSON the position from 1. */
const MADE_UP = /^row-(\d+)(?:-\d+)?$/

export interface Place {
  /** "Line 12", "Lead 18", or the id that the sender gave. */
  readonly text: string
  readonly isOwnId: boolean
}

interface Named {
  /** Among the good rows, from 0. */
  readonly index: number
  readonly custom_id: string
}

interface Skipped {
  readonly row?: number
  readonly pointer?: string
}

export function lineWords(line: number): string {
  return `Line ${formatCount(line)}`
}

/** By its position from 1. */
export function leadWords(position: number): string {
  return `Lead ${formatCount(position)}`
}

/** The rows that were left out tell a list from a file; without them a list counts from 1 and a file has its header first. */
export function placeOf({ index, custom_id }: Named, skipped: readonly Skipped[] = []): Place {
  const found = MADE_UP.exec(custom_id)?.[1]
  if (found === undefined) return { text: custom_id, isOwnId: true }
  const number = Number(found)
  const isList = number === index + 1 || skipped.some(({ pointer }) => pointer !== undefined)
  return { text: isList ? leadWords(number) : lineWords(number), isOwnId: false }
}
