import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { Histogram, countIn } from '@/components/Histogram'
import { bandsOf } from '@/components/HistogramTiers'
import { SUMMARY } from '@/test/fixtures'

function Scores({ bins = SUMMARY.histogram }: { readonly bins?: readonly number[] }) {
  const [range, setRange] = useState({ from: 70, to: 100 })
  return <><Histogram bins={bins} tiers={SUMMARY.tiers} range={range} onRange={setRange} label="Scores today" /><output>{`${countIn(bins, range)} from ${range.from} to ${range.to}`}</output></>
}
const said = () => screen.getByRole('status').textContent

function plot() {
  const svg = screen.getByRole('img')
  svg.getBoundingClientRect = () => ({ left: 100, width: 400 }) as DOMRect
  return svg
}

describe('Histogram', () => {
  it('names its highest bin', () => {
    render(<Scores />)
    expect(screen.getByRole('img')).toHaveAccessibleName('Scores today in steps of 5 points: the highest bin is 50 to 54 with 196 leads')
  })
  it('has a scale of leads beside its bars', () => {
    render(<Scores />)
    expect(screen.getByText('196').textContent).toBe('196 leads')
    expect([screen.getByText('98'), screen.getByText('0', { selector: '[aria-hidden] > *:last-child' })]).toHaveLength(2)
  })
  it('is drawn empty before anything is scored', () => {
    render(<Scores bins={SUMMARY.histogram.map(() => 0)} />)
    expect(screen.getByRole('img')).toHaveAccessibleName('Scores today in steps of 5 points: none yet')
  })
  it('counts what its range holds', () => {
    render(<Scores />)
    expect(said()).toBe('626 from 70 to 100')
    expect(document.querySelectorAll('rect.fill-data')).toHaveLength(6)
  })
  it('takes a range by dragging, in either direction', () => {
    render(<Scores />)
    fireEvent.pointerDown(plot(), { clientX: 185 })
    fireEvent.pointerMove(plot(), { clientX: 275 })
    expect(said()).toBe(`${countIn(SUMMARY.histogram, { from: 20, to: 45 })} from 20 to 45`)
    fireEvent.pointerMove(plot(), { clientX: 90 })
    expect(said()).toContain('from 0 to 25')
    fireEvent.pointerUp(plot())
    fireEvent.pointerMove(plot(), { clientX: 475 })
    expect(said()).toContain('from 0 to 25')
  })
  it('takes one bin by a click', () => {
    render(<Scores />)
    fireEvent.pointerDown(plot(), { clientX: 499 })
    expect(said()).toBe('34 from 95 to 100')
  })
  it('takes a range by two sliders that cannot pass each other', () => {
    render(<Scores />)
    fireEvent.change(screen.getByRole('slider', { name: 'Lowest score' }), { target: { value: '40' } })
    expect(said()).toContain('from 40 to 100')
    fireEvent.change(screen.getByRole('slider', { name: 'Highest score' }), { target: { value: '10' } })
    expect(said()).toContain('from 40 to 45')
    fireEvent.change(screen.getByRole('slider', { name: 'Lowest score' }), { target: { value: '90' } })
    expect(said()).toContain('from 40 to 45')
  })
  it('writes each tier below its own bins', () => {
    expect(bandsOf(SUMMARY.tiers).map(({ tier, from, span }) => [tier, from, span])).toEqual([['D', 0, 8], ['C', 40, 4], ['B', 60, 4], ['A', 80, 4]])
    render(<Scores />)
    expect(screen.getByText('12.5%').closest('div')).toHaveTextContent('Tier A31212.5%')
  })
})
