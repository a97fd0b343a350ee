import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { useState } from 'react'
import { Chooser } from '@/features/import/Chooser'
import { loadExample } from '@/features/import/example'
import { readJson } from '@/features/import/readJson'
import type { Source } from '@/features/import/source'
import { download } from '@/lib/download'
import { SESSION } from '@/test/fixtures'
import { renderWith } from '@/test/render'

vi.mock('@/lib/download', () => ({ download: vi.fn() }))
vi.mock('@/features/import/example', { spy: true })
vi.mock('@/features/import/readJson', { spy: true })

function Held({ onSource, focus }: { readonly onSource: (source: Source) => void; readonly focus?: 'file' | 'rows' }) {
  const [pasted, setPasted] = useState('')
  return <Chooser limits={SESSION.limits} focus={focus} pasted={pasted} onPasted={setPasted} onSource={onSource} />
}

function show(focus?: 'file' | 'rows') {
  const onSource = vi.fn<(source: Source) => void>()
  renderWith(<Held onSource={onSource} focus={focus} />)
  return { onSource, user: userEvent.setup() }
}
const csv = (name = 'fair.csv') => new File(['company\nHalden\n'], name, { type: 'text/csv' })
const held = (files: readonly File[]) => ({ dataTransfer: { types: ['Files'], files, dropEffect: 'none' } })

describe('choosing', () => {
  it('takes a file from the field, which says what is taken', async () => {
    const { onSource, user } = show()
    const field = screen.getByLabelText(/choose one/i)
    expect(field).toHaveAccessibleDescription('CSV, JSON or JSON Lines, up to 50,000 leads or 25 MB. Nothing is sent to the model before you start.')
    await user.upload(field, csv())
    await waitFor(() => expect(onSource).toHaveBeenCalledWith(expect.objectContaining({ kind: 'csv', name: 'fair.csv' })))
  })

  it('begins with the example where the address asks for it, once', async () => {
    const onSource = vi.fn<(source: Source) => void>()
    renderWith(<Held onSource={onSource} />, { path: '/jobs/new?example' })
    await waitFor(() => expect(onSource).toHaveBeenCalledWith(expect.objectContaining({ name: 'example-leads.csv' })))
    expect(onSource).toHaveBeenCalledTimes(1)
    expect(location.pathname + location.search).toBe('/jobs/new')
  })

  it('takes a file dropped anywhere, and shows that it would', async () => {
    const { onSource } = show()
    fireEvent.dragOver(document.body, held([]))
    expect(screen.getByText('Drop it anywhere on the page')).toBeVisible()
    const inside = createEvent.dragLeave(document.body)
    fireEvent(document.body, Object.defineProperty(inside, 'relatedTarget', { value: document.body }))
    expect(screen.getByText('Drop it anywhere on the page')).toBeVisible()
    fireEvent.dragLeave(document.body)
    expect(screen.queryByText('Drop it anywhere on the page')).toBeNull()
    expect(fireEvent.drop(document.body, held([csv('dropped.csv')]))).toBe(false)
    await waitFor(() => expect(onSource).toHaveBeenCalledWith(expect.objectContaining({ name: 'dropped.csv' })))
  })

  it('leaves text that is dragged alone', () => {
    show()
    expect(fireEvent.dragOver(document.body, { dataTransfer: { types: ['text/plain'], files: [] } })).toBe(true)
    expect(fireEvent.drop(document.body, { dataTransfer: { types: ['text/plain'], files: [] } })).toBe(true)
  })

  it('takes one file at a time', async () => {
    const { onSource } = show()
    fireEvent.drop(document.body, held([csv('a.csv'), csv('b.csv')]))
    expect(await screen.findByRole('alert')).toHaveTextContent('2 files were dropped')
    expect(onSource).not.toHaveBeenCalled()
  })

  it('says why a file is not taken, until another is', async () => {
    const { onSource, user } = show()
    const field = screen.getByLabelText(/choose one/i)
    await user.upload(field, new File([''], 'none.csv', { type: 'text/csv' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('The file is empty')
    await user.upload(field, csv())
    await waitFor(() => expect(onSource).toHaveBeenCalledOnce())
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('takes pasted rows by button and by key, and nothing empty', async () => {
    const { onSource, user } = show()
    const check = screen.getByRole('button', { name: 'Check these rows' })
    await user.click(check)
    expect(onSource).not.toHaveBeenCalled()
    expect(check).toHaveAttribute('title', 'Paste rows first')
    await user.click(screen.getByLabelText('Or paste rows'))
    await user.paste('company\tmail\nHalden\ta@b.example')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await user.click(check)
    expect(onSource).toHaveBeenCalledTimes(2)
    expect(onSource).toHaveBeenCalledWith(expect.objectContaining({ kind: 'csv', isPasted: true }))
  })

  it('says where pasted JSON is broken', async () => {
    const { user } = show()
    await user.click(screen.getByLabelText('Or paste rows'))
    await user.paste('[{]')
    await user.click(screen.getByRole('button', { name: 'Check these rows' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not valid JSON')
  })

  it('says so where the part of the page that reads JSON does not arrive', async () => {
    vi.mocked(readJson).mockImplementationOnce(() => {
      throw new TypeError('Failed to fetch dynamically imported module')
    })
    const { onSource, user } = show()
    await user.upload(screen.getByLabelText(/choose one/i), new File(['[{}]'], 'a.json', { type: 'application/json' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Reload the page and try again. Nothing was sent.')
    expect(screen.getByLabelText(/choose one/i)).toHaveAttribute('aria-busy', 'false')
    expect(onSource).not.toHaveBeenCalled()
  })

  it('goes on where the person was', () => {
    show('rows')
    expect(screen.getByLabelText('Or paste rows')).toHaveFocus()
  })
  it('goes on at the file', () => {
    show('file')
    expect(screen.getByLabelText(/choose one/i)).toHaveFocus()
  })
})

describe('what helps', () => {
  it('takes the example', async () => {
    const { onSource, user } = show()
    await user.click(screen.getByRole('button', { name: 'Use the example, 250 leads' }))
    await waitFor(() => expect(onSource).toHaveBeenCalledWith(expect.objectContaining({ name: 'example-leads.csv' })))
  })
  it('says that the example could not be loaded', async () => {
    vi.mocked(loadExample).mockRejectedValueOnce(new Error('gone'))
    const { user } = show()
    await user.click(screen.getByRole('button', { name: /Use the example/ }))
    expect(await screen.findByText('The example could not be loaded. Try again.')).toBeInTheDocument()
  })
  it('makes a template with a column for each field', async () => {
    const { user } = show()
    await user.click(screen.getByRole('button', { name: 'Download a template' }))
    await waitFor(() => expect(download).toHaveBeenCalledWith(expect.any(Blob), 'leads-template.csv'))
    expect(await vi.mocked(download).mock.calls[0]?.[0].text()).toContain('Company,Website,Company size,Industry,Contact,Job title,E-mail,Phone,Notes\r\n')
  })
})
