/** How numbers and money are written: the reader's separators, LOOK.md's precision. Times are in time.ts. */

/** What stands where a value is absent. */
export const ABSENT = '–'

const locale = typeof navigator === 'undefined' ? 'en' : navigator.language
const formats = new Map<string, Intl.NumberFormat>()

function number(value: number, least: number, most: number): string {
  const key = `${least}-${most}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most })
    formats.set(key, format)
  }
  return format.format(value)
}

/** 1126 as "1,126". */
export function formatCount(value: number | null | undefined): string {
  return value == null ? ABSENT : number(Math.round(value), 0, 0)
}

/** "1 lead", "1,126 leads". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** A fraction as a whole percentage, "61%". Never 100% of something unfinished, nor 0% of something begun. */
export function formatPercent(fraction: number | null | undefined): string {
  if (fraction == null) return ABSENT
  const whole = Math.round(fraction * 100)
  if (whole === 100 && fraction < 1) return '99%'
  if (whole === 0 && fraction > 0) return '1%'
  return `${number(whole, 0, 0)}%`
}

/** A share of a whole, "12.5%"; absent when there is no whole. */
export function formatShare(part: number, whole: number): string {
  return whole > 0 ? `${number((part / whole) * 100, 1, 1)}%` : ABSENT
}

/** Points as they are added up, "18.75". */
export function formatPoints(points: string | number | null | undefined): string {
  return points == null ? ABSENT : number(Number(points), 2, 2)
}

/** Dollars: "$2.12"; under a cent two significant digits, "$0.00087". */
export function formatMoney(usd: string | number | null | undefined): string {
  if (usd == null) return ABSENT
  const value = Number(usd)
  const size = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  // by the figure as it will stand: 0.000998 rounds up to 0.0010
  const shown = Number(size.toPrecision(2))
  if (size === 0 || shown >= 0.01) return `${sign}$${number(size, 2, 2)}`
  const places = Math.min(9, 1 - Math.floor(Math.log10(shown)))
  return `${sign}$${number(size, places, places)}`
}

/** Dollars on a receipt of one call, six decimals: "$0.000494"; more where the terms would not add up without. */
export function formatMoneyExact(usd: string | number | null | undefined, places = 6): string {
  return usd == null ? ABSENT : `$${number(Number(usd), places, places)}`
}

/** A score before it was rounded, "82.8125", with two to four decimals. */
export function formatExact(score: number | null | undefined): string {
  return score == null ? ABSENT : number(score, 2, 4)
}

/** A fraction on a receipt, "80%" or "79.55%": not rounded, since it was stored with four decimals. */
export function formatPercentExact(fraction: number | null | undefined): string {
  return fraction == null ? ABSENT : `${number(fraction * 100, 0, 2)}%`
}

/** "$0.15 to $0.20", or one sum when both read alike. */
export function formatMoneyRange(low: string | number, high: string | number): string {
  const [from, to] = [formatMoney(low), formatMoney(high)]
  return from === to ? from : `${from} to ${to}`
}

/** A file's size: "812 bytes", "41 kB", "2.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte')
  if (bytes < 1e6) return `${number(Math.round(bytes / 1000), 0, 0)} kB`
  return `${number(bytes / 1e6, 1, 1)} MB`
}

/** The first two groups of an id, enough to tell jobs apart: "01a20dbc-9340". */
export function shortId(id: string): string {
  return id.length > 13 ? id.slice(0, 13) : id
}
