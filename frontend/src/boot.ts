/** The entry: styles first, then the app; if its file is gone, a way to the new version. */
import './styles/app.css'

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

import('./main').catch(offerReload)
