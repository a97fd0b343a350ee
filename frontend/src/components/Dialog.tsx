/** The native dialog, only for what costs money or cannot be undone; focus starts on the way out. */
import { useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'

interface Props {
  readonly open: boolean
  readonly title: ReactNode
  /** Escape, or the way out was taken. */
  readonly onClose: () => void
  /** A receipt of what is hit, or fields. */
  readonly children?: ReactNode
  /** The way out first, then the deed. */
  readonly actions?: ReactNode
}

export function Dialog({ open, ...rest }: Props) {
  return open ? <OpenDialog {...rest} /> : null
}

function OpenDialog({ title, onClose, children, actions }: Omit<Props, 'open'>) {
  const element = useRef<HTMLDialogElement>(null)
  const foot = useRef<HTMLDivElement>(null)
  const heading = useId()

  // before the element leaves the page: only then does closing give the focus back to where it was
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    foot.current?.querySelector<HTMLElement>('button, a')?.focus()
    return () => dialog?.close()
  }, [])

  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      className="m-auto w-[calc(100%-2rem)] max-w-[27rem] rounded-lg bg-overlay p-5 text-ink-2 shadow-overlay backdrop:bg-black/40"
    >
      <h2 id={heading} className="pb-1 text-lg wrap-anywhere">{title}</h2>
      {children}
      {actions ? <div ref={foot} className="mt-4 flex flex-wrap justify-end gap-2">{actions}</div> : null}
    </dialog>
  )
}
