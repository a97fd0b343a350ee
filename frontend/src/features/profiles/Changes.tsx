/** What differs from the version before, in words, with the texts side by side. */
import { Section } from '@/components/Section'
import type { ProfileChange, ProfileVersion } from '@/services/types'

/** A text, a number or a list of texts as it is read; a whole entry is named by its words alone. */
export function shownValue(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(', ') : null
}

/** The words of a change of a figure already hold both. */
function Texts({ before, after }: ProfileChange) {
  if (typeof after === 'number') return null
  const [old, now] = [shownValue(before), shownValue(after)]
  return (
    <>
      {old ? <span className="block text-xs text-ink-3"><span className="sr-only">Before: </span><del>{old}</del></span> : null}
      {now ? <span className="block text-xs"><span className="sr-only">Now: </span><ins className="no-underline">{now}</ins></span> : null}
    </>
  )
}

export function Changes({ version: { version, changes } }: { readonly version: ProfileVersion }) {
  if (version === 1) return null
  return (
    <Section title={`Changed since v${version - 1}`} count={changes.length}>
      {changes.length === 0 ? <p className="pt-2">Nothing; it says what v{version - 1} says.</p> : (
        <ul>
          {changes.map((change) => (
            <li key={`${change.pointer} ${change.words}`} className="border-b border-line py-1.5 wrap-anywhere">
              {change.words}
              <Texts {...change} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
