/** Hands files to the browser's downloads. */

/** Has the browser fetch a file of ours; it names and keeps it, and the page stays. */
export function downloadFrom(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

/** A file made on the page. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  downloadFrom(address, name)
  // some browsers read the address only after this turn
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
