/** Bars where the receipt will be; first load only. */
import { Skeleton } from '@/components/Skeleton'

const LINES = [0, 1, 2, 3, 4, 5]

export function LeadSkeleton() {
  return (
    <div aria-busy="true" className="grid grid-cols-[minmax(0,1fr)] gap-x-12 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <p className="sr-only" role="status">The lead is loading</p>
      <div>
        <div className="flex h-[6.5rem] items-start gap-5"><Skeleton width={64} height={44} /><Skeleton width={180} height={12} /></div>
        <div className="grid h-[6.25rem] content-center gap-3 border-y border-line"><Skeleton width={120} /><Skeleton width={420} height={14} /><Skeleton width={380} /></div>
        {LINES.map((line) => (
          <div key={line} className="grid h-[5.125rem] content-center gap-2.5 border-b border-line"><Skeleton width={110} /><Skeleton width={300} /></div>
        ))}
      </div>
      <div className="grid content-start gap-3 max-lg:pt-6">
        {LINES.map((line) => <Skeleton key={line} width={340 - line * 18} />)}
      </div>
    </div>
  )
}
