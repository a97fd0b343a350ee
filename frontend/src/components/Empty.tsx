/** What stands where a table would: nothing yet, nothing matches, failed to load. Each says what to do. */
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Prose } from '@/components/Prose'
import { StateMark } from '@/components/StateMark'
import { useRetryFailed } from '@/components/useRetry'
import { asApiError } from '@/services/errors'

interface Props {
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly role?: 'alert' | 'status'
  readonly heading?: 'h1' | 'h2' | 'h3'
}

/** Nothing yet (how to begin) or nothing matches (what to remove): the words and actions tell which. */
export function Empty({ title, children, actions, role, heading: Heading = 'h2' }: Props) {
  return (
    <div className="max-w-[34rem] py-8 wrap-anywhere" role={role}>
      <Heading className="text-sm tracking-normal">{title}</Heading>
      <div className="pt-0.5 pb-3">{children}</div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  )
}

interface FailedProps {
  /** What could not be loaded, with its verb: "Leads could not be loaded". */
  readonly title: string
  readonly error: unknown
  readonly onRetry?: () => void
  readonly heading?: 'h1' | 'h2' | 'h3'
}

export function LoadFailed({ title, error, onRetry, heading }: FailedProps) {
  const { message, status, requestId } = asApiError(error)
  const retryFailed = useRetryFailed()
  const retry = () => {
    onRetry?.()
    retryFailed()
  }
  const said = status > 0 ? `The API answered ${status}: ${message}` : message
  return (
    <Empty
      role="alert"
      heading={heading}
      title={<StateMark kind="bad" className="whitespace-normal">{title}</StateMark>}
      actions={
        <>
          {onRetry ? <Button icon="retry" onClick={retry}>Try again</Button> : null}
          {requestId ? <Button variant="quiet" onClick={() => void navigator.clipboard?.writeText(requestId)}>Copy the request id</Button> : null}
        </>
      }
    >
      <p>
        <Prose>{said}</Prose>
        {requestId ? <> Request <code>{requestId}</code></> : null}
      </p>
    </Empty>
  )
}
