/** A sentence of the API as it is read: what stands in backticks there is code here. */
export function Prose({ children }: { readonly children: string }) {
  // oxlint-disable-next-line react/no-array-index-key -- a sentence never reorders
  return children.split('`').map((part, index) => (index % 2 === 1 ? <code key={index} className="wrap-anywhere">{part}</code> : part))
}
