/** The example that comes with the product: the very file of examples/, fetched when it is asked for. */
export const EXAMPLE_LEADS = 250

export async function loadExample(): Promise<File> {
  const { default: text } = await import('../../../../examples/leads.csv?raw')
  return new File([text], 'example-leads.csv', { type: 'text/csv' })
}
