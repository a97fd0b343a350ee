/** Where a version comes from, and how near it is to what a provider takes. */
import { Time } from '@/components/Amounts'
import { Pair, Pairs } from '@/components/Receipt'
import { Section } from '@/components/Section'
import { formatCount } from '@/lib/format'
import type { ProfileVersion } from '@/services/types'

export function VersionFacts({ version: { created_at: created, used_at: used, size } }: { readonly version: ProfileVersion }) {
  const of = (value: number, limit: number) => `${formatCount(value)} of ${formatCount(limit)}`
  return (
    <Section title="Size and use">
      <Pairs>
        <Pair label="Written"><Time at={created} as="full" /></Pair>
        <Pair label="First used">{used === null ? <span className="text-ink-3">not yet</span> : <Time at={used} as="full" />}</Pair>
        <Pair label="Characters of the schema" meter={size.schema_characters / size.schema_limit}>{of(size.schema_characters, size.schema_limit)}</Pair>
        <Pair label="Properties" meter={size.properties / size.property_limit}>{of(size.properties, size.property_limit)}</Pair>
        <Pair label="Answer, tokens" meter={size.answer_tokens_estimate / size.answer_token_limit}>about {of(size.answer_tokens_estimate, size.answer_token_limit)}</Pair>
        <Pair label="Prompt without the lead, tokens">about {formatCount(size.prompt_tokens_estimate)}</Pair>
      </Pairs>
    </Section>
  )
}
