/** The icons of the look, one 16-unit square each; decoration only, a word always stands beside them. */
import { cx } from '@/lib/classes'

const DRAWN = {
  run: <><circle cx="8" cy="8" r="5.75" strokeOpacity="0.3" /><path d="M8 2.25A5.75 5.75 0 0 1 13.75 8" /></>,
  ok: <><circle cx="8" cy="8" r="5.75" /><path d="m5.5 8.2 1.8 1.8 3.3-3.8" /></>,
  pause: <><circle cx="8" cy="8" r="5.75" /><path d="M6.6 6v4M9.4 6v4" /></>,
  bad: <><circle cx="8" cy="8" r="5.75" /><path d="m6 6 4 4M10 6l-4 4" /></>,
  off: <><circle cx="8" cy="8" r="5.75" /><path d="m4 12 8-8" /></>,
  clock: <><circle cx="8" cy="8" r="5.75" /><path d="M8 5v3.2l2 1.3" /></>,
  queue: <circle cx="8" cy="8" r="5.75" strokeDasharray="2.2 2.3" />,
  sim: <><rect x="2.5" y="2.5" width="11" height="11" rx="2" strokeDasharray="2.4 2.2" /><path d="m6 10 4-4" /></>,
  warn: <path d="M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11.2v.1" />,
  info: <><circle cx="8" cy="8" r="5.75" /><path d="M8 7.5V11M8 5.2v.1" /></>,
  offline: <path d="M2.5 6.5a8 8 0 0 1 3-1.8M13.5 6.5A8 8 0 0 0 8.6 4.2M5 9.4a4.4 4.4 0 0 1 2-1.1M11 9.4l-.6-.5M8 12.2v.1M3 2.5l10 11" />,
  search: <><circle cx="7" cy="7" r="4.25" /><path d="m10.2 10.2 3.3 3.3" /></>,
  plus: <path d="M8 3v10M3 8h10" />,
  x: <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />,
  up: <path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7" />,
  down: <path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />,
  left: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  right: <path d="M6 3.5 10.5 8 6 12.5" />,
  retry: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3" />,
  file: <path d="M4 2.5h5l3 3v8H4v-11ZM9 2.5v3h3" />,
  theme: <><circle cx="8" cy="8" r="5.75" /><path d="M8 2.25v11.5A5.75 5.75 0 0 0 8 2.25Z" fill="currentColor" /></>,
  light: <><circle cx="8" cy="8" r="2.75" /><path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" /></>,
  dark: <path d="M13 9.4A5.6 5.6 0 0 1 6.6 3 5.6 5.6 0 1 0 13 9.4Z" />,
  person: <><circle cx="8" cy="5.5" r="2.75" /><path d="M2.75 13.5a5.25 5.25 0 0 1 10.5 0" /></>,
  copy: <path d="M5.5 5.5h7v8h-7v-8ZM3.5 10.5v-8h7" />,
} as const

export type IconName = keyof typeof DRAWN

interface Props {
  readonly name: IconName
  /** Width and height in pixels. */
  readonly size?: number
  readonly className?: string
}

export function Icon({ name, size = 14, className }: Props) {
  return (
    <svg className={cx('fill-none stroke-current stroke-[1.5]', className)} width={size} height={size} viewBox="0 0 16 16" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {DRAWN[name]}
    </svg>
  )
}
