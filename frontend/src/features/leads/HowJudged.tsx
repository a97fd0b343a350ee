/** Who judged, when, by which profile and model, and what it cost, as a receipt of its own. */
import { Link } from 'wouter'
import { Time } from '@/components/Amounts'
import { PlaceName } from '@/components/PlaceName'
import { Pair, Pairs, Sum, Sums } from '@/components/Receipt'
import { Section } from '@/components/Section'
import { usePlace } from '@/features/leads/usePlace'
import { formatCount, formatMoney, formatMoneyExact, shortId } from '@/lib/format'
import { formatLatency } from '@/lib/time'
import type { Assessment, Lead } from '@/services/types'

const FEWEST = 6
const MOST = 9

/** As many decimals as the figures need, so that the terms add up as they are written. */
export function placesOf(amounts: readonly string[]): number {
  const needed = amounts.map((amount) => (amount.split('.')[1] ?? '').replace(/0+$/, '').length)
  return Math.min(MOST, Math.max(FEWEST, ...needed))
}

interface Props {
  readonly lead: Lead
  readonly assessment: Assessment
}

export function HowJudged({ lead, assessment }: Props) {
  const { profile, job, submitted_at, qualified_at, cost } = lead
  const { created_at, simulated, model, provider, prompt_version, latency_ms, prompt_tokens, completion_tokens, cost_usd } = assessment
  const row = usePlace(lead)
  const reused = Date.parse(created_at) < Date.parse(submitted_at)
  return (
    <Section title="How it was judged">
      <Pairs>
        <Pair label="Judged"><Time at={created_at} as="full" /></Pair>
        {reused ? <Pair label="Reused"><Time at={qualified_at ?? submitted_at} as="full" /> <span className="text-ink-3">at no cost</span></Pair> : null}
        {profile ? <Pair label="Profile">{profile.name}, v{profile.version}</Pair> : null}
        <Pair label="Model">{simulated ? <>simulator <span className="text-ink-3">for</span> <code>{model}</code></> : <><code>{model}</code> <span className="text-ink-3">at {provider}</span></>}</Pair>
        <Pair label="Prompt"><code>{prompt_version}</code></Pair>
        <Pair label="Answer time">{formatLatency(latency_ms)}</Pair>
        {job ? <Pair label="Job"><Link href={`/jobs/${job.id}`}>{job.name ?? shortId(job.id)}</Link> {row ? <span className="wrap-anywhere text-ink-3"><PlaceName place={row} /></span> : null}</Pair> : null}
      </Pairs>
      <CostReceipt cost={cost} tokens={[prompt_tokens, completion_tokens]} total={cost_usd} simulated={simulated} />
    </Section>
  )
}

interface CostProps {
  /** Null when it was made of other prices than today's. */
  readonly cost: Lead['cost']
  readonly tokens: readonly [number, number]
  readonly total: string
  readonly simulated: boolean
}

function CostReceipt({ cost, tokens: [prompt, completion], total, simulated }: CostProps) {
  const places = placesOf(cost ? [cost.input_usd, cost.output_usd, total] : [total])
  return (
    <Sums caption="Cost of this assessment">
      <Sum label={`${formatCount(prompt)} tokens in`} what={cost ? `${formatMoney(cost.price_input_usd)} a million` : undefined}>{cost ? formatMoneyExact(cost.input_usd, places) : ''}</Sum>
      <Sum label={`${formatCount(completion)} tokens out`} what={cost ? `${formatMoney(cost.price_output_usd)} a million` : undefined}>{cost ? formatMoneyExact(cost.output_usd, places) : ''}</Sum>
      <Sum kind="total" label={simulated ? 'Cost at list price' : 'Cost'} what={whatOf(simulated, cost !== null)}>{formatMoneyExact(total, places)}</Sum>
    </Sums>
  )
}

function whatOf(simulated: boolean, split: boolean): string | undefined {
  if (simulated) return 'nothing billed'
  return split ? undefined : 'at the prices of then'
}
