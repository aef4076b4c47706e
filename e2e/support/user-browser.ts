import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The user's browser: the one named by CLAIMSCOPE_BROWSER, or the first Chromium or Chrome in its usual place. */
export async function startUserBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** What a person does at the built-in provider's page: type a name and allow what is asked. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Sign in and allow' }).click()
}

function findBrowser(): string {
  const found = [process.env.CLAIMSCOPE_BROWSER, ...places].find(
    (path) => path !== undefined && existsSync(path),
  )
  if (!found) throw new Error('no Chromium or Chrome was found; name one with CLAIMSCOPE_BROWSER')
  return found
}
