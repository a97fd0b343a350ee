/** The filter bar: search, segments with counts, one chip a filter. Data in, changes out; the URL is the page's. */
import type { ReactNode, RefObject } from 'react'
import { Icon } from '@/components/Icon'

interface SearchProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly ref?: RefObject<HTMLInputElement | null>
}

export function SearchField({ label, value, onChange, ref }: SearchProps) {
  return (
    <label className="relative flex-[0_1_17rem] max-md:flex-[1_0_100%]">
      <Icon name="search" className="pointer-events-none absolute top-2 left-2 text-ink-3 max-md:top-[0.6875rem]" />
      <span className="sr-only">Search {label.charAt(0).toLowerCase() + label.slice(1)}</span>
      <input ref={ref} type="search" className="control px-7" placeholder={label} value={value} maxLength={100} onChange={(event) => onChange(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape' && value !== '') onChange('') }} />
      <kbd className="absolute top-1.5 right-1.5 max-md:hidden" aria-hidden="true">/</kbd>
    </label>
  )
}

export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly count?: ReactNode
}

interface SegmentsProps<Value extends string> {
  readonly legend: string
  /** The name that the radio buttons share. */
  readonly name: string
  readonly segments: ReadonlyArray<Segment<Value>>
  readonly value: Value
  readonly onChange: (value: Value) => void
}

const SEGMENT = 'relative flex h-[calc(var(--spacing-control)-2px)] items-center gap-1.5 border-l border-line px-2.5 text-ink-2 first-of-type:border-l-0 has-checked:bg-surface-2 has-checked:font-medium has-checked:text-ink has-focus-visible:rounded-md has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent max-md:flex-1 max-md:justify-center max-md:px-1'

export function Segments<Value extends string>({ legend, name, segments, value, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line-strong max-md:flex-[1_0_100%]">
      <legend className="sr-only">{legend}</legend>
      {segments.map((segment) => (
        <label key={segment.value} className={SEGMENT}>
          <input type="radio" className="absolute inset-0 size-full opacity-0" name={name} checked={segment.value === value} onChange={() => onChange(segment.value)} />
          {segment.label}{' '}
          {segment.count === undefined ? null : <span className="font-normal text-ink-3 max-md:hidden">{segment.count}</span>}
        </label>
      ))}
    </fieldset>
  )
}

interface ChipProps {
  /** "scored today", for the button's name. */
  readonly name: string
  readonly onRemove: () => void
  readonly children: ReactNode
}

export function FilterChip({ name, onRemove, children }: ChipProps) {
  return (
    <span className="inline-flex h-control max-w-full min-w-0 items-center overflow-hidden rounded-md border border-line-strong whitespace-nowrap text-ink">
      <span className="truncate pr-1.5 pl-2.5">{children}</span>
      <button type="button" aria-label={`Remove filter: ${name}`} onClick={onRemove} className="inline-flex h-full w-7 flex-none items-center justify-center text-ink-3 hover:bg-surface-2 hover:text-ink focus-visible:-outline-offset-2">
        <Icon name="x" size={12} />
      </button>
    </span>
  )
}
