/** The one banner of the page: session, then offline, then stale, then new version. */
import { Banner } from '@/components/Banner'
import { Button } from '@/components/Button'
import { bannerOf } from '@/lib/connection'
import type { BannerKind, Connection } from '@/lib/connection'
import { formatClock, formatDuration } from '@/lib/time'

interface Props {
  readonly state: Connection
  readonly now: number
  readonly onSignIn: () => void
  readonly onTryNow: () => void
}

/** What each banner says once to those who listen. */
export const ANNOUNCEMENTS: Record<BannerKind, string> = {
  session: 'Your session has ended. Sign in again and this page goes on where it was.',
  offline: 'You are offline; figures are not up to date.',
  stale: 'The API does not answer; figures are not up to date.',
  version: 'A newer version is installed. Reload to use it.',
}

function figuresFrom(state: Connection): string {
  return state.answeredAt === null ? '' : `Figures are from ${formatClock(state.answeredAt, true)}.`
}

export function ConnectionBanner({ state, now, onSignIn, onTryNow }: Props) {
  const wait = state.nextTryAt === null ? null : Math.max(0, (state.nextTryAt - now) / 1000)
  switch (bannerOf(now, state)) {
    case 'session':
      return <Banner tone="danger" icon="bad" title="Your session has ended." actions={<Button size="sm" onClick={onSignIn}>Sign in</Button>}>Sign in again and this page goes on where it was.</Banner>
    case 'offline':
      return <Banner tone="warn" icon="offline" title="You are offline.">{figuresFrom(state)} Nothing you typed is lost; it can be sent once you are back.</Banner>
    case 'stale':
      return (
        <Banner tone="warn" icon="clock" title={figuresFrom(state) || 'The API does not answer.'} actions={<Button size="sm" onClick={onTryNow}>Try now</Button>}>
          {state.failingSince === null ? null : `The API has not answered for ${formatDuration((now - state.failingSince) / 1000)}.`}
          {wait === null ? null : ` Next try in ${formatDuration(wait)}.`}
        </Banner>
      )
    case 'version':
      return <Banner tone="plain" icon="info" title="A newer version is installed." actions={<Button size="sm" onClick={() => location.reload()}>Reload</Button>}>Part of this page could not be loaded from the old one. Filters and selection are kept.</Banner>
    case null:
      return null
  }
}
