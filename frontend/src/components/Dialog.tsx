/** The native dialog, only for what costs money or cannot be undone; focus starts on the way out. */
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'

interface Props {
  readonly open: boolean
  readonly title: ReactNode
  /** Escape, or the way out was taken. */
  readonly onClose: () => void
  /** A receipt of what is hit, or fields. */
  readonly children?: ReactNode
  /** The way out first, then the deed; give the way out `autoFocus`. */
  readonly actions?: ReactNode
}

export function Dialog({ open, title, onClose, children, actions }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()

  useEffect(() => {
    const dialog = element.current
    if (!dialog || !open) return
    // focus returns to where it was by the element's own rule
    dialog.showModal()
    return () => dialog.close()
  }, [open])

  if (!open) return null
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
      <h2 id={heading} className="pb-1 text-lg">{title}</h2>
      {children}
      {actions ? <div className="mt-4 flex flex-wrap justify-end gap-2">{actions}</div> : null}
    </dialog>
  )
}
