/** The name of the key that is signed in, and behind it the way out. */
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/Button'

interface Props {
  readonly name: string | null
  /** Whether the key may not hand in leads. */
  readonly readOnly: boolean
  readonly onSignOut: () => void
  readonly onKeys: () => void
}

export function WhoMenu({ name, readOnly, onSignOut, onKeys }: Props) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const panel = useId()

  useEffect(() => {
    if (!open) return
    const leave = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', escape)
    }
  }, [open])

  if (name === null) return null
  return (
    <div ref={box} className="relative -mr-1.5 -ml-4 max-md:order-4 max-md:ml-auto lg:-ml-6">
      <Button ref={opener} variant="icon" className="w-auto! max-w-40 px-1.5 lg:max-w-80 font-normal text-ink-3 max-md:text-sm" aria-expanded={open} aria-controls={panel} title={`Signed in with the key ${name}`} onClick={() => setOpen(!open)}>
        <span className="truncate leading-normal">{name}</span>
      </Button>
      <div id={panel} hidden={!open} className="absolute top-full right-0 z-10 mt-1 w-56 rounded-md bg-overlay p-1.5 shadow-overlay">
        <p className="px-2 py-1 text-xs text-ink-3">Signed in with the key <b className="wrap-anywhere">{name}</b>{readOnly ? ', which may only read: leads are handed in with another key' : null}</p>
        <MenuItem onPress={() => { setOpen(false); onKeys() }}>Keyboard shortcuts <kbd className="ml-auto">?</kbd></MenuItem>
        <MenuItem onPress={() => { setOpen(false); onSignOut() }}>Sign out</MenuItem>
      </div>
    </div>
  )
}

function MenuItem({ onPress, children }: { readonly onPress: () => void; readonly children: React.ReactNode }) {
  return (
    <button type="button" onClick={onPress} className="flex h-control w-full items-center rounded-sm px-2 text-left text-ink hover:bg-surface-2">
      {children}
    </button>
  )
}
