import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, clipboard, dialog, utilityProcess } from 'electron'
import { AppError } from '../shared/error.ts'
import { specUrl } from '../shared/verdict/spec-url.ts'
import { createCancellableJobs } from './ipc/cancellable-jobs.ts'
import { createHandlers } from './ipc/handlers.ts'
import { createProfileDesk } from './ipc/profile-desk.ts'
import { createEventSender, registerCalls } from './ipc/register.ts'
import { discoverSnapshot } from './jose/discover-snapshot.ts'
import { createTokenVerifier } from './jose/verify-token.ts'
import { createFlowEngine } from './oauth/flow-engine.ts'
import { createProviderHost } from './provider/provider-host.ts'
import { appOrigin } from './shell/app-path.ts'
import { registerAppScheme, serveApp } from './shell/app-protocol.ts'
import { openInBrowser } from './shell/external-browser.ts'
import { setMenu } from './shell/menu.ts'
import { raiseWalls } from './shell/walls.ts'
import { createMainWindow, type MainWindow } from './shell/window.ts'
import { createSafeStorageSealer } from './vault/cipher.ts'
import { openVault } from './vault/vault.ts'

/** Beside this file once built. */
const here = import.meta.dirname
/** The built-in provider's usual place; a free port is taken when it is not free. */
const providerPort = 47_811
const quitDeadlineMs = 3000

let mainWindow: MainWindow | null = null

// Every renderer is sandboxed, also one that forgets to ask. Chromium cannot do it as root: there the launcher
// says --no-sandbox, and insisting would only end every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => mainWindow?.focus())
  void app.whenReady().then(start).catch(sayWhyNot)
} else {
  app.quit()
}

async function start(): Promise<void> {
  raiseWalls()
  serveApp(join(here, '../renderer'))
  const userData = app.getPath('userData')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  chmodSync(userData, 0o700)

  const send = createEventSender(() => mainWindow?.browserWindow.webContents ?? null)
  const fetchNow = (url: string, init: RequestInit) => fetch(url, init)
  const vault = await openVault({
    directory: join(userData, 'vault'),
    sealer: createSafeStorageSealer(),
    now: Date.now,
    randomId: randomUUID,
  })
  const provider = createProviderHost({
    fork: () =>
      utilityProcess.fork(join(here, 'provider-process.js'), [], {
        serviceName: 'Claimscope built-in provider',
        stdio: 'ignore',
      }),
    onChange: (status) => {
      send('provider.changed', status)
      send('profiles.changed', profiles.list())
    },
    preferredPort: providerPort,
  })
  const profiles = createProfileDesk({
    vault,
    provider: () => provider.status(),
    discover: ({ issuer, allowHttp }) =>
      discoverSnapshot(issuer, { fetch: fetchNow, allowHttp, now: Date.now }),
    onChange: (list) => send('profiles.changed', list),
  })
  const flows = createFlowEngine({
    fetch: fetchNow,
    openExternal: (url) => openInBrowser(url, profiles.allowedHttpHosts()),
    now: Date.now,
    onChange: (run) => send('flows.changed', run),
  })
  const verifier = createTokenVerifier({
    fetch: fetchNow,
    now: Date.now,
    workerUrl: new URL('./verify-worker.js', import.meta.url),
  })
  const jobs = createCancellableJobs()

  registerCalls(
    createHandlers({
      appInfo: () => ({
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        chrome: process.versions.chrome ?? '',
        node: process.versions.node,
        platform: process.platform,
        userData,
      }),
      openSpec,
      copy: (text) => clipboard.writeText(text),
      verifier,
      jobs,
      profiles,
      provider,
      flows,
    }),
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
    jobs.cancelAll()
    const closed = Promise.allSettled([flows.close(), provider.close(), verifier.close()])
    void Promise.race([closed, wait(quitDeadlineMs)]).then(() => {
      vault.close()
      app.exit()
    })
  })
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

async function openSpec(spec: string): Promise<void> {
  const url = specUrl(spec)
  if (!url) throw new AppError('ERR_NOT_FOUND', 'there is no page for this specification')
  await openInBrowser(url)
}

/** Without this a failed start would be a process without a window. */
function sayWhyNot(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`claimscope: could not start: ${reason}\n`)
  dialog.showErrorBox('Claimscope could not start', reason)
  app.exit(1)
}
