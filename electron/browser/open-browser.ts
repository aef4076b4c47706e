import { AppError } from '../../shared/error.ts'
import { type BrowserChoice, browserLabels } from '../../shared/profile/browser-choice.ts'
import { type Command, commandFor, splitCommand } from '../../shared/profile/split-command.ts'
import { privateArguments } from './browser-flags.ts'
import type { CleanBrowsers } from './clean-browsers.ts'
import { findBrowser, type Machine, thisMachine } from './find-browser.ts'
import { startProgram } from './start-program.ts'

export type BrowserUse = {
  readonly choice: Exclude<BrowserChoice, { kind: 'system' }>
  /** Whose clean profile it is. */
  readonly runId: string
}

/**
 * Opens an address in a browser that is not the system's. Whoever calls has looked at the address (http or https), so
 * that it can be no option of a program. Throws AppError ERR_BROWSER.
 */
export async function openBrowser(
  { choice, runId }: BrowserUse,
  url: string,
  {
    clean,
    patienceMs,
    machine = thisMachine,
  }: { readonly clean: CleanBrowsers; readonly patienceMs: number; readonly machine?: Machine },
): Promise<void> {
  if (choice.kind === 'command') {
    const command = splitCommand(choice.command)
    if (command === null) throw new AppError('ERR_BROWSER', 'the browser command cannot be read')
    return openByCommand(command, url, patienceMs)
  }
  const found = findBrowser(choice.browser, machine)
  if (found === null) {
    const which =
      choice.browser === null ? 'none of the known browsers was' : `${browserLabels[choice.browser]} was not`
    throw new AppError('ERR_BROWSER', `${which} found on this machine; choose another browser`)
  }
  if (choice.kind === 'clean') return clean.open(runId, found, url, patienceMs)
  return startProgram([found.program, ...privateArguments(found.name, url)], { patienceMs }).settled
}

/** Throws AppError ERR_BROWSER. */
export function openByCommand(command: Command, url: string, patienceMs: number): Promise<void> {
  return startProgram(commandFor(command, url), { patienceMs }).settled
}
