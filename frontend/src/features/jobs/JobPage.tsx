/** One job. */
import { Page } from '@/components/Page'
import { shortId } from '@/lib/format'

export default function JobPage({ id }: { readonly id: string }) {
  return <Page title={`Job ${shortId(id)}`}>{null}</Page>
}
