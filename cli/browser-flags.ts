import type { ParseArgsOptionsConfig } from 'node:util'
import {
  type BrowserChoice,
  browserChoice,
  browserNames,
  systemBrowser,
} from '../shared/profile/browser-choice.ts'
import { UsageError } from './io.ts'

/** Options that say where the person signs in. A profile file cannot: it may come from somebody else. */
export const browserFlags = {
  browser: { type: 'string' },
  'browser-command': { type: 'string' },
  'no-browser': { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

const names = browserNames.join(', ')

export const browserHelp = `  --browser KIND            system, private (a private window) or clean (a browser profile of its own that goes with the
                            run); private:NAME and clean:NAME name one of ${names}
  --browser-command CMD     starts CMD without a shell; the authorization URL is its last argument, or where {url} stands
  --no-browser              prints the authorization URL to standard error instead, and takes the address that the
                            browser ended at from standard input
`

/** Null: the URL is printed and the person opens it. Throws UsageError. */
export function readBrowserFlags(
  values: Readonly<{
    browser?: string | undefined
    'browser-command'?: string | undefined
    'no-browser'?: boolean | undefined
  }>,
): BrowserChoice | null {
  const { browser, 'browser-command': command, 'no-browser': isByHand = false } = values
  const given = [browser !== undefined, command !== undefined, isByHand].filter(Boolean)
  if (given.length > 1) {
    throw new UsageError('--browser, --browser-command and --no-browser exclude each other')
  }
  if (isByHand) return null
  if (command !== undefined) {
    const choice = browserChoice.safeParse({ kind: 'command', command })
    if (choice.success) return choice.data
    throw new UsageError('--browser-command is empty or has a quote that is not closed')
  }
  if (browser === undefined || browser === 'system') return systemBrowser
  const [kind, ...name] = browser.split(':')
  const choice = browserChoice.safeParse({ kind, browser: name.length === 0 ? null : name.join(':') })
  if (choice.success) return choice.data
  throw new UsageError(`--browser is system, private or clean, the last two also with :NAME of ${names}`)
}
