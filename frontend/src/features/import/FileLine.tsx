/** What was chosen, in one line, and the way to something else. */
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Section } from '@/components/Section'
import { describeForm } from '@/features/import/columns'
import type { Source } from '@/features/import/source'
import { formatBytes, plural } from '@/lib/format'
import type { Estimate } from '@/services/types'

interface Props {
  readonly source: Source
  readonly estimate: Estimate | undefined
  readonly checking: boolean
  readonly onAnother: () => void
}

export function FileLine({ source, estimate, checking, onAnother }: Props) {
  const { name, size, isPasted } = source
  const form = source.kind === 'json' ? (source.lines ? 'JSON Lines' : 'JSON') : estimate?.file ? describeForm(estimate.file) : null
  const facts = [estimate ? plural(estimate.rows, 'row') : null, formatBytes(size), form].filter(Boolean).join(', ')
  return (
    <Section title={isPasted ? 'Rows' : 'File'}>
      <div className="flex min-h-[3.125rem] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2.5">
        <span className="flex min-w-0 items-center gap-1.5"><Icon name="file" /><b className="wrap-anywhere">{name}</b></span>
        <span className="text-ink-3">{facts}</span>
        <span className="text-ink-3" role="status">{checking ? 'Checking every row; nothing is sent to the model.' : ''}</span>
        <Button size="sm" className="ml-auto" onClick={onAnother}>{isPasted ? 'Change the rows' : 'Choose another'}</Button>
      </div>
    </Section>
  )
}
