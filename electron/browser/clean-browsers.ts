import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanArguments } from './browser-flags.ts'
import type { FoundBrowser } from './find-browser.ts'
import { startProgram } from './start-program.ts'

/** How long a browser that is asked to end may take before it is ended. */
const politeMs = 3_000

/** Without its own questions and pages of a first start. */
const firefoxPreferences = `user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
`

/** Browsers with a profile that nobody has used before, in a folder that goes with them: one for each run. */
export type CleanBrowsers = {
  /** The run's own browser, also when it is opened again. Throws AppError ERR_BROWSER. */
  readonly open: (runId: string, browser: FoundBrowser, url: string, patienceMs: number) => Promise<void>
  /** Ends the browser, where it runs, and removes its folder. */
  readonly close: (runId: string) => Promise<void>
  readonly closeAll: () => Promise<void>
}

type Entry = { readonly folder: string; readonly children: Set<ChildProcess> }

export function createCleanBrowsers(parent: string = tmpdir()): CleanBrowsers {
  const entries = new Map<string, Promise<Entry>>()

  const make = async (): Promise<Entry> => {
    const folder = await mkdtemp(join(parent, 'claimscope-browser-'))
    await writeFile(join(folder, 'user.js'), firefoxPreferences)
    return { folder, children: new Set() }
  }
  const close = async (runId: string): Promise<void> => {
    const kept = entries.get(runId)
    entries.delete(runId)
    if (kept === undefined) return
    const { folder, children } = await kept
    await Promise.all([...children].map(end))
    // Windows lets go of files a moment after their process has ended.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  return {
    async open(runId, { name, program }, url, patienceMs) {
      const kept = entries.get(runId) ?? make()
      entries.set(runId, kept)
      const { folder, children } = await kept
      const { child, settled } = startProgram([program, ...cleanArguments(name, folder, url)], {
        patienceMs,
        isGroup: true,
      })
      children.add(child)
      const isOver = (): void => {
        children.delete(child)
        // The person closed it; a second start that only handed over its address leaves the first one there.
        if (children.size === 0 && entries.get(runId) === kept) void close(runId).catch(() => undefined)
      }
      child.once('exit', isOver)
      child.once('error', isOver)
      await settled
    },
    close,
    closeAll: async () => {
      await Promise.all([...entries.keys()].map(close))
    },
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    const insist = setTimeout(() => signal(child, 'SIGKILL'), politeMs)
    child.once('exit', () => {
      clearTimeout(insist)
      // What it started itself and left behind.
      signal(child, 'SIGKILL')
      resolve()
    })
    signal(child, 'SIGTERM')
  })
}

function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    // It has ended by itself.
  }
}
