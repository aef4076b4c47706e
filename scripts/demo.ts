// The main job on real input, from nothing to a proved token: the app and the built-in provider, a real
// browser that signs in, the code exchanged, the ID token verified, then pasted into Inspect and verified
// again through the issuer's own metadata. Prints each step with its time; any failure ends with 1.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { goTo, launchApp, pasteFromClipboard, type RunningApp, readClipboard } from '../e2e/support/app.ts'
import { signIn, startUserBrowser } from '../e2e/support/user-browser.ts'
import { build } from './build.ts'
import { openDisplay } from './display.ts'
import { type KeyStore, noKeyStore, startKeyStore } from './key-store.ts'
import { readRuntime, root } from './runtime.ts'

const output = join(root, 'demo-output')
const closing: (() => unknown)[] = []
const shown: Page[] = []
let count = 0

rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })

try {
  await demo()
  console.log(`\nAll ${count} steps passed. Screenshots are in demo-output/`)
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`)
  await shown[0]?.screenshot({ path: join(output, 'failed.png') }).catch(() => {})
  process.exitCode = 1
} finally {
  for (const close of closing.reverse()) await close()
}

async function demo(): Promise<void> {
  await step('Build the app', () => {
    if (!build()) throw new Error('the build failed')
    return `Electron ${readRuntime().version}, ${readRuntime().origin}`
  })
  await step('Find a display', async () => {
    const display = await openDisplay()
    closing.push(() => display.close())
    return display.virtual
      ? `started a virtual one, ${display.name}`
      : `using ${display.name ?? 'the system’s'}`
  })
  const keyStore = await step('Find a key store', findKeyStore, (store) =>
    store === noKeyStore ? 'none: secrets stay in memory' : 'gnome-keyring, started for this run',
  )
  const app = await step(
    'Open the window',
    async () => {
      const running = await launchApp({ keyStore })
      closing.push(() => running.close())
      shown.push(running.window)
      return running
    },
    () => 'Inspect is ready',
  )
  const browser = await step(
    'Start the user’s browser',
    async () => {
      const started = await startUserBrowser()
      closing.push(() => started.close())
      return started
    },
    (started) => `Chromium ${started.version()}`,
  )
  await startProvider(app)
  await runFlow(app, browser)
  await verifyInInspect(app)
}

async function startProvider(app: RunningApp): Promise<void> {
  const { window } = app
  await step('Start the built-in provider', async () => {
    await goTo(window, 'Provider')
    await window.getByRole('button', { name: /start/i }).first().click()
    await window
      .getByText(/http:\/\/127\.0\.0\.1:\d+/)
      .first()
      .waitFor()
    return (
      (await window
        .getByText(/http:\/\/127\.0\.0\.1:\d+/)
        .first()
        .textContent()) ?? ''
    )
  })
  await picture(window, '1-provider')
}

async function runFlow(app: RunningApp, browser: Browser): Promise<void> {
  const { window, links } = app
  const link = await step(
    'Press “Sign in with browser”',
    async () => {
      await goTo(window, 'Flows')
      await window
        .getByRole('button', { name: /sign in with browser/i })
        .first()
        .click()
      return links.next()
    },
    (url) => `the app opened ${new URL(url).origin}${new URL(url).pathname}`,
  )
  await picture(window, '2-waiting')
  const page = await browser.newPage()
  await step('Sign in at the provider’s page', async () => {
    await page.goto(link)
    await picture(page, '3-sign-in')
    await signIn(page, 'Ada')
    await page.getByText(/return to Claimscope/i).waitFor()
    return 'as Ada, and allowed what was asked'
  })
  await picture(page, '4-browser-at-the-end')
  await step('Exchange the code and check the answer', async () => {
    const heading = window.getByRole('heading', { name: /checks passed/i })
    await heading.waitFor()
    return (await heading.textContent()) ?? ''
  })
  await picture(window, '5-run')
}

async function verifyInInspect(app: RunningApp): Promise<void> {
  const { window } = app
  await step(
    'Copy the ID token',
    async () => {
      await window.getByRole('button', { name: 'More for the ID token' }).click()
      await window.getByRole('menuitem', { name: 'Copy the token' }).click()
      return readClipboard(app)
    },
    (token) => `${token.length} characters`,
  )
  await step('Paste it into Inspect', async () => {
    await goTo(window, 'Inspect')
    await pasteFromClipboard(app)
    const heading = window.getByRole('heading', { name: /ID token/ })
    await heading.waitFor()
    await window.getByText('0 requests since paste').waitFor()
    return `${await heading.textContent()}, decoded without a request`
  })
  await picture(window, '6-pasted')
  await step('Verify it through the issuer’s discovery', async () => {
    await window.getByRole('button', { name: /^Fetch keys from/ }).click()
    await window
      .getByText(/^Verified/)
      .first()
      .waitFor()
    const rungs = window.getByRole('list', { name: 'Checks' }).getByRole('listitem')
    return `${await window
      .getByText(/^Verified/)
      .first()
      .textContent()}; ${(await rungs.allInnerTexts()).length} checks shown`
  })
  await picture(window, '7-verified')
}

async function findKeyStore(): Promise<KeyStore> {
  if (process.platform !== 'linux') return { env: {}, args: [], close() {} }
  const store = await startKeyStore()
  closing.push(() => store.close())
  return store
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(output, `${name}.png`) })
}

async function step<T>(
  name: string,
  act: () => T | Promise<T>,
  say: (value: T) => string = String,
): Promise<T> {
  const started = performance.now()
  count += 1
  try {
    const value = await act()
    console.log(
      `✓ ${String(count).padStart(2)} ${name} (${((performance.now() - started) / 1000).toFixed(2)} s): ${say(value)}`,
    )
    return value
  } catch (error) {
    console.error(
      `✗ ${String(count).padStart(2)} ${name} (${((performance.now() - started) / 1000).toFixed(2)} s)`,
    )
    throw error
  }
}
