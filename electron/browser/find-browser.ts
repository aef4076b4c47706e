import { accessSync, constants, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { type BrowserName, browserNames } from '../../shared/profile/browser-choice.ts'

export type FoundBrowser = { readonly name: BrowserName; readonly program: string }

export type Machine = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isProgram: (path: string) => boolean
}

export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  isProgram(path) {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  },
}

/** What each is called on PATH of a Unix. */
const commands: Readonly<Record<BrowserName, readonly string[]>> = {
  firefox: ['firefox', 'firefox-esr'],
  chromium: ['chromium', 'chromium-browser'],
  chrome: ['google-chrome', 'google-chrome-stable'],
  edge: ['microsoft-edge', 'microsoft-edge-stable'],
  brave: ['brave-browser', 'brave'],
}

const macPlaces: Readonly<Record<BrowserName, string>> = {
  firefox: 'Firefox.app/Contents/MacOS/firefox',
  chromium: 'Chromium.app/Contents/MacOS/Chromium',
  chrome: 'Google Chrome.app/Contents/MacOS/Google Chrome',
  edge: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  brave: 'Brave Browser.app/Contents/MacOS/Brave Browser',
}

const windowsPlaces: Readonly<Record<BrowserName, string>> = {
  firefox: 'Mozilla Firefox\\firefox.exe',
  chromium: 'Chromium\\Application\\chrome.exe',
  chrome: 'Google\\Chrome\\Application\\chrome.exe',
  edge: 'Microsoft\\Edge\\Application\\msedge.exe',
  brave: 'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
}

/** The one that is asked for, or the first of the list that is here. Null: none. */
export function findBrowser(wanted: BrowserName | null, machine: Machine = thisMachine): FoundBrowser | null {
  for (const name of wanted === null ? browserNames : [wanted]) {
    const program = placesOf(name, machine).find(machine.isProgram)
    if (program !== undefined) return { name, program }
  }
  return null
}

/** Only whole paths: a relative entry of PATH would mean another program in every folder. */
function placesOf(name: BrowserName, { platform, env }: Machine): readonly string[] {
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return roots.flatMap((root) =>
      root && win32.isAbsolute(root) ? [win32.join(root, windowsPlaces[name])] : [],
    )
  }
  const folders = [...(env.PATH ?? '').split(':'), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const onPath = folders
    .filter((folder) => posix.isAbsolute(folder))
    .flatMap((folder) => commands[name].map((command) => posix.join(folder, command)))
  if (platform !== 'darwin') return onPath
  const roots = ['/Applications', ...(env.HOME ? [posix.join(env.HOME, 'Applications')] : [])]
  return [...roots.map((root) => posix.join(root, macPlaces[name])), ...onPath]
}
