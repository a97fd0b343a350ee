/** Said once it is done: one polite live region, bottom left, 8 s or until dismissed. */
import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { StateMark } from '@/components/StateMark'

export interface ToastMessage {
  readonly text: ReactNode
  readonly tone?: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly onAction: () => void }
}

type Show = (message: ToastMessage) => void

const SHOWN_FOR = 8_000
const ToastContext = createContext<Show | null>(null)

/** How to say something once; throws outside of the provider. */
export function useToast(): Show {
  const show = use(ToastContext)
  if (!show) throw new Error('useToast needs a ToastProvider above it')
  return show
}

interface Shown extends ToastMessage {
  readonly id: number
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null)
  const [held, setHeld] = useState(false)
  const show = useCallback<Show>((message) => setShown((before) => ({ ...message, id: (before?.id ?? 0) + 1 })), [])
  const dismiss = useCallback(() => setShown(null), [])

  useEffect(() => {
    if (!shown || held) return
    const timer = setTimeout(dismiss, SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [shown, held, dismiss])

  const region = useMemo(() => (shown ? <ToastBox key={shown.id} message={shown} onDismiss={dismiss} /> : null), [shown, dismiss])
  return (
    <ToastContext value={show}>
      {children}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- read on or reached by key, it waits */}
      <div className="fixed bottom-4 left-gutter z-10 max-w-[calc(100%-2rem)]" role="status" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
        {region}
      </div>
    </ToastContext>
  )
}

function ToastBox({ message, onDismiss }: { readonly message: ToastMessage; readonly onDismiss: () => void }) {
  const { text, tone = 'plain', action } = message
  return (
    <div className="flex w-fit max-w-full items-center gap-3 rounded-md bg-overlay py-2 pr-2 pl-3.5 text-ink shadow-overlay">
      {tone === 'bad' ? <StateMark kind="bad" className="whitespace-normal">{text}</StateMark> : <span>{text}</span>}
      {action ? (
        <Button
          variant="quiet"
          onClick={() => {
            action.onAction()
            onDismiss()
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <Button variant="icon" size="sm" icon="x" aria-label="Dismiss" onClick={onDismiss} />
    </div>
  )
}
