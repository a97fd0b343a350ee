/** The entry: styles first, then the app and the files of the page that was asked for; if the app's file is gone, a way to the new version. */
import './styles/app.css'
import { pageFiles } from '@/lib/pageFiles'

function offerReload(): void {
  const root = document.getElementById('root')
  if (!root) return
  const note = document.createElement('p')
  note.className = 'container py-6'
  note.setAttribute('role', 'alert')
  note.textContent = 'The dashboard could not be loaded; a newer version may be installed. '
  const reload = document.createElement('button')
  reload.type = 'button'
  reload.className = 'text-link underline'
  reload.textContent = 'Reload the page'
  reload.addEventListener('click', () => location.reload())
  note.append(reload)
  root.append(note)
}

// else they are found only once the app runs
for (const file of pageFiles(location.pathname)) {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = file
  document.head.append(link)
}
import('./main').catch(offerReload)
