/** For an address where there is nothing. */
import { ButtonLink } from '@/components/Button'
import { Empty } from '@/components/Empty'
import { Page } from '@/components/Page'

export function NotFound() {
  return (
    <Page title="Not found">
      <Empty title="There is no page at this address" actions={<><ButtonLink href="/">Overview</ButtonLink><ButtonLink href="/leads" variant="quiet">Leads</ButtonLink></>}>
        <p>It may have been mistyped, or belong to another version.</p>
      </Empty>
    </Page>
  )
}
