import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { FaultList } from '@/features/import/FaultList'
import { groupFaults } from '@/features/import/faults'
import type { LocalRow } from '@/features/import/queries'

const row = (who: string, value: string | null): LocalRow => ({ who, valueOf: () => value, cells: [] })

function show(faults: Parameters<typeof groupFaults>[0], rows?: ReadonlyMap<number, LocalRow>) {
  const [group] = groupFaults(faults)
  if (!group) throw new Error('no group')
  render(<FaultList group={group} form="csv" rows={rows} />)
}

describe('FaultList', () => {
  it('shows cause, count, remedy, lines and what the file says there', () => {
    show(
      [18, 77, 141].map((line) => ({ code: 'invalid_email', detail: 'd', row: line, column: 'mail' })),
      new Map([[18, row('Vexham Dairy, Anna Lund', 'anna.lund@')], [77, row('', '')]]),
    )
    expect(screen.getByRole('heading', { name: 'E-mail address is not valid' })).toBeInTheDocument()
    expect(screen.getByText('3 rows')).toBeInTheDocument()
    expect(screen.getByText(/empty the cell/)).toBeInTheDocument()
    const [first, second, third] = screen.getAllByRole('listitem')
    expect(first).toHaveTextContent('Line 18Vexham Dairy, Anna Lundmailanna.lund@')
    expect(second).toHaveTextContent('Line 77no name in this rowmailempty')
    expect(third).toHaveTextContent('Line 141mail')
  })
  it('shows five rows first, then all', async () => {
    show(Array.from({ length: 600 }, (_, line) => ({ code: 'invalid_email', detail: 'd', row: line + 2 })))
    expect(screen.getAllByRole('listitem')).toHaveLength(5)
    await userEvent.click(screen.getByRole('button', { name: 'Show the other 595' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(600)
    expect(screen.queryByRole('button')).toBeNull()
  })
  it('lets each row say its own', () => {
    show([{ code: 'too_long', detail: 'notes has 10,240 characters, at most 10,000 are kept; shorten it.', row: 2, column: 'Notes' }])
    expect(screen.getByRole('listitem')).toHaveTextContent('10,240 characters')
  })
})
