/** Leads by filter, sort and search. */
import { Page } from '@/components/Page'

export default function LeadsPage() {
  return <Page title="Leads" facts="">{null}</Page>
}
