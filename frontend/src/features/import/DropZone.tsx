/** Where a file is dropped or chosen: the browser's own file field, drawn large. */
import { useId } from 'react'
import type { ChangeEvent } from 'react'
import { useFileDrop } from '@/features/import/useFileDrop'
import { cx } from '@/lib/classes'

interface Props {
  /** What is taken, in a sentence. */
  readonly help: string
  readonly busy: boolean
  readonly focused: boolean
  readonly onFiles: (files: readonly File[]) => void
}

export function DropZone({ help, busy, focused, onFiles }: Props) {
  const id = useId()
  const isOver = useFileDrop(busy ? null : onFiles)
  const change = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])]
    // the same file may be chosen again after it was mended
    target.value = ''
    if (files.length > 0) onFiles(files)
  }
  return (
    <div
      className={cx(
        'relative grid content-center justify-items-center gap-1 rounded-lg border border-dashed px-4 py-9 text-center transition-colors duration-90 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isOver ? 'border-accent bg-selected' : 'border-line-control bg-surface-1 hover:border-accent',
      )}
    >
      <label htmlFor={id} className="text-lg font-medium text-ink">
        {busy ? 'Reading the file' : isOver ? 'Drop it anywhere on the page' : <><span className="max-md:hidden">Drop a file here, or choose one</span><span className="md:hidden">Choose a file</span></>}
      </label>
      <p id={`${id}-help`} className="text-ink-3">{help}</p>
      <input id={id} type="file" autoFocus={focused} accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson" aria-describedby={`${id}-help`} aria-busy={busy} className="absolute inset-0 size-full cursor-pointer opacity-0" onChange={change} />
    </div>
  )
}
