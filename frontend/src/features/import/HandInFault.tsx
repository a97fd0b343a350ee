/** Why a job was not taken, what that means for the rows, and what to do; nothing typed is lost by it. */
import { Link } from 'wouter'
import { Banner } from '@/components/Banner'
import { nameFaultOf } from '@/features/import/faults'
import { asApiError } from '@/services/errors'

export function HandInFault({ error }: { readonly error: unknown }) {
  if (!error || nameFaultOf(error)) return null
  const { status, message, requestId } = asApiError(error)
  return (
    <div role="alert">
      {/* a proxy's 502, or an answer lost after the commit, may follow a job that was taken */}
      {status === 0 || status >= 500 ? (
        <Banner tone="warn" icon="warn" title={status === 0 ? 'No answer came.' : 'The API failed.'}>
          {message} Whether the job was taken is not known: look at the <Link href="/">jobs</Link> before you press again, since the same rows twice make two jobs.
          {requestId ? <> Request <code>{requestId}</code></> : null}
        </Banner>
      ) : (
        <Banner tone="danger" icon="bad" title="The job was not taken.">
          {status === 401 ? 'Your session has ended. Sign in at the top of the page and press again; everything here stays.' : message}
          {requestId && status !== 401 ? <> Request <code>{requestId}</code></> : null}
        </Banner>
      )}
    </div>
  )
}
