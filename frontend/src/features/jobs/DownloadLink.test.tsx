/** A download that cannot come leaves the page where it is, and says why. */
import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DownloadLink } from '@/features/jobs/DownloadLink'
import { connection } from '@/lib/connection'
import { renderWith } from '@/test/render'
import { API, server } from '@/test/server'

const FILE = `${API}/jobs/j/results?format=csv`
/** Addresses that the browser was told to fetch by itself. */
const followed: string[] = []

function draw(status: number) {
  const asked = vi.fn(() => new HttpResponse(null, { status }))
  server.use(http.head(`${API}/jobs/j/results`, asked))
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function follow(this: HTMLAnchorElement) {
    followed.push(this.href)
  })
  renderWith(<DownloadLink href={FILE}>Download CSV</DownloadLink>, { path: '/jobs/j' })
  return { asked, link: screen.getByRole('link', { name: 'Download CSV' }) }
}

describe('DownloadLink', () => {
  afterEach(() => {
    followed.length = 0
    connection.reset()
  })

  it('asks first, without the file, then has the browser fetch it', async () => {
    const { asked, link } = draw(200)
    await userEvent.click(link)
    await waitFor(() => expect(followed).toEqual([FILE]))
    expect(asked).toHaveBeenCalledOnce()
  })

  it('stays on the page when the session has ended, which the page then says', async () => {
    const { link } = draw(401)
    await userEvent.click(link)
    expect(await screen.findByText(/your session has ended. Sign in again/)).toBeInTheDocument()
    expect(connection.read().sessionEnded).toBe(true)
    expect(followed).toEqual([])
    expect(location.pathname).toBe('/jobs/j')
  })

  it('says why there is no file', async () => {
    const { link } = draw(404)
    await userEvent.click(link)
    expect(await screen.findByText('Nothing was downloaded. The API answered 404 without saying why.')).toBeInTheDocument()
    expect(connection.read().sessionEnded).toBe(false)
    expect(followed).toEqual([])
  })

  it('leaves a click for another tab to the browser, in which no error can take the page’s place', () => {
    const { asked, link } = draw(200)
    const click = createEvent.click(link, { ctrlKey: true })
    fireEvent(link, click)
    expect(click.defaultPrevented).toBe(false)
    expect(link).toHaveAttribute('download')
    expect(asked).not.toHaveBeenCalled()
  })
})
