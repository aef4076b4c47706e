import type { BrowserName } from '../../shared/profile/browser-choice.ts'

/** One window that keeps nothing, beside what is open already. */
export function privateArguments(browser: BrowserName, url: string): readonly string[] {
  switch (browser) {
    case 'firefox':
      return ['--private-window', url]
    case 'edge':
      return ['--inprivate', url]
    default:
      return ['--incognito', url]
  }
}

/** With a profile of its own in this folder; asked a second time the same one opens another tab. */
export function cleanArguments(browser: BrowserName, folder: string, url: string): readonly string[] {
  return browser === 'firefox'
    ? ['-profile', folder, '-new-window', url]
    : [
        `--user-data-dir=${folder}`,
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-sync',
        '--new-window',
        url,
      ]
}
