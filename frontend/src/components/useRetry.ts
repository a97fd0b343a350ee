/** What "Try again" asks for beside its own part: whatever else failed with it comes back at once, not poll by poll. */
import { QueryClientContext } from '@tanstack/react-query'
import { use } from 'react'

/** Asks anew for everything on the page that failed; what is under way already is not asked twice. */
export function useRetryFailed(): () => void {
  // the root's own fallback stands outside of every client
  const client = use(QueryClientContext)
  return () => void client?.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }, { cancelRefetch: false })
}

/** Asks anew for all that is shown and forgets the rest, then goes on: what could not be drawn was an answer too. */
export function useRetryAll(goOn: () => void): () => void {
  const client = use(QueryClientContext)
  if (!client) return goOn
  return () => {
    // what only the stopped part had asked for has nobody left to ask; it is read anew once the part is drawn
    client.removeQueries({ type: 'inactive' })
    void client.refetchQueries({ type: 'active' }).then(goOn)
  }
}
