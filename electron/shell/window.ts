import { BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin } from './app-path.ts'
import { placeWindow, readWindowState, smallest, writeWindowState } from './window-state.ts'

export type MainWindow = {
  readonly browserWindow: BrowserWindow
  /** Brings the window to the front, wherever it is. */
  focus(): void
}

/** The one window: sandboxed, isolated, without Node; it remembers where it stood. */
export function createMainWindow(options: { preload: string; stateFile: string }): MainWindow {
  const last = readWindowState(options.stateFile)
  const browserWindow = new BrowserWindow({
    ...placeWindow(
      last,
      [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Claimscope',
    show: false,
    autoHideMenuBar: true,
    // The page's own background, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#161a22' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
    },
  })
  if (last?.maximized) browserWindow.maximize()
  browserWindow.once('ready-to-show', () => browserWindow.show())
  // A page title could carry what is on the screen into window lists and screen recordings.
  browserWindow.on('page-title-updated', (event) => event.preventDefault())
  // Electron does not ask before a page goes to about:blank; a window that got there comes back.
  browserWindow.webContents.on('did-navigate', (_event, url) => {
    if (!url.startsWith(`${appOrigin}/`)) void browserWindow.loadURL(`${appOrigin}/`)
  })
  browserWindow.on('close', () => {
    writeWindowState(options.stateFile, {
      bounds: browserWindow.getNormalBounds(),
      maximized: browserWindow.isMaximized(),
    })
  })
  void browserWindow.loadURL(`${appOrigin}/`)
  return {
    browserWindow,
    focus() {
      if (browserWindow.isMinimized()) browserWindow.restore()
      browserWindow.show()
      browserWindow.focus()
    },
  }
}
