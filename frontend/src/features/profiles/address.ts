/** Where a profile's version is shown. */

export function versionAddress(profileId: string, version?: number, previewJob?: string): string {
  const query = new URLSearchParams({ profile: profileId })
  if (version !== undefined) query.set('version', String(version))
  if (previewJob !== undefined) query.set('preview', previewJob)
  return `/profiles?${query}`
}

/** Where a version is edited. */
export function editAddress(profileId: string, version: number): string {
  return `/profiles/${profileId}/edit?version=${version}`
}

/** Where a profile begins: from a preset, or as a copy of a version. */
export function newAddress(from?: { readonly preset: string } | { readonly profileId: string; readonly version: number }): string {
  if (!from) return '/profiles/new'
  return `/profiles/new?${'preset' in from ? new URLSearchParams({ preset: from.preset }) : new URLSearchParams({ copy: from.profileId, version: String(from.version) })}`
}

/** A version in the address: a whole number from 1, else none. */
export function versionIn(params: URLSearchParams): number | null {
  const said = params.get('version') ?? ''
  return /^[1-9]\d{0,8}$/.test(said) ? Number(said) : null
}
