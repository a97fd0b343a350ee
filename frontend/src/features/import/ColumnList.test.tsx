import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ColumnList } from '@/features/import/ColumnList'
import { conflictsOf } from '@/features/import/columns'
import type { Column } from '@/features/import/columns'

function show(columns: readonly Column[]) {
  const onChoose = vi.fn()
  render(<ColumnList columns={columns} conflicts={conflictsOf(columns)} onChoose={onChoose} />)
  return onChoose
}

describe('ColumnList', () => {
  it('shows header, field and sample, and counts them', () => {
    show([{ header: 'Company', field: 'company_name', sample: 'Halden' }, { header: 'Stand', field: 'additional_data', sample: null }, { header: 'x', field: 'ignore', sample: 'y' }])
    expect(screen.getByLabelText('Company')).toHaveDisplayValue('Company')
    expect(screen.getByLabelText('Stand')).toHaveDisplayValue('Kept as extra data')
    expect(screen.getByText('Halden')).toBeInTheDocument()
    expect(screen.getByText('3 columns: 1 to fields, 1 kept as extra data, 1 left out')).toBeInTheDocument()
  })
  it('tells which header was given which field', async () => {
    const onChoose = show([{ header: 'Remarks', field: 'additional_data', sample: null }])
    await userEvent.selectOptions(screen.getByLabelText('Remarks'), 'Notes')
    expect(onChoose).toHaveBeenCalledWith('Remarks', 'notes')
  })
  it('marks two headers of one field and says why', () => {
    show([{ header: 'Mail', field: 'contact_email', sample: null }, { header: 'Mail 2', field: 'contact_email', sample: null }, { header: 'Company', field: 'company_name', sample: null }])
    expect(screen.getByRole('alert')).toHaveTextContent('“Mail” and “Mail 2” both go to E-mail')
    expect(screen.getByLabelText('Mail 2')).toBeInvalid()
    expect(screen.getByLabelText('Mail 2')).toHaveAccessibleDescription(/both go to E-mail/)
    expect(screen.getByLabelText('Company')).toBeValid()
  })
  it('has nothing to choose for a column without a header, which the API cannot be told about', () => {
    show([{ header: '', field: null, sample: 'x' }, { header: 'Company', field: null, sample: null }])
    expect(screen.getAllByRole('combobox')).toHaveLength(1)
    expect(screen.getByLabelText('Company')).toHaveDisplayValue('By its name')
    expect(screen.getByText('Kept as extra data', { selector: 'span' })).toBeInTheDocument()
  })
})
