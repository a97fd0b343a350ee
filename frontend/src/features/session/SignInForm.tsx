/** The form that exchanges an API key for a session; the same on its page and in the dialog. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button } from '@/components/Button'
import { TextField } from '@/components/Field'
import { Prose } from '@/components/Prose'
import { sessionKeys } from '@/hooks/useSession'
import { connection } from '@/lib/connection'
import { asApiError } from '@/services/errors'
import { api } from '@/services/api'
import type { Credentials } from '@/services/types'

/** Signs in and lets every page read anew; the key itself goes nowhere else. */
export function useSignIn(onSignedIn?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => api.signIn(credentials),
    onSuccess: (session) => {
      queries.setQueryData(sessionKeys.current, session)
      connection.resumeSession()
      onSignedIn?.()
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKeys.current[0] })
    },
  })
}

/** The API tells programs how to send a key; a person has typed one. */
function describe(failure: unknown): string {
  const { code, message } = asApiError(failure)
  return code === 'key_refused' ? 'This key opens nothing: it was mistyped, has expired or was revoked. `sales-agent keys create` makes a new one.' : message
}

interface Props {
  readonly onSignedIn?: () => void
  /** Why the one-time link did not work, if one was tried. */
  readonly linkError?: unknown
}

export function SignInForm({ onSignedIn, linkError }: Props) {
  const [key, setKey] = useState('')
  const [missing, setMissing] = useState(false)
  const signIn = useSignIn(onSignedIn)
  const failure = signIn.error ?? (signIn.isIdle ? linkError : null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = key.trim()
    setMissing(typed === '')
    if (typed !== '' && !signIn.isPending) signIn.mutate({ key: typed })
  }
  return (
    <form className="grid gap-3" onSubmit={submit} noValidate>
      <TextField
        label="API key"
        type="password"
        name="key"
        autoComplete="off"
        spellCheck={false}
        placeholder="sa_…"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        error={missing ? 'Enter an API key; it begins with sa_.' : failure ? <Prose>{describe(failure)}</Prose> : undefined}
        help="Exchanged for a session cookie; the key itself is not kept in the browser."
      />
      <Button type="submit" variant="primary" size="lg" className="w-full" aria-busy={signIn.isPending}>
        {signIn.isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
