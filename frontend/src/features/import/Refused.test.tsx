import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Refused } from '@/features/import/Refused'

const refusal = (faults: Parameters<typeof Refused>[0]['refusal']['faults']) => ({ title: 'This file cannot be read as leads', detail: 'The columns cannot be read.', faults, requestId: 'req_1' })

describe('Refused', () => {
  it('says one fault once, with its place and the request', () => {
    render(<Refused refusal={refusal([{ code: 'x', detail: 'No column holds the company.', row: 1 }])} hint="Choose below." />)
    const alert = screen.getByRole('alert')
    expect(alert).toHaveTextContent('Line 1: No column holds the company.')
    expect(alert).not.toHaveTextContent('The columns cannot be read.')
    expect(alert).toHaveTextContent('Choose below.')
    expect(alert).toHaveTextContent('Request req_1')
  })
  it('names the place of a fault in JSON', () => {
    render(<Refused refusal={refusal([{ code: 'x', detail: 'Is no text.', pointer: '/metadata/hall' }, { code: 'x', detail: 'Is too long.', pointer: '/leads/2/notes' }])} />)
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['metadata/hall: Is no text.', 'Lead 3, notes: Is too long.'])
  })
  it('lists several, the first twenty', () => {
    render(<Refused refusal={refusal(Array.from({ length: 21 }, (_, at) => ({ code: 'x', detail: `fault ${at}`, column: `c${at}` })))} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(20)
    expect(screen.getByText('The columns cannot be read.')).toBeInTheDocument()
    expect(screen.getByText('The first 20 of 21 are listed.')).toBeInTheDocument()
  })
  it('needs no fault', () => {
    render(<Refused refusal={{ ...refusal([]), requestId: null }} />)
    expect(screen.getByRole('alert')).toHaveTextContent('The columns cannot be read.')
    expect(screen.queryByText(/Request/)).toBeNull()
  })
})
