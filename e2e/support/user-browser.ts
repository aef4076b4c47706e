import { type Browser, chromium, type Page } from 'playwright'

/** The user's browser: Debian's Chromium, or the one named by CLAIMSCOPE_BROWSER where it lies elsewhere. */
export async function startUserBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CLAIMSCOPE_BROWSER ?? '/usr/bin/chromium',
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
