/** A profile while it is typed: every figure as its text, every entry with a name of its own; and the content that it means. */
import type { Fault, ProfileText } from '@/services/types'

interface Entry {
  /** Tells entries apart while they move. */
  readonly id: string
}

export interface DraftCriterion extends Entry {
  readonly key: string
  readonly label: string
  readonly weight: string
  readonly question: string
  readonly anchors: readonly string[]
  /** Parted by commas. */
  readonly keywords: string
}

export interface DraftDisqualifier extends Entry {
  readonly key: string
  readonly label: string
  readonly question: string
}

export interface DraftTier extends Entry {
  readonly name: string
  readonly at_least: string
}

export interface Draft {
  readonly name: string
  readonly seller: string
  readonly customer: string
  readonly criteria: readonly DraftCriterion[]
  readonly disqualifiers: readonly DraftDisqualifier[]
  readonly tiers: readonly DraftTier[]
  /** In percent. */
  readonly coverage: string
}

export const LEVELS = [0, 1, 2, 3, 4] as const
export const MOST = { criteria: 20, disqualifiers: 10, tiers: 10 } as const

// randomUUID() is only where the page came by HTTPS or from this machine
const newId = () => Math.random().toString(36).slice(2)

export const emptyCriterion = (): DraftCriterion => ({ id: newId(), key: '', label: '', weight: '10', question: '', anchors: LEVELS.map(() => ''), keywords: '' })
export const emptyDisqualifier = (): DraftDisqualifier => ({ id: newId(), key: '', label: '', question: '' })
export const emptyTier = (): DraftTier => ({ id: newId(), name: '', at_least: '' })

export function draftOf(content: ProfileText): Draft {
  const { name, seller, customer } = content
  return {
    name,
    seller,
    customer,
    criteria: content.criteria.map(({ keywords, weight, ...rest }) => ({ ...rest, id: newId(), weight: String(weight), keywords: (keywords ?? []).join(', ') })),
    disqualifiers: content.disqualifiers.map((each) => ({ ...each, id: newId() })),
    tiers: content.tiers.map(({ name: tier, at_least }) => ({ id: newId(), name: tier, at_least: String(at_least) })),
    coverage: String(Number((Number(content.least_coverage) * 100).toPrecision(6))),
  }
}

/** "Company fit" as `company_fit`: the key of an entry that was given none. */
export function keyOf({ key, label }: { readonly key: string; readonly label: string }): string {
  if (key.trim()) return key.trim()
  const plain = label.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '')
  return plain.slice(0, 40)
}

/** The figure that was typed; what is none goes to the API as it is, which names the fault. */
function figureOf(text: string): number {
  const typed = text.trim()
  return (typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed) as number
}

/** Every text is one line there. */
export const oneLine = (text: string) => text.replaceAll(/\s*[\r\n]+\s*/g, ' ')

export function contentOf({ name, seller, customer, criteria, disqualifiers, tiers, coverage }: Draft): ProfileText {
  const share = figureOf(coverage)
  return {
    name: name.trim(),
    seller: seller.trim(),
    customer: customer.trim(),
    criteria: criteria.map((each) => ({
      key: keyOf(each),
      label: each.label.trim(),
      weight: figureOf(each.weight),
      question: each.question.trim(),
      anchors: each.anchors.map((anchor) => anchor.trim()),
      keywords: each.keywords.split(',').map((word) => word.trim()).filter(Boolean),
    })),
    disqualifiers: disqualifiers.map((each) => ({ key: keyOf(each), label: each.label.trim(), question: each.question.trim() })),
    tiers: tiers.map((each) => ({ name: each.name.trim(), at_least: figureOf(each.at_least) })),
    least_coverage: typeof share === 'number' ? Number((share / 100).toPrecision(6)) : share,
  }
}

/** The weights that are numbers, added up. */
export function sumOf(criteria: readonly DraftCriterion[]): number {
  return criteria.reduce((sum, { weight }) => sum + (Number.isFinite(Number(weight)) ? Number(weight) : 0), 0)
}

/** One entry further up or down; at an end all stays. */
export function moved<T>(entries: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const to = from + by
  if (to < 0 || to >= entries.length) return entries
  const next = [...entries]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/** Faults by their place in the content; a refused save names places below `/content`. */
export function faultsByPlace(faults: readonly Fault[]): ReadonlyMap<string, string> {
  return new Map(faults.map(({ pointer = '', detail }) => [placeOf(pointer), detail]))
}

export function placeOf(pointer: string): string {
  return pointer.replace(/^\/content(?=\/|$)/, '')
}

const NAMES: Readonly<Record<string, string>> = {
  name: 'Name', seller: 'What is sold', customer: 'To whom', criteria: 'Criteria', disqualifiers: 'Disqualifiers', tiers: 'Tiers', least_coverage: 'Least coverage',
  key: 'key', label: 'label', weight: 'weight', question: 'question', anchors: 'levels', keywords: 'signs', at_least: 'from score',
}
const ONE: Readonly<Record<string, string>> = { criteria: 'Criterion', disqualifiers: 'Disqualifier', tiers: 'Tier' }

/** A place as people read it: "/criteria/2/anchors/1" as "Criterion 3, level 1". */
export function describePlace(pointer: string): string {
  const [list = '', index, member, level] = placeOf(pointer).split('/').slice(1)
  if (index === undefined || !ONE[list]) return NAMES[list] ?? 'Profile'
  const entry = `${ONE[list]} ${Number(index) + 1}`
  if (member === undefined) return entry
  return `${entry}, ${member === 'anchors' && level !== undefined ? `level ${level}` : (NAMES[member] ?? member)}`
}
