/** Live counts, open jobs, scores, provider, ended jobs. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import { LoadFailed } from '@/components/Empty'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { Page } from '@/components/Page'
import { Split } from '@/components/Section'
import { EndedJobs } from '@/features/overview/EndedJobs'
import { FirstRun } from '@/features/overview/FirstRun'
import { OpenJobs } from '@/features/overview/OpenJobs'
import { FiguresSkeleton, OverviewFigures } from '@/features/overview/OverviewFigures'
import { Provider } from '@/features/overview/Provider'
import { Scores } from '@/features/overview/Scores'
import { useEndedJobs, useOpenJobs } from '@/features/overview/queries'
import { useHeld } from '@/hooks/useHeld'
import { useLastError } from '@/hooks/useLastError'
import { useSummary } from '@/hooks/useSummary'
import { formatClock, formatLongDay } from '@/lib/time'
import type { Summary } from '@/services/types'

const PACE = 2_000

export default function Dashboard() {
  const [paused, setPaused] = useState(false)
  const polled = useSummary({ usual: PACE, paused })
  // the bar goes on asking for its own sake
  const summary = useHeld(polled.data, paused)
  const updatedAt = useHeld(polled.dataUpdatedAt, paused)
  const open = useOpenJobs(paused)
  const toggle = () => {
    if (paused) void Promise.all([polled.refetch(), open.refetch()])
    setPaused(!paused)
  }
  const failed = useLastError(polled.error, summary !== undefined)
  const openFailed = useLastError(open.error, open.data !== undefined)
  const settled = open.data !== undefined || openFailed !== null
  const isFirstRun = summary !== undefined && summary.leads === 0 && summary.jobs.ended === 0 && open.data?.data.length === 0

  return (
    <Page title="Overview" facts={updatedAt > 0 ? `${formatLongDay(new Date(updatedAt))}, all profiles` : null} actions={<Pace updatedAt={updatedAt} paused={paused} onToggle={toggle} />}>
      {isFirstRun ? null : (
        <>
          <ErrorBoundary name="The figures">
            {summary ? <OverviewFigures summary={summary} /> : failed ? <LoadFailed title="Figures could not be loaded" error={failed} onRetry={() => void polled.refetch()} /> : <FiguresSkeleton />}
          </ErrorBoundary>
          <ErrorBoundary name="The list of open jobs">
            <OpenJobs page={open.data} error={openFailed} onRetry={() => void open.refetch()} />
          </ErrorBoundary>
        </>
      )}
      {/* below a list whose length is not known nothing is drawn that would then be pushed down */}
      {settled && summary ? <Below summary={summary} firstRun={isFirstRun} /> : null}
      {settled && !summary && failed ? <Ended count={undefined} /> : null}
    </Page>
  )
}

function Below({ summary, firstRun }: { readonly summary: Summary; readonly firstRun: boolean }) {
  return (
    <>
      <Split aside="w-96">
        {firstRun ? <FirstRun /> : <ErrorBoundary name="The histogram"><Scores summary={summary} /></ErrorBoundary>}
        <ErrorBoundary name="The provider’s state"><Provider provider={summary.provider} /></ErrorBoundary>
      </Split>
      {firstRun ? null : <Ended count={summary.jobs.ended} />}
    </>
  )
}

function Ended({ count }: { readonly count: number | undefined }) {
  const ended = useEndedJobs(count)
  return (
    <ErrorBoundary name="The list of ended jobs">
      <EndedJobs jobs={ended.data?.pages.flatMap(({ data }) => data)} count={count} error={ended.error} onRetry={() => void ended.refetch()} onMore={ended.hasNextPage ? () => void ended.fetchNextPage() : null} loadingMore={ended.isFetchingNextPage} />
    </ErrorBoundary>
  )
}

interface PaceProps {
  readonly updatedAt: number
  readonly paused: boolean
  readonly onToggle: () => void
}

function Pace({ updatedAt, paused, onToggle }: PaceProps) {
  return (
    <>
      <span className="text-xs text-ink-3">
        {updatedAt === 0 ? 'Not updated yet' : <>Updated <time dateTime={new Date(updatedAt).toISOString()}>{formatClock(updatedAt, true)}</time>{paused ? ', paused' : ', every 2 s'}</>}
      </span>
      <Button size="sm" onClick={onToggle}>{paused ? 'Go on updating' : 'Pause updates'}</Button>
    </>
  )
}
