/** One lead. */
import { Page } from '@/components/Page'
import { shortId } from '@/lib/format'

export default function LeadPage({ id }: { readonly id: string }) {
  return <Page title={`Lead ${shortId(id)}`}>{null}</Page>
}
