/** A file that is refused as a whole: what is wrong with it, where, and what to do. */
import type { ReactNode } from 'react'
import { Empty } from '@/components/Empty'
import { StateMark } from '@/components/StateMark'
import { placeOf } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { faultWords } from '@/lib/fields'
import { formatCount } from '@/lib/format'
import { leadWords, lineWords } from '@/lib/place'
import type { Fault } from '@/services/types'

const LISTED = 20

/** A row or lead, then the column, field or parameter. */
function partsOf(fault: Fault): readonly [string | null, string | null | undefined] {
  const { row, column, parameter, pointer } = fault
  const place = placeOf(fault)
  if (row === undefined && place) return [leadWords(place.at), place.column]
  return [row === undefined ? null : lineWords(row), column || parameter || pointer?.slice(1)]
}

function Place({ fault }: { readonly fault: Fault }) {
  const [row, name] = partsOf(fault)
  if (!row && !name) return null
  return (
    <span className="text-ink-3">
      {row}
      {name ? <>{row ? ', ' : null}<code className="wrap-anywhere">{name}</code></> : null}{': '}
    </span>
  )
}

export function Refused({ refusal, actions, hint }: { readonly refusal: Refusal; readonly actions?: ReactNode; readonly hint?: string }) {
  const { title, detail, faults, requestId } = refusal
  return (
    <Empty role="alert" title={<StateMark kind="bad" className="whitespace-normal">{title}</StateMark>} actions={actions}>
      {faults.length === 1 ? null : <p>{detail}</p>}
      <ul className="grid gap-1">
        {faults.slice(0, LISTED).map((fault) => (
          <li key={`${fault.code} ${fault.row} ${fault.column} ${fault.pointer} ${fault.detail}`}>
            <Place fault={fault} />
            {faultWords(fault)}
          </li>
        ))}
      </ul>
      {hint ? <p className="pt-1">{hint}</p> : null}
      {faults.length > LISTED ? <p>The first {LISTED} of {formatCount(faults.length)} are listed.</p> : null}
      {requestId ? <p className="text-xs text-ink-3">Request <code>{requestId}</code></p> : null}
    </Empty>
  )
}
