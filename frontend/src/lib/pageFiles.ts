/** Which files a page is made of, by its address; the built index.html names them (scripts/pageFiles.ts), the development server has none to name. */
const PAGES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\/$/, 'Dashboard'],
  [/^\/jobs\/new$/, 'NewJobPage'],
  [/^\/jobs\/[^/]+$/, 'JobPage'],
  [/^\/leads$/, 'LeadsPage'],
  [/^\/leads\/[^/]+$/, 'LeadPage'],
  [/^\/profiles\/(?:new|[^/]+\/edit)$/, 'EditProfilePage'],
  [/^\/profiles$/, 'ProfilesPage'],
  [/^\/sign-in$/, 'SignInPage'],
]

export function pageFiles(path: string): readonly string[] {
  const page = PAGES.find(([pattern]) => pattern.test(path))?.[1]
  return document.querySelector<HTMLMetaElement>(`meta[name="files:${page ?? ''}"]`)?.content.split(' ') ?? []
}
