/** Search, tiers with their counts, one chip a filter. What is typed goes out when the hand rests. */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '@/components/Button'
import { FilterChip, SearchField, Segments } from '@/components/Filters'
import { tierName } from '@/components/TierChip'
import { FilterDialog } from '@/features/leads/FilterDialog'
import { chipsOf, tierChip } from '@/features/leads/chips'
import { NO_FILTERS, isNarrowed } from '@/features/leads/filters'
import type { LeadFilters } from '@/features/leads/filters'
import { useKeys } from '@/hooks/useKeys'
import { formatCount } from '@/lib/format'
import type { LeadCounts } from '@/services/types'

const REST = 300
const ALL = ''
const ALWAYS = ['A', 'B', 'C', 'D', 'open']

interface Props {
  readonly filters: LeadFilters
  readonly counts: LeadCounts | undefined
  readonly jobName: string | null
  readonly onChange: (part: Partial<LeadFilters>, options?: { replace?: boolean }) => void
}

/** The field's own text, which the address follows 300 ms later; another address replaces it. */
function useTyped(q: string, onQuery: (q: string) => void) {
  const [typed, setTyped] = useState({ text: q, q })
  if (typed.q !== q) setTyped({ text: typed.text.trim() === q ? typed.text : q, q })
  const wanted = typed.text.trim()
  const send = useEffectEvent((text: string) => {
    if (text !== q) onQuery(text)
  })
  useEffect(() => {
    const timer = setTimeout(() => send(wanted), REST)
    return () => clearTimeout(timer)
  }, [wanted])
  return { text: typed.text, setText: (text: string) => setTyped({ text, q }) }
}

/** The tiers to choose from: those of the counts, empty ones only if they are usual or chosen. */
function tiersOf(counts: LeadCounts | undefined, chosen: string | undefined) {
  if (!counts) return ALWAYS.map((tier) => ({ tier, count: undefined }))
  return counts.tiers.filter(({ tier, count }) => count > 0 || tier === chosen || tier !== 'disqualified')
}

export function LeadsFilterBar({ filters, counts, jobName, onChange }: Props) {
  const [choosing, setChoosing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const { text, setText } = useTyped(filters.q, (q) => onChange({ q }, { replace: filters.q !== '' }))
  useKeys({ '/': () => field.current?.focus() })

  const [chosen] = filters.tiers
  const tiers = tiersOf(counts, chosen)
  const shown = filters.tiers.length === 0 || (filters.tiers.length === 1 && tiers.some(({ tier }) => tier === chosen))
  const extra = shown ? null : tierChip(filters)
  const chips = [...(extra ? [extra] : []), ...chipsOf(filters, jobName)]
  const segments = [
    { value: ALL, label: 'All', count: formatCount(counts?.total) },
    ...tiers.map(({ tier, count }) => ({ value: tier, label: tier === 'disqualified' ? 'Out' : tierName(tier), count: formatCount(count) })),
  ]

  return (
    <>
      <form
        role="search"
        aria-label="Leads"
        className="flex flex-wrap items-center gap-2 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== filters.q) onChange({ q: text.trim() })
        }}
      >
        <SearchField ref={field} label="Company, person or notes" value={text} onChange={setText} />
        <Segments legend="Tier" name="tier" segments={segments} value={shown ? (chosen ?? ALL) : '\0'} onChange={(tier) => onChange({ tiers: tier === ALL ? [] : [tier] })} />
        {chips.map(({ key, word, value, without }) => (
          <FilterChip key={key} name={`${word.toLowerCase()} ${value}`} onRemove={() => onChange(without)}>
            {word} <b>{value}</b>
          </FilterChip>
        ))}
        <Button icon="plus" onClick={() => setChoosing(true)}>Filter</Button>
        {isNarrowed(filters) ? <Button variant="quiet" onClick={() => onChange(NO_FILTERS)}>Clear</Button> : null}
        <button type="submit" className="sr-only" tabIndex={-1}>Search</button>
      </form>
      <FilterDialog open={choosing} filters={filters} onClose={() => setChoosing(false)} onApply={(part) => { setChoosing(false); onChange(part) }} />
    </>
  )
}
