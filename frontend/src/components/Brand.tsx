/** The product's mark: three levels of a score. */

export function BrandMark() {
  return (
    <svg width="18" height="16" viewBox="0 0 18 16" aria-hidden="true">
      <rect className="fill-line-strong" x="0" y="1" width="7" height="14" rx="1" />
      <rect className="fill-accent" x="0" y="5" width="7" height="10" rx="1" />
      <rect className="fill-accent" x="8.5" y="1" width="5" height="14" rx="1" />
      <rect className="fill-line-strong" x="15" y="1" width="3" height="14" rx="1" />
      <rect className="fill-accent" x="15" y="9" width="3" height="6" rx="1" />
    </svg>
  )
}
