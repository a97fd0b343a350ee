/** Hands in a file after a dry run. */
import { useState } from 'react'
import { Empty } from '@/components/Empty'
import { Page } from '@/components/Page'
import { Checked } from '@/features/import/Checked'
import { Chooser } from '@/features/import/Chooser'
import type { Source } from '@/features/import/source'
import { useSession } from '@/hooks/useSession'
import type { Estimate } from '@/services/types'

function MayNotSubmit({ name }: { readonly name: string }) {
  return (
    <Empty title="This key may not hand in leads">
      <p>You are signed in with <b>{name}</b>, which lacks the scope <code>submit</code>. Sign out and sign in with a key that has it; <code>sales-agent keys create NAME --scope submit --scope read</code> makes one.</p>
    </Empty>
  )
}

export default function NewJobPage() {
  const session = useSession()
  const [source, setSource] = useState<Source | null>(null)
  const [profile, setProfile] = useState<Estimate['profile'] | null>(null)
  const [pasted, setPasted] = useState('')
  const [focus, setFocus] = useState<'file' | 'rows'>()
  const goBack = ({ isPasted }: Source) => {
    setFocus(isPasted ? 'rows' : 'file')
    setSource(null)
  }
  const content = source ? (
    <Checked key={source.id} source={source} onAnother={() => goBack(source)} onProfile={setProfile} />
  ) : (
    <Chooser limits={session.limits} focus={focus} pasted={pasted} onPasted={setPasted} onSource={setSource} />
  )
  return (
    <Page title="New job" facts={profile ? <>Each lead is judged against the profile <b>{profile.name}</b>, v{profile.version}</> : 'Hand in leads; the check names the profile that judges them'}>
      {session.scopes.includes('submit') ? content : <MayNotSubmit name={session.name} />}
    </Page>
  )
}
