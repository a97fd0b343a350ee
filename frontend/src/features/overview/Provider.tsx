/** Who judges now, whether they answer, and how busy they are. */
import type { ReactNode } from 'react'
import { Amount, Time } from '@/components/Amounts'
import { Pair, Pairs } from '@/components/Receipt'
import { Section } from '@/components/Section'
import { ProviderState, SimulatorMark } from '@/components/SimulatorMark'
import type { ProviderStateName } from '@/components/SimulatorMark'
import { formatCount } from '@/lib/format'
import { formatLatency } from '@/lib/time'
import type { Summary } from '@/services/types'

const FAILED_MEANWHILE = 'leads that were asked meanwhile failed and have to be handed in again.'

const WORDS: Record<ProviderStateName, ReactNode> = {
  simulator: <><code>CEREBRAS_API_KEY</code> is not set, so keyword rules give the scores, not a model. Costs are list prices; nothing is billed. Set the key and start again.</>,
  answers: 'Most calls of the last minute were answered.',
  limited: 'The provider asks to wait: its limit is used up. Jobs go on by themselves.',
  silent: 'Most calls of the last minute failed; they are tried again.',
  account_refused: <>The provider refuses the account: its key is wrong, lacks permission or has no credit left. Check <code>CEREBRAS_API_KEY</code> and the account’s billing and start again; {FAILED_MEANWHILE}</>,
  settings_refused: <>The provider takes the key, but refuses what is asked: it does not know the model, or not the form of the request. Check <code>CEREBRAS_MODEL</code> and <code>CEREBRAS_BASE_URL</code> and start again; {FAILED_MEANWHILE}</>,
  idle: 'Nothing was asked in the last minute.',
}

export function Provider({ provider }: { readonly provider: Summary['provider'] }) {
  const { name, model, simulated, state, in_flight, slots, workers, since } = provider
  return (
    <Section id="provider" title="Provider" note={state === 'simulator' ? <SimulatorMark inline /> : <ProviderState name={name} state={state} />}>
      <p className="py-2.5 leading-[1.3125rem]">{WORDS[state]}{since === null ? null : <> Its last good answer came at <Time at={since} />.</>}</p>
      <Pairs>
        <Pair label={simulated ? 'Stands in for' : 'Model'}><code>{model}</code></Pair>
        <Pair label="Calls in the last minute"><Amount value={provider.calls_last_minute} /></Pair>
        <Pair label="Tokens in the last minute"><Amount value={provider.tokens_last_minute} /></Pair>
        <Pair label="Calls in flight" meter={slots > 0 ? in_flight / slots : 0}><Amount value={in_flight} /> <span className="text-ink-3">of {formatCount(slots)}</span></Pair>
        <Pair label="Answer time, median">{formatLatency(provider.median_latency_ms)}</Pair>
        <Pair label="Workers">{workers > 0 ? formatCount(workers) : <span className="text-danger">none; jobs wait for one</span>}</Pair>
      </Pairs>
    </Section>
  )
}
