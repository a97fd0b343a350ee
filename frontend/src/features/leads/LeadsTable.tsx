/** The list as a table: heads that sort, rows under one tab stop. */
import { SkeletonRows } from '@/components/Skeleton'
import { SortHead, Table, Th } from '@/components/Table'
import type { SortOrder } from '@/components/Table'
import { LeadRow } from '@/features/leads/LeadRow'
import { FIRST_ORDER } from '@/features/leads/filters'
import type { LeadFilters, LeadSort } from '@/features/leads/filters'
import type { ListPlace } from '@/features/leads/listPlace'
import { useRowCursor } from '@/hooks/useRowCursor'
import type { LeadSummary } from '@/services/types'

interface Props {
  /** Undefined while the first page loads. */
  readonly leads: readonly LeadSummary[] | undefined
  /** Another page is on its way; these rows are the old ones. */
  readonly stale: boolean
  readonly caption: string
  readonly filters: LeadFilters
  /** The profile's tiers from the best. */
  readonly tiers: readonly string[]
  readonly place: Omit<ListPlace, 'ids'>
  readonly onSort: (part: Pick<LeadFilters, 'sort' | 'order'>) => void
}

const SKELETON = [
  { width: 110 },
  { width: 70, hide: 'sm' },
  { width: 30, num: true, hide: 'sm' },
  { width: 140 },
  { width: 180, hide: 'md' },
  { width: 230, hide: 'sm' },
  { width: 54, num: true, hide: 'md' },
] as const

/** Dimmed, yet still to be read: grey text keeps its contrast, drawings have none to keep. */
const STALE = '[&_svg]:opacity-40 [&_:is(td,th,a)]:text-ink-3!'

const NO_LEADS: readonly LeadSummary[] = []

export function LeadsTable({ leads, stale, caption, filters, tiers, place, onSort }: Props) {
  const rows = leads ?? NO_LEADS
  const ids = rows.map(({ id }) => id)
  const { current, linkProps } = useRowCursor({ ids, enabled: !stale })
  const simulated = rows.filter((lead) => lead.simulated === true).length
  const head = (sort: LeadSort) => {
    const order: SortOrder | null = filters.sort === sort ? filters.order : null
    const turned = order === 'asc' ? 'desc' : 'asc'
    return { order, onSort: () => onSort({ sort, order: order === null ? FIRST_ORDER[sort] : turned }) }
  }

  return (
    <Table dense caption={caption} aria-busy={leads === undefined || stale}>
      <thead>
        <tr>
          <SortHead {...head('score')} className="w-[10.75rem] max-md:w-[6.5rem]">Score</SortHead>
          <Th hide="sm" className="w-[5.25rem]">Levels</Th>
          <Th num hide="sm" className="w-[5rem]">Coverage</Th>
          <SortHead {...head('company')} className="w-[14rem] max-md:w-auto max-lg:w-[12.5rem]">Company</SortHead>
          <Th hide="md" className="w-[16rem]">Contact</Th>
          <Th hide="sm">Next question</Th>
          <SortHead {...head('scored')} num hide="md" className="w-[5.5rem]">Scored</SortHead>
        </tr>
      </thead>
      <tbody className={stale ? STALE : undefined}>
        {leads === undefined ? <SkeletonRows columns={SKELETON} rows={16} /> : null}
        {rows.map((lead) => (
          <LeadRow
            key={lead.id}
            lead={lead}
            rank={tiers.includes(lead.tier ?? '') ? tiers.indexOf(lead.tier ?? '') : undefined}
            cursor={current === lead.id}
            linkProps={linkProps(lead.id)}
            state={{ list: { ...place, ids } }}
            marked={lead.simulated === true && simulated < rows.length}
          />
        ))}
      </tbody>
    </Table>
  )
}
