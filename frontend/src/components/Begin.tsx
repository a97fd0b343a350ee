/** The two ways to begin where nothing is there yet: a file of one's own, or the example that comes with the product. */
import { ButtonLink } from '@/components/Button'

export function Begin({ allowed }: { readonly allowed: boolean }) {
  if (!allowed) return <p className="text-ink-3">The key you are signed in with may only read; leads are handed in with another one.</p>
  return (
    <>
      <ButtonLink variant="primary" href="/jobs/new">New job</ButtonLink>
      <ButtonLink variant="quiet" href="/jobs/new?example">Use the example</ButtonLink>
    </>
  )
}
