/** Buttons and links that look like one. At most one primary on a page, never in the bar. */
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { Link } from 'wouter'
import { Icon } from '@/components/Icon'
import type { IconName } from '@/components/Icon'
import { cx } from '@/lib/classes'

export type ButtonVariant = 'plain' | 'primary' | 'danger' | 'danger-fill' | 'quiet' | 'icon'
export type ButtonSize = 'sm' | 'md' | 'lg'

interface Look {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly icon?: IconName
  readonly className?: string
}

const COMMON = 'inline-flex items-center justify-center gap-1.5 rounded-md border leading-none font-medium whitespace-nowrap no-underline transition-colors duration-90 hover:no-underline focus-visible:rounded-md'
const VARIANTS: Record<ButtonVariant, string> = {
  plain: 'border-line-strong bg-surface-0 text-ink hover:bg-surface-2',
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  danger: 'border-danger-line bg-surface-0 text-danger hover:bg-surface-2',
  'danger-fill': 'border-transparent bg-danger-fill text-on-danger hover:bg-danger',
  quiet: 'border-transparent bg-transparent text-link hover:bg-surface-2',
  icon: 'border-transparent bg-transparent text-ink-2 hover:bg-surface-2',
}
const SIZES: Record<ButtonSize, string> = {
  sm: 'h-[1.625rem] text-xs leading-none max-md:h-9 max-md:text-sm',
  md: 'h-control text-sm leading-none max-md:text-base',
  lg: 'h-9 text-base leading-none',
}
const EDGES: Record<ButtonSize, string> = { sm: 'px-2', md: 'px-[0.6875rem]', lg: 'px-4' }
const SQUARES: Record<ButtonSize, string> = { sm: 'w-[1.625rem] max-md:w-9', md: 'w-control', lg: 'w-9' }
const DISABLED = 'cursor-not-allowed border-line bg-surface-2 text-ink-3 hover:bg-surface-2'

/** The classes of a button, for the rare element that is neither button nor link. */
export function buttonClass({ variant = 'plain', size = 'md', className }: Look, disabled = false): string {
  const edge = variant === 'icon' ? SQUARES[size] : variant === 'quiet' ? 'px-1.5' : EDGES[size]
  return cx(COMMON, disabled ? DISABLED : VARIANTS[variant], SIZES[size], edge, className)
}

interface ButtonProps extends Look, Omit<ComponentPropsWithRef<'button'>, 'className' | 'disabled'> {
  /** Why it cannot be pressed now; it stays focusable and says so. */
  readonly disabledReason?: string | null
  readonly children?: ReactNode
}

export function Button({ variant = 'plain', size = 'md', icon, className, disabledReason, onClick, children, type = 'button', ...rest }: ButtonProps) {
  const disabled = Boolean(disabledReason)
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // aria-disabled alone would still submit a form
    if (disabled) event.preventDefault()
    else onClick?.(event)
  }
  return (
    // oxlint-disable-next-line react/button-has-type -- a parameter with a safe default
    <button {...rest} type={type} onClick={press} aria-disabled={disabled || undefined} title={disabledReason ?? rest.title} className={buttonClass({ variant, size, className }, disabled)}>
      {icon ? <Icon name={icon} size={variant === 'icon' && size !== 'sm' ? 16 : 12} /> : null}
      {children}
    </button>
  )
}

interface LinkProps extends Look, Omit<ComponentPropsWithRef<'a'>, 'className' | 'href'> {
  readonly href: string
  /** Left to the browser: downloads and addresses outside of the app. */
  readonly external?: boolean
  readonly children?: ReactNode
}

export function ButtonLink({ variant = 'plain', size = 'md', icon, className, href, external = false, children, ...rest }: LinkProps) {
  const look = buttonClass({ variant, size, className })
  const content = <>{icon ? <Icon name={icon} size={12} /> : null}{children}</>
  if (external) return <a {...rest} href={href} className={look}>{content}</a>
  return <Link {...rest} href={href} className={look}>{content}</Link>
}
