/** The place of a page that is being fetched, as high as its head. */
import { Skeleton } from '@/components/Skeleton'

export function PageSkeleton() {
  return (
    <div className="container pt-7 pb-12" aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton width={160} height={16} />
      <div className="pt-3"><Skeleton width={260} /></div>
    </div>
  )
}
