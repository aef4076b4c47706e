import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, dialog } from 'electron'
import { createEventSender, registerCalls } from './ipc/register.ts'
import type { Rooms } from './rooms.ts'
import { appOrigin } from './shell/app-path.ts'
import { registerAppScheme, serveApp } from './shell/app-protocol.ts'
import { readCallbackAddress } from './shell/callback-address.ts'
import { setMenu } from './shell/menu.ts'
import { raiseWalls } from './shell/walls.ts'
import { createMainWindow, type MainWindow } from './shell/window.ts'

/** Beside this file once built. */
const here = import.meta.dirname
const quitDeadlineMs = 3000

let mainWindow: MainWindow | null = null

// Every renderer is sandboxed, also one that forgets to ask. Chromium cannot do it as root: there the launcher
// says --no-sandbox, and insisting would only end every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()
if (app.requestSingleInstanceLock()) {
  const rooms = app.whenReady().then(start)
  rooms.catch(sayWhyNot)
  /** An answer that the system hands over, because the app is registered for its scheme. */
  const take = (argv: readonly string[]): void => {
    const arrived = readCallbackAddress(argv)
    if (arrived !== null) rooms.then(({ deliver }) => deliver(arrived)).catch(() => undefined)
  }
  app.on('second-instance', (_event, argv) => {
    mainWindow?.focus()
    take(argv)
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    mainWindow?.focus()
    take([url])
  })
  take(process.argv)
} else {
  app.quit()
}

/** The window first; the engines are loaded while it draws itself, and calls wait for them. */
async function start(): Promise<Rooms> {
  raiseWalls()
  serveApp(join(here, '../renderer'))
  const userData = app.getPath('userData')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  chmodSync(userData, 0o700)

  const send = createEventSender(() => mainWindow?.browserWindow.webContents ?? null)
  const rooms = import('./rooms.ts').then(({ buildRooms }) =>
    buildRooms({ userData, send, reload: () => mainWindow?.browserWindow.webContents.reload() }),
  )
  registerCalls(
    rooms.then(({ handlers }) => handlers),
    appOrigin,
  )
  setMenu((command) => send('app.command', command))
  openWindow(userData)

  app.on('activate', () => {
    if (mainWindow) mainWindow.focus()
    else openWindow(userData)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    // Everything that listens or holds a file is closed, then the app leaves; it does not wait long for a
    // socket or a child process that will not end.
    event.preventDefault()
    const closed = rooms.then(({ close }) => close())
    void Promise.race([closed, wait(quitDeadlineMs)]).finally(() => app.exit())
  })
  return rooms
}

function openWindow(userData: string): void {
  mainWindow = createMainWindow({
    preload: join(here, 'preload.cjs'),
    stateFile: join(userData, 'window.json'),
  })
  mainWindow.browserWindow.on('closed', () => {
    mainWindow = null
  })
}

/** Without this a failed start would be a process without a window. */
function sayWhyNot(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`claimscope: could not start: ${reason}\n`)
  dialog.showErrorBox('Claimscope could not start', reason)
  app.exit(1)
}
