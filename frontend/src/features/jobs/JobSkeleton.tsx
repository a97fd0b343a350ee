/** The place of a job that is being fetched, as high as its track and figures. */
import { FigureSkeleton, Figures } from '@/components/Figures'
import { Skeleton } from '@/components/Skeleton'

const LABELS = ['Leads a minute', 'Time left', 'Waiting on', 'Cost so far, list price'] as const

export function JobSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">The job is loading</p>
      <div className="flex h-6 items-center"><Skeleton width={140} /></div>
      <svg className="h-2.5 w-full overflow-hidden rounded-[5px] bg-surface-3" aria-hidden="true" />
      <div className="flex h-8 items-center"><Skeleton width={320} /></div>
      <Figures columns={4} className="mt-4">
        {LABELS.map((label) => <FigureSkeleton key={label} label={label} />)}
      </Figures>
    </div>
  )
}
