/** Why the list has no rows: nothing yet, nothing matches, or the page of another list. */
import { Begin } from '@/components/Begin'
import { Button } from '@/components/Button'
import { Empty } from '@/components/Empty'
import { tierName } from '@/components/TierChip'
import { removable } from '@/features/leads/chips'
import { NO_FILTERS } from '@/features/leads/filters'
import type { LeadFilters } from '@/features/leads/filters'
import { useMayHandIn } from '@/hooks/useSession'
import { formatCount, plural } from '@/lib/format'
import type { LeadCounts } from '@/services/types'

export function NoLeadsYet() {
  return (
    <Empty title="No leads yet" actions={<Begin allowed={useMayHandIn()} />}>
      <p>Hand in a file and each lead gets a score, the reasons, and the next question.</p>
    </Empty>
  )
}

interface Props {
  readonly filters: LeadFilters
  readonly counts: LeadCounts | undefined
  /** All leads there are, when known. */
  readonly all: number | null
  readonly jobName: string | null
  readonly onChange: (part: Partial<LeadFilters>) => void
}

/** What would match without a filter, in numbers, so that one knows what to remove. */
function reason({ filters: { tiers }, counts, all }: Props): string {
  const others = counts?.total ?? 0
  if (tiers.length > 0 && others > 0) {
    const names = tiers.map((tier) => `“${tierName(tier)}”`).join(' or ')
    return `${others === 1 ? '1 lead matches' : `${formatCount(others)} leads match`} the other filters; none is in tier ${names}.`
  }
  return all ? `There are ${plural(all, 'lead')}; none matches all of these.` : 'Another filter may find more.'
}

export function NothingMatches(props: Props) {
  const { filters, jobName, onChange } = props
  return (
    <Empty
      title="No lead matches these filters"
      actions={
        <>
          <Button onClick={() => onChange(NO_FILTERS)}>Clear filters</Button>
          {removable(filters, jobName).map(({ key, word, value, without }) => (
            <Button key={key} variant="quiet" className="max-w-full" onClick={() => onChange(without)}>
              <span className="truncate leading-normal">Remove “{key === 'q' ? value : `${word} ${value}`}”</span>
            </Button>
          ))}
        </>
      }
    >
      <p>{reason(props)}</p>
    </Empty>
  )
}

/** After the last row, or a cursor of a list in another order. */
export function NoSuchPage({ onFirst }: { readonly onFirst: () => void }) {
  return (
    <Empty title="This page of the list is gone" actions={<Button onClick={onFirst}>First page</Button>}>
      <p>The address names a place in the list that this filter and order do not have.</p>
    </Empty>
  )
}
