/** Mounts the app: the last boundary around it, and the root's callbacks into the reporter. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/App'
import { ErrorBoundary } from '@/components/ErrorBoundary'
import { connection } from '@/lib/connection'
import { report, watchWindow } from '@/lib/reporter'

// a deploy removes files that an older page still wants
window.addEventListener('vite:preloadError', () => connection.foundNewVersion())
watchWindow()

const root = document.getElementById('root')
if (root) {
  createRoot(root, {
    onCaughtError: (error, info) => void report(error, 'caught', info.componentStack ?? null),
    onUncaughtError: (error, info) => void report(error, 'uncaught', info.componentStack ?? null),
    onRecoverableError: (error, info) => void report(error, 'recovered', info.componentStack ?? null),
  }).render(
    <StrictMode>
      <ErrorBoundary name="The dashboard" scope="root">
        <App />
      </ErrorBoundary>
    </StrictMode>,
  )
}
