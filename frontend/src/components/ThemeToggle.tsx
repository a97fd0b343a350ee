/** System, light, dark in turn; the choice is kept. */
import { useState } from 'react'
import { Button } from '@/components/Button'
import { chooseTheme, chosenTheme, nextTheme } from '@/lib/theme'
import type { Theme } from '@/lib/theme'

const ICONS = { system: 'theme', light: 'light', dark: 'dark' } as const
const WORDS: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' }

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const next = nextTheme(theme)
  const label = `Theme: ${WORDS[theme]}. Change to ${WORDS[next]}`
  return (
    <Button
      variant="icon"
      icon={ICONS[theme]}
      aria-label={label}
      title={label}
      onClick={() => {
        chooseTheme(next)
        setTheme(next)
      }}
    />
  )
}
