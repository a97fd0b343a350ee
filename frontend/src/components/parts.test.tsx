import { useQuery } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { Amount, Money, Time } from '@/components/Amounts'
import { Banner } from '@/components/Banner'
import { Button, ButtonLink } from '@/components/Button'
import { Count, Counts } from '@/components/Counts'
import { Empty, LoadFailed } from '@/components/Empty'
import { SelectField, TextField } from '@/components/Field'
import { Figure, Figures } from '@/components/Figures'
import { FilterChip, SearchField, Segments } from '@/components/Filters'
import { HATCH } from '@/components/Hatch'
import { Begin } from '@/components/Begin'
import { Legend } from '@/components/Legend'
import { Levels, LevelsFigure, Pips, describeLevels, layOut } from '@/components/Levels'
import { Crumbs, Page } from '@/components/Page'
import { PageSkeleton } from '@/components/PageSkeleton'
import { PlaceName } from '@/components/PlaceName'
import { ProgressTrack, endedOf, partsOf } from '@/components/ProgressTrack'
import { Pair, Pairs, Sum, Sums } from '@/components/Receipt'
import { ScoreCell } from '@/components/ScoreCell'
import { Section, Split } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { Sparkline } from '@/components/Sparkline'
import { JobState, StateMark, describeJob } from '@/components/StateMark'
import { Row, RowHead, SortHead, Sub, Table, TableFoot, Td, Th } from '@/components/Table'
import { TierChip, tierName } from '@/components/TierChip'
import { ApiError } from '@/services/errors'
import { JOB } from '@/test/fixtures'
import { renderWith } from '@/test/render'

const LEVELS = [
  { key: 'fit', label: 'Company fit', weight: 25, level: 4, points: '25.00' },
  { key: 'need', label: 'Need', weight: 25, level: 3, points: '18.75' },
  { key: 'timing', label: 'Timing', weight: 15, level: 4, points: '15.00' },
  { key: 'authority', label: 'Authority', weight: 15, level: 2, points: '7.50' },
  { key: 'budget', label: 'Budget', weight: 12, level: null, points: null },
  { key: 'tools', label: 'Current tools', weight: 8, level: null, points: null },
]

describe('Button', () => {
  it('presses', async () => {
    const press = vi.fn()
    render(<Button icon="retry" onClick={press}>Try again</Button>)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(press).toHaveBeenCalledTimes(1)
  })
  it('stays in reach while it cannot be pressed, and says why', async () => {
    const [press, submit] = [vi.fn(), vi.fn((event: SubmitEvent) => event.preventDefault())]
    render(<form onSubmit={(event) => submit(event.nativeEvent as SubmitEvent)}><Button type="submit" disabledReason="No row is good" onClick={press}>Judge 0 leads</Button></form>)
    await userEvent.tab()
    expect(screen.getByRole('button')).toHaveFocus()
    expect(screen.getByRole('button')).toHaveAccessibleDescription('No row is good')
    await userEvent.click(screen.getByRole('button'))
    await userEvent.keyboard('{Enter}')
    expect(press).not.toHaveBeenCalled()
    expect(submit).not.toHaveBeenCalled()
  })
  it('is a link where it leads somewhere', async () => {
    render(<><ButtonLink href="/jobs/new" variant="primary">New job</ButtonLink><ButtonLink external href="/api/x.csv" download icon="down">Download</ButtonLink></>)
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute('download')
    await userEvent.click(screen.getByRole('link', { name: 'New job' }))
    expect(location.pathname).toBe('/jobs/new')
  })
})

describe('scores', () => {
  it.each([['A', 'Tier A'], ['open', 'Tier Open'], ['disqualified', 'Tier Out (disqualified)']])('names tier %s', (tier, text) => {
    const { container } = render(<TierChip tier={tier} />)
    expect(container).toHaveTextContent(text)
  })
  it('steps an unknown name by its rank, and an unranked one to the last', () => {
    const { container } = render(<><TierChip tier="Gold" rank={0} /><TierChip tier="Tin" /></>)
    expect(container.querySelectorAll('.bg-tier-a')).toHaveLength(1)
    expect(container.querySelectorAll('.bg-tier-d')).toHaveLength(1)
    expect([tierName('open'), tierName('A')]).toEqual(['Open', 'A'])
  })
  it('draws a certain score full', () => {
    const { container } = render(<ScoreCell score={83} tier="A" />)
    expect(container).toHaveTextContent('Score 83Tier A')
    expect(container.querySelector('rect.fill-data')).toHaveAttribute('width', '83')
  })
  it('hatches a score that too little is known for', () => {
    const { container } = render(<ScoreCell score={91} tier="open" />)
    expect(container.querySelector(`rect[fill="${HATCH}"]`)).toHaveAttribute('width', '91')
    expect(container.querySelector('.fill-data')).toBeNull()
  })
  it('writes an absent score as –', () => expect(render(<ScoreCell score={null} tier={null} />).container).toHaveTextContent('Score –'))
})

describe('Levels', () => {
  it('are as wide as their weights and fill the drawing', () => {
    const columns = layOut(LEVELS, 70)
    expect(columns.map(({ width }) => width)).toEqual([15, 15, 9, 9, 7, 5])
    expect(columns.at(-1)).toMatchObject({ x: 65, width: 5 })
  })
  it('name each level, unknown too', () => {
    render(<Levels levels={LEVELS} />)
    expect(screen.getByRole('img')).toHaveAccessibleName('Company fit 4, Need 3, Timing 4, Authority 2, Budget unknown, Current tools unknown')
    expect(describeLevels([])).toBe('')
  })
  it('are as high as the level, hatched if unknown', () => {
    const { container } = render(<Levels levels={LEVELS} />)
    expect([...container.querySelectorAll('.fill-data')].map((bar) => bar.getAttribute('height'))).toEqual(['16', '12', '16', '8'])
    expect(container.querySelectorAll(`[fill="${HATCH}"]`)).toHaveLength(2)
  })
  it('are absent before a lead was judged', () => expect(render(<Levels levels={null} />).container).toHaveTextContent('–'))
  it('stand large with their points', () => {
    const { container } = render(<LevelsFigure levels={LEVELS} />)
    expect(container).toHaveTextContent('Need18.75')
    expect(container).toHaveTextContent('Budget–')
  })
  it('name a narrow column by the last word of its label', () => {
    const { container } = render(<LevelsFigure levels={[{ key: 'fit', label: 'Company fit', weight: 25, level: 4, points: 25 }, { key: 'rest', label: 'Everything else', weight: 67, level: 1, points: 16.75 }, { key: 'tools', label: 'Current tools', weight: 8, level: null, points: null }]} />)
    expect(container).toHaveTextContent('Company fit25.00Everything else16.75Tools–')
  })
  it('count as pips', () => {
    const { container, rerender } = render(<Pips level={2} />)
    expect(container.querySelectorAll('.fill-data')).toHaveLength(2)
    rerender(<Pips level={null} />)
    expect(container.querySelectorAll(`[fill="${HATCH}"]`)).toHaveLength(4)
  })
})

describe('ProgressTrack', () => {
  it('tells name and value', () => {
    render(<ProgressTrack name="Trade fair" counts={JOB.request_counts} />)
    const progress = screen.getByRole('progressbar', { name: 'Trade fair' })
    expect(progress).toHaveAttribute('max', '1840')
    expect(progress).toHaveAttribute('value', '1126')
    expect(progress).toHaveTextContent('1,126 of 1,840')
  })
  it('shows one failure of thousands, and never more than the whole', () => {
    const counts = { total: 10_000, queued: 0, in_progress: 0, succeeded: 9_999, failed: 1, cancelled: 0, expired: 0 }
    expect(partsOf(counts)).toEqual({ done: 99, failed: 1, flight: 0 })
    expect(partsOf({ ...counts, total: 0, succeeded: 0, failed: 0 })).toEqual({ done: 0, failed: 0, flight: 0 })
    expect(endedOf({ ...counts, cancelled: 3, expired: 2 })).toBe(10_005)
  })
})

describe('states', () => {
  const counts = JOB.request_counts
  it.each([
    ['queued', {}, 'Queued'],
    ['in_progress', {}, 'Running'],
    ['paused', { status_reason: 'payment_required' }, 'Paused: no credit left'],
    ['paused', { status_reason: 'by_user' }, 'Paused'],
    ['cancelling', {}, 'Cancelling, 7 calls finish'],
    ['cancelling', { request_counts: { ...counts, in_progress: 0 } }, 'Cancelling'],
    ['cancelled', { request_counts: { ...counts, cancelled: 488 } }, 'Cancelled, 488 not judged'],
    ['cancelled', {}, 'Cancelled'],
    ['expired', { request_counts: { ...counts, expired: 58 } }, 'Expired, 58 not judged'],
    ['expired', {}, 'Expired'],
    ['failed', { status_reason: 'the model is retired' }, 'Failed: the model is retired'],
    ['failed', {}, 'Failed'],
    ['completed', { request_counts: { ...counts, failed: 0 } }, 'Completed'],
    ['completed', {}, 'Completed, 17 failed'],
  ] as const)('says of a job that is %s with %o: %s', (status, more, text) => expect(describeJob({ ...JOB, status, ...more }).text).toBe(text))
  it('are an icon and a word', () => {
    const { container } = render(<><JobState job={JOB} /><StateMark kind="plain" icon="file">fair.csv</StateMark></>)
    expect(container).toHaveTextContent('Runningfair.csv')
    expect(container.querySelectorAll('svg[aria-hidden]')).toHaveLength(2)
  })
})

describe('tables', () => {
  it('sort by a button in the head and say how', async () => {
    const sort = vi.fn()
    render(
      <><Table caption="Leads" dense>
        <thead><tr><SortHead order="desc" onSort={sort}>Score</SortHead><SortHead order={null} onSort={sort}>Company</SortHead><Th num hide="sm">Coverage</Th></tr></thead>
        <tbody><Row selected cursor><Td num>83</Td><RowHead>Halden<Sub only="sm">Mirela</Sub></RowHead><Td muted clipped hide="md">80%</Td></Row><Row><Td>1</Td></Row></tbody>
      </Table><TableFoot>50 a page</TableFoot></>,
    )
    expect(screen.getByRole('table', { name: 'Leads' })).toBeVisible()
    expect(screen.getByRole('columnheader', { name: 'Score' })).toHaveAttribute('aria-sort', 'descending')
    expect(screen.getByRole('columnheader', { name: 'Company' })).toHaveAttribute('aria-sort', 'none')
    expect(screen.getByRole('rowheader')).toHaveTextContent('Halden')
    expect(screen.getAllByRole('row')[1]).toHaveAttribute('aria-selected', 'true')
    await userEvent.click(screen.getByRole('button', { name: 'Company' }))
    expect(sort).toHaveBeenCalledTimes(1)
  })
  it('hold the place of rows that come', () => {
    const { container } = render(<table><tbody><SkeletonRows rows={3} columns={[{ width: 100 }, { width: 40, num: true, hide: 'sm' }]} /></tbody></table>)
    expect(container.querySelectorAll('tr')).toHaveLength(3)
    expect(container.querySelectorAll('svg')).toHaveLength(6)
  })
})

describe('empty places', () => {
  it('say what to do', () => {
    render(<Empty title="No leads yet" actions={<Button>New job</Button>}>Hand in a file.</Empty>)
    expect(screen.getByRole('heading', { level: 2, name: 'No leads yet' })).toBeVisible()
    expect(screen.getByRole('button', { name: 'New job' })).toBeVisible()
  })
  it('say why nothing could be loaded, with the request to name to others', async () => {
    const user = userEvent.setup()
    const retry = vi.fn()
    render(<LoadFailed title="Leads could not be loaded" onRetry={retry} error={new ApiError('The database does not answer.', { code: 'database_unavailable', status: 503, requestId: 'req_81f0c2' })} />)
    expect(screen.getByRole('alert')).toHaveTextContent('The API answered 503: The database does not answer. Request req_81f0c2')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledTimes(1)
    await user.click(screen.getByRole('button', { name: 'Copy the request id' }))
    expect(await navigator.clipboard.readText()).toBe('req_81f0c2')
  })
  it('bring back with one try whatever else failed, and ask for nothing twice', async () => {
    let broken = true
    const reads = { leads: 0, jobs: 0, fine: 0 }
    function Part({ name }: { readonly name: keyof typeof reads }) {
      const { data, error, refetch } = useQuery({
        queryKey: [name],
        staleTime: 60_000,
        queryFn: async () => {
          reads[name] += 1
          if (broken && name !== 'fine') throw new Error('away')
          return `${name} here`
        },
      })
      return error ? <LoadFailed title={`${name} could not be loaded`} error={error} onRetry={() => void refetch()} /> : <p>{data}</p>
    }
    renderWith(<><Part name="leads" /><Part name="jobs" /><Part name="fine" /></>)
    await vi.waitFor(() => expect(screen.getAllByRole('button', { name: 'Try again' })).toHaveLength(2))
    broken = false
    const [first] = screen.getAllByRole('button', { name: 'Try again' })
    first?.click()
    expect(await screen.findByText('leads here')).toBeVisible()
    expect(await screen.findByText('jobs here')).toBeVisible()
    expect(reads).toEqual({ leads: 2, jobs: 2, fine: 1 })
  })
  it('say so plainly when there was no answer at all', () => {
    render(<LoadFailed title="Leads could not be loaded" error={new Error('odd')} />)
    expect(screen.getByRole('alert')).toHaveTextContent('Leads could not be loadedodd')
    expect(screen.queryByRole('button')).toBeNull()
  })
  it('keep the place of a page', () => expect(render(<PageSkeleton />).container.firstElementChild).toHaveAttribute('aria-busy', 'true'))
})

describe('fields', () => {
  it('join label, help and fault', () => {
    render(<TextField label="API key" help="Not kept." error="This key was revoked." />)
    const field = screen.getByLabelText('API key')
    expect(field).toHaveAccessibleDescription('Not kept. This key was revoked.')
    expect(field).toBeInvalid()
    expect(screen.getByRole('alert')).toHaveTextContent('This key was revoked.')
  })
  it('are plain without', () => {
    render(<SelectField label="Profile"><option>v7</option></SelectField>)
    expect(screen.getByLabelText('Profile')).toBeValid()
    expect(screen.getByLabelText('Profile')).not.toHaveAttribute('aria-describedby')
  })
})

describe('filters', () => {
  it('search, choose and let go', async () => {
    const [onSearch, onTier, onRemove] = [vi.fn(), vi.fn(), vi.fn()]
    render(
      <>
        <SearchField label="Company, person or notes" value="" onChange={onSearch} />
        <Segments legend="Tier" name="tier" value="all" onChange={onTier} segments={[{ value: 'all', label: 'All', count: '2,488' }, { value: 'A', label: 'A' }]} />
        <FilterChip name="scored today" onRemove={onRemove}>Scored <b>today</b></FilterChip>
      </>,
    )
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search company, person or notes' }), 'h')
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' })
    expect(onSearch).toHaveBeenCalledTimes(1)
    await userEvent.click(screen.getByRole('radio', { name: 'A' }))
    await userEvent.click(screen.getByRole('button', { name: 'Remove filter: scored today' }))
    expect(onSearch).toHaveBeenCalledWith('h')
    expect(onTier).toHaveBeenCalledWith('A')
    expect(onRemove).toHaveBeenCalledTimes(1)
    expect(screen.getByRole('group', { name: 'Tier' })).toBeVisible()
  })
  it('clear a search with Esc', () => {
    const onSearch = vi.fn()
    render(<SearchField label="Company" value="harbour" onChange={onSearch} />)
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' })
    expect(onSearch).toHaveBeenCalledExactlyOnceWith('')
  })
})

describe('the frame of a page', () => {
  it('names the tab, the trail and the parts', () => {
    render(
      <Page title="Lead" facts="Mirela Osei" actions={<Button>Judge again…</Button>} crumbs={<Crumbs trail={[{ label: 'Leads', href: '/leads' }, { label: 'row 7' }]} end="5 of 9" />}>
        <Split aside="w-80"><Section title="Receipt" count="6" note="all found">text</Section><Section title="Bare">text</Section></Split>
      </Page>,
    )
    expect(document.title).toBe('Lead · Sales Agent')
    expect(within(screen.getByRole('navigation', { name: 'Breadcrumb' })).getByRole('link', { name: 'Leads' })).toHaveAttribute('href', '/leads')
    expect(screen.getByRole('region', { name: 'Receipt' })).toHaveTextContent('6all found')
  })
  it('shows figures with what puts them in proportion', () => {
    render(
      <Figures columns={4}>
        <Figure label="Leads a minute" value="240" aside={<Sparkline values={[0, 240]} cap={250} label="240 now" />}>250 allowed</Figure>
        <Figure label="Time left" value="3 to 4" unit="min" />
        <Figure label="Waiting on" word value="Requests a minute" />
      </Figures>,
    )
    expect(screen.getByText('Leads a minute').closest('div')).toHaveTextContent('240250 allowed')
    expect(screen.getByRole('img', { name: '240 now' }).querySelector('polyline')).toHaveAttribute('points', '0.0,28.0 100.0,2.1')
  })
  it('draws a curve of one value', () => {
    render(<Sparkline values={[0]} label="none" />)
    expect(screen.getByRole('img').querySelector('path')).toBeNull()
  })
  it('says a banner in one sentence and the rest', () => {
    render(<Banner tone="warn" icon="clock" title="Figures are old." actions={<Button>Try now</Button>}>Next try in 8 s.</Banner>)
    expect(screen.getByText('Figures are old.').closest('p')).toHaveTextContent('Figures are old. Next try in 8 s.')
  })
})

describe('receipts and figures in text', () => {
  it('add up', () => {
    render(<><Sums caption="Cost"><Sum label="Leads" what="none judged yet">626</Sum><Sum kind="sum" label="Judged">192</Sum><Sum kind="total" label="Estimated cost">$0.54</Sum><Sum kind="muted" label="Likely range">$0.50 to $0.60</Sum></Sums><Pairs><Pair label="Requests" meter={1.4}>248</Pair><Pair label="Workers">2</Pair></Pairs></>)
    expect(screen.getByRole('table', { name: 'Cost' })).toBeVisible()
    expect(screen.getByRole('rowheader', { name: 'Estimated cost' }).closest('tr')).toHaveTextContent('Estimated cost$0.54')
    expect(document.querySelector('rect.fill-data')).toHaveAttribute('width', '100.0')
  })
  it('count what a track shows', () => {
    render(<Counts live><Count label="Scored" mark="done">1,109</Count><Count label="Repeated" apart>5</Count></Counts>)
    expect(screen.getByText('Scored').closest('dl')).toHaveAttribute('aria-live', 'polite')
  })
  it('grey what is nothing and name the zone of a time', () => {
    const { container } = render(<><Amount value={0} /><Amount value={12} /><Money usd="0" /><Money usd="2.12" /><Time at={null} /><Time at="2026-11-24T13:31:57Z" as="full" /><Time at="2026-11-24T13:31:57Z" as="clock" seconds /><Time at="2026-11-23T15:41:00Z" now={new Date('2026-11-24T12:00:00Z')} /></>)
    expect(container).toHaveTextContent('012$0.00$2.12–24 Nov 2026, 14:31:5714:31:57Mon 16:41')
    expect(container.querySelectorAll('.text-ink-3')).toHaveLength(3)
    expect(container.querySelector('time')).toHaveAttribute('title', '24 Nov 2026, 14:31:57, Central European Standard Time')
  })
})

describe('the ways to begin', () => {
  it('are a file of one’s own and the example', () => {
    render(<Begin allowed />)
    expect(screen.getByRole('link', { name: 'New job' })).toHaveAttribute('href', '/jobs/new')
    expect(screen.getByRole('link', { name: 'Use the example' })).toHaveAttribute('href', '/jobs/new?example')
  })
})

describe('the legend', () => {
  it('explains the words of the list to whoever opens it, by key or touch', async () => {
    render(<Legend />)
    expect(screen.getByText(/disqualifies the lead/)).not.toBeVisible()
    await userEvent.click(screen.getByText('What Levels, Coverage, Open and Out mean'))
    expect(screen.getByText(/disqualifies the lead/)).toBeVisible()
    expect(screen.getAllByRole('term').map(({ textContent }) => textContent)).toEqual(['Levels', 'Coverage', 'Open', 'Out'])
  })
})

it('offers nobody to hand in leads who may not', () => {
  render(<Begin allowed={false} />)
  expect(screen.queryByRole('link')).toBeNull()
  expect(screen.getByText(/may only read/)).toBeVisible()
})

describe('the place of a row', () => {
  it('is words, and an id of the sender’s own as it was written', () => {
    render(<><PlaceName place={{ text: 'Line 12', isOwnId: false }} /><PlaceName place={{ text: 'crm-17', isOwnId: true }} /></>)
    expect(screen.getByText('crm-17').tagName).toBe('CODE')
    expect(screen.getByText('Line 12').tagName).not.toBe('CODE')
  })
})
