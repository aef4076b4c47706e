import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type KeyStore, startKeyStore } from '../scripts/key-store.ts'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'

const secret = 'canary-5d77e0-client-secret'
const marks = ['canary-5d77e0', 'canary-typed-in-inspect']
const entry = {
  name: 'Acme staging',
  issuer: 'https://login.acme.test',
  clientId: 'acme-app',
  method: 'client_secret_basic',
  secret,
} as const

test.skip(process.platform !== 'linux', 'a key store of its own is started on Linux only')
let keyStore: KeyStore
let folder: string
let userData: string
test.beforeAll(async () => {
  keyStore = await startKeyStore()
})
test.afterAll(() => keyStore.close())
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimscope-lock-'))
  userData = join(folder, 'data')
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const locked = (page: Page) => page.getByRole('heading', { name: 'Claimscope is locked' })

/** Everything the renderer's JavaScript holds, after a collection. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

const clipboardOf = (app: RunningApp) => app.electron.evaluate(({ clipboard }) => clipboard.readText())

test('locking drops what is in the window and on the clipboard; the key store opens it again', async () => {
  const app = await launchApp({ userData, keyStore })
  const page = app.window
  await fillProfile(page, entry)
  await saveProfile(page)
  await page.getByRole('button', { name: /Acme staging/ }).click()
  await page.getByRole('button', { name: /^Reveal/ }).click()
  await page.getByRole('button', { name: 'Copy the client secret' }).click()
  await expect.poll(() => clipboardOf(app)).toBe(secret)
  await goTo(page, 'Inspect')
  await page.getByRole('textbox').first().fill('canary-typed-in-inspect')
  expect(await heapOf(page)).toContain('canary-typed-in-inspect')

  await page.keyboard.press('Control+l')
  await expect(locked(page)).toBeVisible()
  await expect.poll(() => clipboardOf(app)).toBe('')
  const heap = await heapOf(page)
  for (const mark of marks) expect(heap.includes(mark), mark).toBe(false)
  const refused = await page.evaluate(() => window.claimscope!['profiles.list']())
  expect(refused).toMatchObject({ ok: false, error: { code: 'ERR_VAULT_LOCKED' } })
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])

  await page.getByRole('button', { name: 'Unlock' }).click()
  await goTo(page, 'Profiles')
  await expect(page.getByRole('button', { name: /Acme staging/ })).toBeVisible()
  await expect(page.getByText(/Vault sealed by GNOME Keyring/)).toBeVisible()

  // The machine goes to sleep.
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await expect(locked(page)).toBeVisible()
  await app.close()
})

test('a passphrase keeps what was in memory, opens it at the next start, and guards a backup', async () => {
  // Each passphrase takes seconds, on purpose.
  test.slow()
  const app = await launchApp({ userData })
  const page = app.window
  await expect(page.getByText(/Memory only/)).toBeVisible()
  await fillProfile(page, entry)
  await saveProfile(page)
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Set a passphrase' }).click()
  await page.getByLabel('New passphrase', { exact: true }).fill('correct horse')
  await page.getByLabel('New passphrase, again').fill('correct horse')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(page.getByText('The passphrase opens the vault now.')).toBeVisible({ timeout: 40_000 })
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])

  const target = join(folder, 'my.claimscope-backup')
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await page.getByRole('button', { name: 'Back up', exact: true }).click()
  await page.getByLabel('New passphrase', { exact: true }).fill('battery staple')
  await page.getByLabel('New passphrase, again').fill('battery staple')
  await page.locator('form').getByRole('button', { name: 'Back up' }).click()
  await expect(page.getByText('The backup was written')).toBeVisible({ timeout: 40_000 })
  expect(existsSync(target)).toBe(true)
  await app.close()

  const again = await launchApp({ userData, isLocked: true })
  await again.window.getByLabel('Passphrase').fill('wrong horse')
  await again.window.keyboard.press('Enter')
  await expect(again.window.getByText(/not the passphrase/)).toBeVisible({ timeout: 40_000 })
  await again.window.getByLabel('Passphrase').fill('correct horse')
  await again.window.keyboard.press('Enter')
  await expect(again.window.getByText('Vault open, by passphrase')).toBeVisible({ timeout: 40_000 })
  await goTo(again.window, 'Profiles')
  await expect(again.window.getByRole('button', { name: /Acme staging/ })).toBeVisible()
  await again.close()

  const elsewhere = await launchApp({ userData: join(folder, 'elsewhere'), keyStore })
  await elsewhere.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, target)
  await goTo(elsewhere.window, 'Settings')
  await elsewhere.window.getByRole('button', { name: 'Restore a backup' }).click()
  await elsewhere.window.getByLabel('Passphrase of the backup').fill('battery staple')
  await elsewhere.window.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(
    elsewhere.window.getByText(/The backup is in place. The vault as it was is kept as/),
  ).toBeVisible({
    timeout: 40_000,
  })
  await goTo(elsewhere.window, 'Profiles')
  await expect(elsewhere.window.getByRole('button', { name: /Acme staging/ })).toBeVisible()
  await elsewhere.close()
})
