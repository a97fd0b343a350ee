/** One lead. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ButtonLink } from '@/components/Button'
import { Empty, LoadFailed } from '@/components/Empty'
import { Crumbs, Page } from '@/components/Page'
import { PlaceName } from '@/components/PlaceName'
import { LeadActions } from '@/features/leads/LeadActions'
import { LeadPager } from '@/features/leads/LeadPager'
import { LeadReceipt } from '@/features/leads/LeadReceipt'
import { LeadSkeleton } from '@/features/leads/LeadSkeleton'
import { useListPlace } from '@/features/leads/listPlace'
import type { ListPlace } from '@/features/leads/listPlace'
import { isMissing, leadOptions } from '@/features/leads/queries'
import { usePlace } from '@/features/leads/usePlace'
import { ABSENT, shortId } from '@/lib/format'
import type { Lead } from '@/services/types'

function Trail({ id, lead, place }: { readonly id: string; readonly lead: Lead | undefined; readonly place: ListPlace | null }) {
  const job = lead?.job
  const row = usePlace(lead)
  return (
    <Crumbs
      trail={[
        { label: <Link href={place?.href ?? '/leads'} state={place?.state}>Leads</Link> },
        ...(job ? [{ label: job.name ?? shortId(job.id), href: `/jobs/${job.id}` }] : []),
        ...(row ? [{ label: <PlaceName place={row} /> }] : []),
      ]}
      end={place ? <LeadPager id={id} place={place} /> : null}
    />
  )
}

export default function LeadPage({ id }: { readonly id: string }) {
  const place = useListPlace()
  const { data: lead, error, isError, refetch } = useQuery(leadOptions(id))
  const crumbs = <Trail id={id} lead={lead} place={place} />

  if (lead) {
    const contact = [lead.contact_name, lead.contact_title].filter(Boolean).join(', ')
    return <Page title={lead.company_name} facts={contact || ABSENT} crumbs={crumbs} actions={<LeadActions lead={lead} />}><LeadReceipt key={lead.assessment?.id} lead={lead} /></Page>
  }
  if (isError && isMissing(error)) {
    return (
      <Page title="No such lead" crumbs={crumbs}>
        <Empty title="There is no lead at this address" actions={<ButtonLink href="/leads">All leads</ButtonLink>}>
          <p>It may have been removed, or the address is not whole: <code className="wrap-anywhere">{id}</code></p>
        </Empty>
      </Page>
    )
  }
  if (isError) return <Page title={`Lead ${shortId(id)}`} crumbs={crumbs}><LoadFailed title="The lead could not be loaded" error={error} onRetry={() => void refetch()} /></Page>
  return <Page title="Lead" crumbs={crumbs}><LeadSkeleton /></Page>
}
