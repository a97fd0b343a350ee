/** The dry run of a choice: its answer, its columns, and what stands against going on. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addedColumns } from '@/features/import/badRows'
import { applyMapping, conflictsOf } from '@/features/import/columns'
import type { Column, Mapping } from '@/features/import/columns'
import { isMendedByColumns, refusalOf } from '@/features/import/faults'
import { estimateOptions, headerOptions } from '@/features/import/queries'
import type { Source } from '@/features/import/source'
import { asApiError } from '@/services/errors'

export function useEstimate(source: Source, profile: string | null = null) {
  const [mapping, setMapping] = useState<Mapping>(() => (source.kind === 'csv' ? addedColumns(source.bytes) : {}))
  const [found, setFound] = useState<readonly Column[]>([])
  const [hasConflict, setHasConflict] = useState(false)

  const answer = useQuery({
    ...estimateOptions(source, mapping, profile),
    enabled: !hasConflict,
    // the figures of the columns before stay until the new ones are there
    placeholderData: (before) => before,
  })
  const refusal = answer.error ? refusalOf(asApiError(answer.error)) : null
  const mendable = refusal !== null && isMendedByColumns(refusal)
  const header = useQuery({ ...headerOptions(source), enabled: mendable && found.length === 0 })

  const answered = answer.data?.estimate.file?.columns
  if (answered && answered !== found && !answer.isPlaceholderData && !answer.isError) setFound(answered)
  const known = found.length > 0 ? found : (header.data ?? []).map((name): Column => ({ header: name, field: null, sample: null }))
  const columns = applyMapping(known, mapping)

  const choose = (name: string, field: string) => {
    const next = Object.fromEntries(Object.entries({ ...mapping, [name]: field }).filter(([, chosen]) => chosen !== ''))
    setMapping(next)
    setHasConflict(conflictsOf(applyMapping(known, next)).size > 0)
  }
  return {
    mapping,
    columns,
    conflicts: conflictsOf(columns),
    choose,
    estimate: answer.isError ? undefined : answer.data?.estimate,
    nameFault: answer.isError ? undefined : answer.data?.nameFault,
    isChecking: answer.isFetching,
    isStale: answer.isPlaceholderData,
    refusal,
    mendable,
    failure: answer.error && !refusal ? asApiError(answer.error) : null,
    retry: () => void answer.refetch(),
  }
}
