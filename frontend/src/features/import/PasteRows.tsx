/** Rows pasted from a spreadsheet or as JSON. */
import type { FormEvent, KeyboardEvent } from 'react'
import { Button } from '@/components/Button'
import { Field } from '@/components/Field'

interface Props {
  readonly text: string
  readonly focused: boolean
  readonly onText: (text: string) => void
  readonly onCheck: () => void
}

export function PasteRows({ text, focused, onText, onCheck }: Props) {
  const isEmpty = text.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isEmpty) onCheck()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
  }
  return (
    <form className="flex flex-col" onSubmit={submit}>
      <Field label="Or paste rows">
        {(ids) => (
          <textarea
            {...ids}
            className="control h-auto resize-y px-2 py-1.5 font-mono text-xs/[1.125rem] max-md:text-lg"
            rows={5}
            autoFocus={focused}
            spellCheck={false}
            placeholder="company,contact,email,notes"
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <div className="mt-1.5 flex items-start gap-3">
        <p className="min-w-0 flex-1 text-xs text-ink-3">The first row names the columns; comma, semicolon, tab or bar between cells. A list of leads as JSON is taken, too.</p>
        <Button type="submit" size="sm" disabledReason={isEmpty ? 'Paste rows first' : null}>Check these rows</Button>
      </div>
    </form>
  )
}
