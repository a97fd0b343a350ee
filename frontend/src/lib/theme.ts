/** Light, dark or as the system says. `public/theme.js` applies the same choice before the first paint. */

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'theme'
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

function isTheme(value: string | null): value is Theme {
  return value === 'light' || value === 'dark' || value === 'system'
}

/** The choice made here; the system's when none was made or storage is switched off. */
export function chosenTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY)
    return isTheme(stored) ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Applies a theme at once and keeps it for the next visit. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // without storage the choice holds until the page is left
  }
}

/** The theme that the toggle goes to. */
export function nextTheme(theme: Theme): Theme {
  return NEXT[theme]
}
