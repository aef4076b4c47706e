import { AppError } from '../../shared/error.ts'
import { type BrowserChoice, systemBrowser } from '../../shared/profile/browser-choice.ts'
import { type CleanBrowsers, createCleanBrowsers } from '../browser/clean-browsers.ts'
import { openBrowser } from '../browser/open-browser.ts'
import { acceptExternalUrl } from './external-url.ts'

/** A browser that is not there says so at once; one that is goes on running. */
const patienceMs = 1_500

/** Opens addresses in the browser that a profile names; each is looked at as those for the system's browser are. */
export type BrowserOpener = {
  /** Throws AppError ERR_URL_REFUSED, ERR_BROWSER. */
  readonly open: (
    url: string,
    use?: { readonly runId: string; readonly browser: BrowserChoice },
  ) => Promise<void>
  /** The run needs its browser no more: a clean one is ended and its folder removed. */
  readonly leave: (runId: string) => Promise<void>
  readonly close: () => Promise<void>
}

export function createBrowserOpener(deps: {
  readonly openSystem: (url: string, allowedHttpHosts: ReadonlySet<string>) => Promise<void>
  readonly allowedHttpHosts: () => ReadonlySet<string>
  /** Asks the person outside the page, which alone must not be able to start programs. */
  readonly confirmCommand: (command: string) => Promise<boolean>
  readonly clean?: CleanBrowsers
}): BrowserOpener {
  const clean = deps.clean ?? createCleanBrowsers()
  const confirmed = new Set<string>()
  return {
    async open(address, { runId, browser: choice } = { runId: '', browser: systemBrowser }) {
      const hosts = deps.allowedHttpHosts()
      if (choice.kind === 'system') return deps.openSystem(address, hosts)
      const url = acceptExternalUrl(address, hosts).href
      if (choice.kind === 'command' && !confirmed.has(choice.command)) {
        if (!(await deps.confirmCommand(choice.command))) {
          throw new AppError('ERR_BROWSER', 'you chose not to start the browser command')
        }
        confirmed.add(choice.command)
      }
      return openBrowser({ choice, runId }, url, { clean, patienceMs })
    },
    leave: clean.close,
    close: clean.closeAll,
  }
}
