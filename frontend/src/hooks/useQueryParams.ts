/** What stands behind the `?` of the address. */
import { useMemo } from 'react'
import { useSearch } from 'wouter/use-browser-location'

/** The parameters of the address; wouter's own hook decodes them twice, and would read `q=R%26D` as `q=R`. */
export function useQueryParams(): URLSearchParams {
  const search = useSearch()
  return useMemo(() => new URLSearchParams(search), [search])
}
