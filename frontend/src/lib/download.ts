/** Hands a file made on the page to the browser's downloads. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // some browsers read the address only after this turn
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
