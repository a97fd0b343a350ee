/** A link to a file of results, followed once the API has said that it would give it: a refusal is shown on the page. */
import { useMutation } from '@tanstack/react-query'
import type { ComponentProps, MouseEvent } from 'react'
import { ButtonLink } from '@/components/Button'
import { useToast } from '@/components/Toast'
import { downloadFrom } from '@/lib/download'
import { api } from '@/services/api'
import { asApiError } from '@/services/errors'

type Props = Omit<ComponentProps<typeof ButtonLink>, 'external' | 'download' | 'onClick'>

export function DownloadLink({ href, ...look }: Props) {
  const say = useToast()
  const check = useMutation({
    mutationFn: () => api.checkFile(href),
    onSuccess: () => downloadFrom(href),
    onError: (error) => say({ text: describe(error), tone: 'bad' }),
  })
  const follow = (event: MouseEvent) => {
    // another tab or window is the browser's own affair
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!check.isPending) check.mutate()
  }
  // with `download`, an error that comes all the same is a failed download and never a page
  return <ButtonLink {...look} external download href={href} onClick={follow} />
}

function describe(error: unknown): string {
  const { status, message } = asApiError(error)
  if (status === 401) return 'Nothing was downloaded: your session has ended. Sign in again, then download.'
  return `Nothing was downloaded. ${message}`
}
