/** What the words of a list of scores mean, behind a line that can be opened by touch and key alike. */
import type { ReactNode } from 'react'

const WORDS: ReadonlyArray<readonly [word: string, meaning: ReactNode]> = [
  ['Levels', 'A column for each criterion of the profile: as wide as the criterion counts, as high as the lead’s level from 0 to 4, hatched where the lead does not say.'],
  ['Coverage', 'The share of the criteria, by their weight, that the lead says something about.'],
  ['Open', 'The lead says too little for a tier; the next question is what to ask first.'],
  ['Out', 'A rule of the profile disqualifies the lead, whatever its score.'],
]

export function Legend() {
  return (
    <details className="pt-3 text-xs text-ink-3">
      <summary className="w-fit cursor-pointer py-1 text-link">What Levels, Coverage, Open and Out mean</summary>
      <dl className="max-w-[44rem] pt-1">
        {WORDS.map(([word, meaning]) => (
          <div key={word} className="grid grid-cols-[5.5rem_minmax(0,1fr)] py-0.5">
            <dt className="text-ink">{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
