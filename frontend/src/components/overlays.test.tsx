import { act, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Button } from '@/components/Button'
import { ANNOUNCEMENTS, ConnectionBanner } from '@/components/ConnectionBanner'
import { Dialog } from '@/components/Dialog'
import { KeyHelp } from '@/components/KeyHelp'
import { ToastProvider, useToast } from '@/components/Toast'
import type { ToastMessage } from '@/components/Toast'
import type { Connection } from '@/lib/connection'

describe('Dialog', () => {
  function Cancel({ onCancelJob }: { readonly onCancelJob: () => void }) {
    const [open, setOpen] = useState(false)
    return (
      <>
        <Button onClick={() => setOpen(true)}>Cancel job</Button>
        <Dialog open={open} title="Cancel the job?" onClose={() => setOpen(false)} actions={<><Button onClick={() => setOpen(false)}>Keep running</Button><Button variant="danger-fill" onClick={onCancelJob}>Cancel, leave out 707</Button></>}>
          <label>Why <input /></label>
        </Dialog>
      </>
    )
  }
  it('starts on the way out, even where a field comes first', async () => {
    const cancel = vi.fn()
    render(<Cancel onCancelJob={cancel} />)
    expect(screen.queryByRole('dialog')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel job' }))
    expect(screen.getByRole('dialog', { name: 'Cancel the job?' })).toHaveAttribute('open')
    expect(screen.getByRole('button', { name: 'Keep running' })).toHaveFocus()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel, leave out 707' }))
    expect(cancel).toHaveBeenCalledTimes(1)
  })
  it('closes by Escape, which the browser tells as cancel', async () => {
    render(<Cancel onCancelJob={() => undefined} />)
    await userEvent.click(screen.getByRole('button', { name: 'Cancel job' }))
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  it('lists the keys', async () => {
    const close = vi.fn()
    render(<KeyHelp open onClose={close} />)
    expect(screen.getByText('Previous and next lead')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(close).toHaveBeenCalledTimes(1)
  })
})

describe('Toast', () => {
  function Speaker({ message }: { readonly message: ToastMessage }) {
    const show = useToast()
    return <button type="button" onClick={() => show(message)}>Say</button>
  }
  const draw = (message: ToastMessage) => render(<ToastProvider><Speaker message={message} /></ToastProvider>)

  it('is said in the live region and gone after 8 s', () => {
    vi.useFakeTimers()
    draw({ text: '192 leads handed in' })
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
    fireEvent.click(screen.getByRole('button', { name: 'Say' }))
    expect(screen.getByRole('status')).toHaveTextContent('192 leads handed in')
    act(() => vi.advanceTimersByTime(7_999))
    expect(screen.getByRole('status')).not.toBeEmptyDOMElement()
    act(() => vi.advanceTimersByTime(1))
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
  })
  it('waits while somebody is on it', () => {
    vi.useFakeTimers()
    draw({ text: 'Done' })
    fireEvent.click(screen.getByRole('button', { name: 'Say' }))
    for (const [enter, leave] of [[fireEvent.mouseEnter, fireEvent.mouseLeave], [fireEvent.focus, fireEvent.blur]] as const) {
      enter(screen.getByRole('status'))
      act(() => vi.advanceTimersByTime(20_000))
      expect(screen.getByRole('status')).toHaveTextContent('Done')
      leave(screen.getByRole('status'))
    }
    act(() => vi.advanceTimersByTime(8_000))
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
  })
  it('offers the way back, and can be dismissed', async () => {
    const undo = vi.fn()
    draw({ text: 'Recorded', tone: 'bad', action: { label: 'Undo', onAction: undo } })
    await userEvent.click(screen.getByRole('button', { name: 'Say' }))
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(undo).toHaveBeenCalledTimes(1)
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
    await userEvent.click(screen.getByRole('button', { name: 'Say' }))
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
  })
  it('needs its provider', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(() => render(<Speaker message={{ text: 'x' }} />)).toThrow('ToastProvider')
  })
})

describe('ConnectionBanner', () => {
  const AT = new Date('2026-11-24T13:32:04Z').getTime()
  const fine: Connection = { online: true, answeredAt: AT, failingSince: null, failures: 0, nextTryAt: null, sessionEnded: false, newVersion: false }
  function draw(more: Partial<Connection>) {
    const act = { onSignIn: vi.fn(), onTryNow: vi.fn() }
    const view = render(<ConnectionBanner state={{ ...fine, ...more }} now={AT + 40_000} {...act} />)
    return { ...act, ...view }
  }
  it('is not there while all is well', () => expect(draw({}).container).toBeEmptyDOMElement())
  it('says since when the figures are old, and when the next try is', async () => {
    const { container, onTryNow } = draw({ failures: 3, failingSince: AT, nextTryAt: AT + 48_000 })
    expect(container).toHaveTextContent('Figures are from 14:32:04. The API has not answered for 40 s. Next try in 8 s.')
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }))
    expect(onTryNow).toHaveBeenCalledTimes(1)
  })
  it('has no time to name before the first answer', () => expect(draw({ failures: 3, answeredAt: null }).container).toHaveTextContent('The API does not answer.'))
  it('tells being offline apart', () => expect(draw({ online: false, failures: 1, failingSince: AT }).container).toHaveTextContent('You are offline. Figures are from 14:32:04.'))
  it('offers to sign in again', async () => {
    const { onSignIn } = draw({ sessionEnded: true })
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(onSignIn).toHaveBeenCalledTimes(1)
  })
  it('offers the newer version', () => {
    draw({ newVersion: true })
    expect(screen.getByRole('button', { name: 'Reload' })).toBeVisible()
    expect(ANNOUNCEMENTS.version).toContain('newer version')
  })
})
