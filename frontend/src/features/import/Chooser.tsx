/** The first state: nothing chosen yet. */
import { useEffect, useEffectEvent, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Button } from '@/components/Button'
import { Section } from '@/components/Section'
import { useToast } from '@/components/Toast'
import { DropZone } from '@/features/import/DropZone'
import { EXAMPLE_LEADS, loadExample } from '@/features/import/example'
import { refused } from '@/features/import/faults'
import type { Refusal } from '@/features/import/faults'
import { PasteRows } from '@/features/import/PasteRows'
import { Refused } from '@/features/import/Refused'
import { describeLimits, readFile, readPasted } from '@/features/import/source'
import type { Limits, Source } from '@/features/import/source'
import { makeTemplate } from '@/features/import/template'
import { download } from '@/lib/download'
import { formatCount } from '@/lib/format'

interface Props {
  readonly limits: Limits
  /** Where the keyboard goes on after what was chosen is put back. */
  readonly focus?: 'file' | 'rows'
  readonly pasted: string
  readonly onPasted: (text: string) => void
  readonly onSource: (source: Source) => void
}

export function Chooser({ limits, focus, pasted, onPasted, onSource }: Props) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isReading, setReading] = useState(false)
  const show = useToast()

  const take = async (reading: Promise<Source | Refusal>) => {
    // a newer version may have taken the reader of JSON with it
    const read = await reading.catch(() => refused('The page could not read it', 'A part of the page did not arrive. Reload the page and try again. Nothing was sent.'))
    if ('title' in read) setRefusal(read)
    else onSource(read)
  }
  const takeFiles = async (files: readonly File[]) => {
    const [file, ...others] = files
    if (!file) return
    if (others.length > 0) return setRefusal(refused('One file at a time', `${formatCount(files.length)} files were dropped. A job is made of one; drop the first of them.`))
    setRefusal(null)
    setReading(true)
    await take(readFile(file, limits))
    setReading(false)
  }
  const takeExample = () =>
    loadExample().then(
      (file) => takeFiles([file]),
      () => show({ text: 'The example could not be loaded. Try again.', tone: 'bad' }),
    )
  const [search, setSearch] = useSearchParams()
  const beginWithExample = useEffectEvent(() => {
    if (!search.has('example')) return
    // once: whoever then chooses another file comes back to an empty page
    setSearch({}, { replace: true })
    void takeExample()
  })
  useEffect(() => beginWithExample(), [])
  const helpers = (
    <>
      <Button variant="quiet" size="sm" className="-my-1.5 max-md:-ml-1.5" onClick={() => void takeExample()}>Use the example, {EXAMPLE_LEADS} leads</Button>
      <Button variant="quiet" size="sm" className="-my-1.5 -mr-1.5" onClick={() => void makeTemplate().then((file) => download(file, 'leads-template.csv'))}>Download a template</Button>
    </>
  )
  return (
    <Section title="Choose a file" note={helpers}>
      <div className="grid gap-6 pt-3 md:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <DropZone help={`${describeLimits(limits)}. Nothing is sent to the model before you start.`} busy={isReading} focused={focus === 'file'} onFiles={(files) => void takeFiles(files)} />
        <PasteRows text={pasted} focused={focus === 'rows'} onText={onPasted} onCheck={() => void take(readPasted(pasted, limits))} />
      </div>
      {refusal ? <Refused refusal={refusal} /> : null}
    </Section>
  )
}
