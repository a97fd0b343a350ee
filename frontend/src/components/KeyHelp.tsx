/** All keys, as a dialog. */
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'

/** Each key of the dashboard, those of one line parted by a space. */
export const KEYS: ReadonlyArray<readonly [string, string]> = [
  ['/', 'Search'],
  ['j k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['[ ]', 'Previous and next lead'],
  ['?', 'This list'],
  ['Esc', 'Close, then clear'],
]

export function KeyHelp({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} title="Keyboard shortcuts" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <dl>
        {KEYS.map(([keys, words]) => (
          <div key={keys} className="flex items-center gap-3 border-b border-line py-1.5">
            <dt className="flex w-20 gap-1">{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
