/** The two ways to begin where nothing is there yet: a file of one's own, or the example that comes with the product. */
import { ButtonLink } from '@/components/Button'

export function Begin() {
  return (
    <>
      <ButtonLink variant="primary" href="/jobs/new">New job</ButtonLink>
      <ButtonLink variant="quiet" href="/jobs/new?example">Use the example</ButtonLink>
    </>
  )
}
