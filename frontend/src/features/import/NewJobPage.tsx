/** Hands in a file after a dry run. */
import { Page } from '@/components/Page'

export default function NewJobPage() {
  return <Page title="New job" facts="Hand in leads; each is judged against your profile">{null}</Page>
}
