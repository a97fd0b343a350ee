/** The one hatch of the page: "unknown" or "not the real thing". Layout draws it once; bars refer to it. */

export const HATCH = 'url(#hatch)'

export function HatchPattern() {
  return (
    <svg className="absolute" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="stroke-line-control stroke-1" d="M2 0v4" />
        </pattern>
      </defs>
    </svg>
  )
}
