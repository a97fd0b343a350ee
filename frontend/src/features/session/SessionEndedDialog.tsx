/** Signing in again over the page, so that nothing typed on it is lost. */
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { SignInForm } from '@/features/session/SignInForm'

export function SessionEndedDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} title="Sign in again" onClose={onClose}>
      <p className="pb-3">The page behind stays as it is, and goes on once you are signed in.</p>
      <SignInForm onSignedIn={onClose} />
      <div className="pt-2 text-center">
        <Button variant="quiet" onClick={onClose}>Not now</Button>
      </div>
    </Dialog>
  )
}
