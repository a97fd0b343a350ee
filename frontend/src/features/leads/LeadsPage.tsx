/** Leads by filter, sort and search. */
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { LoadFailed } from '@/components/Empty'
import { Legend } from '@/components/Legend'
import { Page } from '@/components/Page'
import { SimulatorMark } from '@/components/SimulatorMark'
import { NoLeadsYet, NoSuchPage, NothingMatches } from '@/features/leads/LeadsEmpty'
import { LeadsFilterBar } from '@/features/leads/LeadsFilterBar'
import { LeadsPager } from '@/features/leads/LeadsPager'
import { LeadsTable } from '@/features/leads/LeadsTable'
import { matchWords, matching } from '@/features/leads/facts'
import { ROWS, countQuery, isNarrowed, listQuery } from '@/features/leads/filters'
import { countsOptions, jobOptions } from '@/features/leads/queries'
import { useLeadView } from '@/features/leads/useLeadView'
import { useLeads } from '@/hooks/useLeads'
import { useSummary } from '@/hooks/useSummary'
import { ApiError } from '@/services/errors'

/** As often as the bar asks; the page needs only how many leads there are. */
const SUMMARY_PACE = 15_000

export default function LeadsPage() {
  const view = useLeadView()
  const { filters, cursor, change } = view
  const list = useLeads(listQuery(filters, cursor))
  const counts = useQuery(countsOptions(countQuery(filters))).data
  const all = useSummary({ usual: SUMMARY_PACE }).data?.leads ?? null
  const job = useQuery({ ...jobOptions(filters.jobId ?? ''), enabled: filters.jobId !== null }).data
  const jobName = job?.name ?? null
  const top = useRef<HTMLDivElement>(null)
  /** A step to another page begins to be read at its top; a filter leaves the focus where it is. */
  const goToTop = () => {
    top.current?.focus({ preventScroll: true })
    top.current?.scrollIntoView?.({ block: 'start' })
  }

  const total = matching(counts, filters.tiers)
  const rows = list.data?.data
  const narrowed = isNarrowed(filters)
  const simulated = rows !== undefined && rows.length > 0 && rows.every((lead) => lead.simulated === true)
  const body = (): ReactNode => {
    if (list.isError && rows === undefined) {
      if (list.error instanceof ApiError && list.error.code === 'invalid_cursor') return <NoSuchPage onFirst={() => change({})} />
      return <LoadFailed title="Leads could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
    }
    if (rows?.length === 0 && !list.isPlaceholderData) {
      if (cursor !== null) return <NoSuchPage onFirst={() => change({})} />
      return narrowed ? <NothingMatches filters={filters} counts={counts} all={all} jobName={jobName} onChange={change} /> : <NoLeadsYet />
    }
    return (
      <>
        <LeadsTable
          leads={rows}
          stale={list.isPlaceholderData}
          caption="Leads, their scores and what to ask next"
          filters={filters}
          tiers={(counts?.tiers ?? []).map(({ tier }) => tier)}
          place={{ href: view.href, state: view.state, offset: view.page === null ? null : view.page * ROWS, total }}
          onSort={change}
        />
        {list.data ? <LeadsPager page={view.page} rows={list.data.data.length} total={total} next={list.data.next_cursor} busy={list.isPlaceholderData} onNext={(next) => { view.goNext(next); goToTop() }} onBack={() => { view.goBack(); goToTop() }} /> : null}
        {list.data ? <Legend /> : null}
      </>
    )
  }

  return (
    <Page
      title="Leads"
      facts={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span role="status">{matchWords({ total, all, narrowed, unjudged: filters.tiers.length === 0 ? (counts?.unjudged ?? 0) : 0 })}</span>
          {simulated ? <SimulatorMark inline>Scored by the simulator</SimulatorMark> : null}
        </span>
      }
    >
      <LeadsFilterBar filters={filters} counts={counts} jobName={jobName} onChange={change} />
      <div ref={top} tabIndex={-1} className="scroll-mt-4 focus:outline-none">{body()}</div>
    </Page>
  )
}
