/** Live counts, open jobs, scores, provider, ended jobs. */
import { Page } from '@/components/Page'

export default function Dashboard() {
  return <Page title="Overview" facts="">{null}</Page>
}
