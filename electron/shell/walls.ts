import { app, type Session, session, type WebContents } from 'electron'
import { appOrigin, appScheme } from './app-path.ts'

/** What every page of this app is refused, whatever it asks: permissions, network, navigation, windows, downloads. */
export function raiseWalls(): void {
  const { defaultSession } = session
  denyPermissions(defaultSession)
  denyNetwork(defaultSession)
  // The spell checker would fetch dictionaries from the internet.
  defaultSession.setSpellCheckerEnabled(false)
  defaultSession.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents))
}

/** Electron grants every permission by default. This app needs none: copying goes through the main process. */
function denyPermissions(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
}

/** A second wall behind `connect-src 'none'`: the window's session reaches the app's own files and nothing else. */
function denyNetwork(target: Session): void {
  target.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url)
    // Developer tools are part of Electron, data: and blob: never leave the process.
    const local = [`${appScheme}:`, 'devtools:', 'data:', 'blob:'].includes(protocol)
    answer({ cancel: !local })
  })
}

function denyNavigation(contents: WebContents): void {
  const stayHere = (event: { preventDefault(): void; readonly url: string }) => {
    // A reload of the app's own page is the one navigation there is. This also stops dropped files and links.
    if (event.url !== `${appOrigin}/` && event.url !== `${appOrigin}/index.html`) event.preventDefault()
  }
  contents.on('will-navigate', stayHere)
  contents.on('will-frame-navigate', stayHere)
  contents.on('will-redirect', stayHere)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
