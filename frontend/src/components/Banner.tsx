/** One line under the bar, or above what it speaks of: what is the matter, since when, what happens next. */
import type { ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import type { IconName } from '@/components/Icon'
import { cx } from '@/lib/classes'

export type BannerTone = 'plain' | 'warn' | 'danger'

const TONES: Record<BannerTone, { box: string; lead: string }> = {
  plain: { box: 'border-line bg-surface-1', lead: '' },
  warn: { box: 'border-warn-line bg-warn-wash', lead: 'text-warn' },
  danger: { box: 'border-danger-line bg-danger-wash', lead: 'text-danger' },
}

interface Props {
  readonly tone: BannerTone
  readonly icon: IconName
  /** The first, bold sentence. */
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly id?: string
}

export function Banner({ tone, icon, title, children, actions, id }: Props) {
  const { box, lead } = TONES[tone]
  return (
    <div id={id} className={cx('flex items-start gap-2.5 rounded-md border px-3 py-2 text-ink-2 max-md:flex-wrap', box)}>
      <Icon name={icon} className={cx('mt-[3px]', lead)} />
      <p className="min-w-0 max-md:flex-1">
        <b className={lead}>{title}</b> {children}
      </p>
      {actions ? <span className="-my-0.5 -mr-1 ml-auto flex flex-none items-center gap-2 self-center max-md:m-0 max-md:mt-1 max-md:ml-6 max-md:basis-full">{actions}</span> : null}
    </div>
  )
}
