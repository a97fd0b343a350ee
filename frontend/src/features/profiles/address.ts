/** Where a profile's version is shown. */

export function versionAddress(profileId: string, version?: number): string {
  const query = new URLSearchParams({ profile: profileId })
  if (version !== undefined) query.set('version', String(version))
  return `/profiles?${query}`
}

/** A version in the address: a whole number from 1, else none. */
export function versionIn(params: URLSearchParams): number | null {
  const said = params.get('version') ?? ''
  return /^[1-9]\d{0,8}$/.test(said) ? Number(said) : null
}
