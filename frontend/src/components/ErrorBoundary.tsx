/** Keeps a fault in one part of the page: says what stopped, under which id it was reported, and how to go on. */
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Empty } from '@/components/Empty'
import { useRetryAll } from '@/components/useRetry'
import { connection } from '@/lib/connection'
import { faultId } from '@/lib/reporter'

interface Props {
  /** The part, as a subject: "The histogram". */
  readonly name: string
  /** How much of what is seen stops with it. */
  readonly scope?: 'part' | 'page' | 'root'
  /** A change of any of these tries again, such as the page's address. */
  readonly resetKeys?: readonly unknown[]
  readonly children: ReactNode
}

interface State {
  readonly error: unknown
  readonly stopped: boolean
}

const FINE: State = { error: null, stopped: false }

/** Whether a file of the page is gone from the server: a newer version took its place. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed|Failed to fetch dynamically|preload CSS/i.test(error.message)
}

function TryAgain({ onTry }: { readonly onTry: () => void }) {
  return <Button onClick={useRetryAll(onTry)}>Try again</Button>
}

// React has boundaries as classes only; the root's onCaughtError reports, once for every boundary
export class ErrorBoundary extends Component<Props, State> {
  override state: State = FINE

  static getDerivedStateFromError(error: unknown): State {
    return { error, stopped: true }
  }

  override componentDidCatch(error: unknown): void {
    if (isMissingFile(error)) connection.foundNewVersion()
  }

  override componentDidUpdate(before: Props): void {
    const changed = before.resetKeys?.some((key, index) => !Object.is(key, this.props.resetKeys?.[index]))
    if (this.state.stopped && changed) this.tryAgain()
  }

  readonly tryAgain = (): void => this.setState(FINE)

  override render(): ReactNode {
    if (!this.state.stopped) return this.props.children
    const { name, scope = 'part' } = this.props
    const missing = isMissingFile(this.state.error)
    const fallback = (
      <Empty
        role="alert"
        heading={scope === 'part' ? 'h2' : 'h1'}
        title={missing ? `${name} could not be loaded` : `${name} stopped working`}
        actions={
          <>
            {/* the browser remembers a failed file: only a reload fetches it anew */}
            {missing ? null : <TryAgain onTry={this.tryAgain} />}
            <Button variant={missing ? 'plain' : 'quiet'} onClick={() => location.reload()}>Reload the page</Button>
          </>
        }
      >
        <p>
          {missing ? 'A newer version is installed, and this part of the old one is gone. ' : scope === 'part' ? 'The rest of the page is not affected. ' : 'Nothing handed in is lost. '}
          The fault was reported as <code>{faultId(this.state.error)}</code>.
        </p>
      </Empty>
    )
    if (scope === 'root') return <main className="container">{fallback}</main>
    return scope === 'page' ? <div className="container">{fallback}</div> : fallback
  }
}
