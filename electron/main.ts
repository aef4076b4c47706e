import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, dialog } from 'electron'
import { createEventSender, registerCalls } from './ipc/register.ts'
import { appOrigin } from './shell/app-path.ts'
import { registerAppScheme, serveApp } from './shell/app-protocol.ts'
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
  app.on('second-instance', () => mainWindow?.focus())
  app.whenReady().then(start).catch(sayWhyNot)
} else {
  app.quit()
}

/** The window first; the engines are loaded while it draws itself, and calls wait for them. */
async function start(): Promise<void> {
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
  await rooms
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
