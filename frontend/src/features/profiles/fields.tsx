/** Fields of the editor: each knows its place in the content and shows the fault that the API found there. */
import { createContext, use, useState } from 'react'
import type { ReactNode } from 'react'
import { Field } from '@/components/Field'
import { oneLine } from '@/features/profiles/draft'
import { cx } from '@/lib/classes'

interface Faults {
  readonly at: ReadonlyMap<string, string>
  /** A save was asked for: also what was not touched yet is named. */
  readonly all: boolean
}

const FaultContext = createContext<Faults>({ at: new Map(), all: false })

export const FaultsAt = FaultContext.Provider

/** The fault of a list or of an entry as a whole. */
export function PlaceFault({ place }: { readonly place: string }) {
  const said = use(FaultContext).at.get(place)
  return said ? <p className="pt-2 text-danger" role="alert" data-place={place} tabIndex={-1}>{said}</p> : null
}

interface Props {
  readonly label: ReactNode
  readonly place: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: ReactNode
  readonly className?: string
  readonly placeholder?: string
  readonly maxLength?: number
  readonly inputMode?: 'numeric' | 'decimal'
  /** Lines that it is high; one is an ordinary field. */
  readonly lines?: number
}

export function DraftField({ label, place, value, onChange, help, className, lines = 1, ...rest }: Props) {
  const [touched, setTouched] = useState(value !== '')
  const { at, all } = use(FaultContext)
  const error = touched || all ? (at.get(place) ?? [...at].find(([where]) => where.startsWith(`${place}/`))?.[1]) : undefined
  return (
    <Field label={label} help={help} error={error} className={className}>
      {(ids) => {
        const common = { ...rest, ...ids, value, 'data-place': place, autoComplete: 'off', onBlur: () => setTouched(true) }
        return lines > 1
          ? <textarea {...common} rows={lines} onChange={(event) => onChange(oneLine(event.target.value))} className="control h-auto py-1" />
          : <input {...common} type="text" onChange={(event) => onChange(event.target.value)} className={cx('control', rest.inputMode && 'text-right')} />
      }}
    </Field>
  )
}

/** Puts the cursor where a fault is. */
export function goTo(place: string): void {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-place]')]
  const nearest = fields.find(({ dataset }) => dataset.place === place) ?? fields.find(({ dataset: { place: at = '' } }) => place.startsWith(`${at}/`) || at.startsWith(`${place}/`))
  nearest?.focus()
}
