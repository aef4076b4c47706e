import { chmodSync, mkdirSync, watch, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ElectronApplication } from 'playwright'

export type OpenedLinks = {
  /** Environment in which the system's "open this link" ends here. */
  readonly env: Readonly<Record<string, string>>
  /** Once, after the launch. */
  readonly attach: (app: ElectronApplication) => Promise<void>
  /** The next link the app opens, in order. */
  next(deadlineMs?: number): Promise<string>
  /** How many links were opened so far. */
  count(): Promise<number>
}

export function catchOpenedLinks(folder: string): OpenedLinks {
  return process.platform === 'linux' ? catchBySystemOpener(folder) : catchInElectron()
}

/**
 * Stands in for the desktop's default browser setting: Electron asks the system to open a link, the system's
 * opener (`xdg-open`, first on PATH) hands it over here, and the test's own Chromium goes there.
 */
function catchBySystemOpener(folder: string): OpenedLinks {
  const bin = join(folder, 'bin')
  const inbox = join(folder, 'opened')
  mkdirSync(bin, { recursive: true })
  mkdirSync(inbox, { recursive: true })
  const opener = join(bin, 'xdg-open')
  // Written aside and renamed, so that a reader never sees half a link; the name keeps the order.
  writeFileSync(
    opener,
    `#!/bin/sh\nn=$(ls '${inbox}' | wc -l)\nprintf '%s' "$1" > '${folder}/link.$$'\nmv '${folder}/link.$$' '${inbox}'/"$(printf '%04d' "$n")"\n`,
  )
  chmodSync(opener, 0o755)
  let taken = 0
  return {
    env: { PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
    attach: async () => {},
    async next(deadlineMs = 20_000) {
      const path = join(inbox, String(taken).padStart(4, '0'))
      taken += 1
      return waitForFile(inbox, path, deadlineMs)
    },
    count: async () => (await readdir(inbox)).length,
  }
}

/** Where the system's opener cannot be replaced (macOS, Windows), Electron's own call is, from outside. */
function catchInElectron(): OpenedLinks {
  let app: ElectronApplication | null = null
  let taken = 0
  const opened = async (): Promise<string[]> =>
    (await app?.evaluate(() => (globalThis as { openedLinks?: string[] }).openedLinks ?? [])) ?? []
  return {
    env: {},
    async attach(running) {
      app = running
      await running.evaluate(({ shell }) => {
        const links: string[] = []
        ;(globalThis as { openedLinks?: string[] }).openedLinks = links
        shell.openExternal = async (link) => void links.push(link)
      })
    },
    async next(deadlineMs = 20_000) {
      const end = performance.now() + deadlineMs
      while (performance.now() < end) {
        const link = (await opened())[taken]
        if (link !== undefined) {
          taken += 1
          return link
        }
        await wait(50)
      }
      throw new Error(`the app opened no link within ${deadlineMs} ms`)
    },
    count: async () => (await opened()).length,
  }
}

function waitForFile(folder: string, path: string, deadlineMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder)
    const end = (act: () => void) => {
      clearTimeout(timer)
      watcher.close()
      act()
    }
    const timer = setTimeout(
      () => end(() => reject(new Error(`the app opened no link within ${deadlineMs} ms`))),
      deadlineMs,
    )
    const look = () =>
      readFile(path, 'utf8').then(
        (link) => end(() => resolve(link)),
        () => {},
      )
    watcher.on('change', () => void look())
    void look()
  })
}
