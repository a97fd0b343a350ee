/** Says that a score, a cost or the whole page comes from the simulator: dashed, amber, in words. */
import type { ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import { StateMark } from '@/components/StateMark'
import type { StateKind } from '@/components/StateMark'
import { cx } from '@/lib/classes'

interface Props {
  /** Lower, to stand inside a line. */
  readonly inline?: boolean
  readonly children?: ReactNode
}

export function SimulatorMark({ inline = false, children = 'Simulator answers' }: Props) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 rounded-sm border border-dashed border-warn-line text-xs leading-none whitespace-nowrap text-warn', inline ? 'h-5 px-1.5' : 'h-6 px-2')}>
      <Icon name="sim" size={inline ? 12 : 14} />
      {children}
    </span>
  )
}

export type ProviderStateName = 'simulator' | 'answers' | 'limited' | 'silent' | 'account_refused' | 'settings_refused' | 'idle'

const STATES: Record<Exclude<ProviderStateName, 'simulator'>, { kind: StateKind; words: (name: string) => string }> = {
  answers: { kind: 'ok', words: (name) => `${name} answers` },
  limited: { kind: 'wait', words: (name) => `${name} at its limit` },
  silent: { kind: 'bad', words: (name) => `${name} does not answer` },
  account_refused: { kind: 'bad', words: () => 'Key or account refused' },
  settings_refused: { kind: 'bad', words: () => 'Model or settings refused' },
  idle: { kind: 'queue', words: (name) => `${name} not asked yet` },
}

/** Who judges, and whether they answer; in the bar of every page, since every score depends on it. */
export function ProviderState({ name, state }: { readonly name: string; readonly state: ProviderStateName }) {
  if (state === 'simulator') return <SimulatorMark />
  const { kind, words } = STATES[state]
  return <StateMark kind={kind}>{words(name.charAt(0).toUpperCase() + name.slice(1))}</StateMark>
}
