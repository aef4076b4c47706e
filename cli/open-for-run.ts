import { openWithCommand, systemBrowser } from './browser-command.ts'
import type { CliIo } from './io.ts'
import type { RunOptions } from './run-options.ts'

/** Opens an address as the options say: with a command, with the system's browser, or by hand. Throws AppError ERR_BROWSER. */
export async function openForRun(
  { browser }: Pick<RunOptions, 'browser'>,
  url: string,
  io: Pick<CliIo, 'stderr'>,
  afterwards = '',
): Promise<void> {
  if (browser === null) {
    await io.stderr(`Open this address in a browser:\n${url}\n${afterwards}`)
    return
  }
  await openWithCommand(browser === 'system' ? systemBrowser(process.platform) : browser, url)
}
