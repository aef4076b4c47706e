import { createCleanBrowsers } from '../electron/browser/clean-browsers.ts'
import { openBrowser, openByCommand } from '../electron/browser/open-browser.ts'
import type { Command } from '../shared/profile/split-command.ts'
import type { CliIo } from './io.ts'
import type { RunOptions } from './run-options.ts'

/** Until then a command that ends badly is told; a browser may run for days. */
const patienceMs = 5_000

export type RunBrowser = {
  /** With a command, with the system's browser, or by hand, as the options say. Throws AppError ERR_BROWSER. */
  readonly open: (url: string, afterwards?: string) => Promise<void>
  /** Ends a clean browser and removes its profile. */
  readonly close: () => Promise<void>
}

export function createRunBrowser(
  { browser }: Pick<RunOptions, 'browser'>,
  io: Pick<CliIo, 'stderr'>,
): RunBrowser {
  const clean = createCleanBrowsers()
  return {
    async open(url, afterwards = '') {
      if (browser === null) {
        await io.stderr(`Open this address in a browser:\n${url}\n${afterwards}`)
      } else if (browser.kind === 'system') {
        await openByCommand(systemOpener(process.platform), url, patienceMs)
      } else await openBrowser({ choice: browser, runId: 'run' }, url, { clean, patienceMs })
    },
    close: clean.closeAll,
  }
}

/** What a desktop opens links with. */
function systemOpener(platform: NodeJS.Platform): Command {
  switch (platform) {
    case 'darwin':
      return ['open']
    case 'win32':
      // The URL is one argument of a program, never text for a shell.
      return ['rundll32', 'url.dll,FileProtocolHandler']
    default:
      return ['xdg-open']
  }
}
