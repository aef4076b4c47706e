import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { root } from '../scripts/runtime.ts'
import { goTo, launchApp, type RunningApp } from './support/app.ts'

const data = join(root, 'shared/profile/import/test-data')
const passphrase = 'correct horse battery'
let folder: string
let app: RunningApp
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'claimscope-transfer-'))
  app = await launchApp()
})
test.afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function look(name: string): Promise<void> {
  mkdirSync(join(root, 'test-results/screens'), { recursive: true })
  for (const [colorScheme, width, height] of [
    ['light', 1280, 800],
    ['dark', 900, 600],
  ] as const) {
    await app.window.emulateMedia({ colorScheme })
    await app.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await expect.poll(() => app.window.evaluate(() => innerWidth)).toBe(width)
    await app.window.screenshot({
      path: join(root, `test-results/screens/${name}-${colorScheme}-${width}.png`),
    })
    const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode().analyze()
    expect(violations).toEqual([])
    const overflow = await app.window.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
  await app.window.emulateMedia({ colorScheme: 'light' })
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  )
  await expect.poll(() => app.window.evaluate(() => innerWidth)).toBe(1280)
}

/** Answers the save dialog with this path. */
async function saveTo(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}

test('a collection is read, seen, added, taken back and added; it leaves readable and encrypted', async () => {
  test.slow()
  const { window: page } = app
  await goTo(page, 'Profiles')
  await page.getByRole('button', { name: 'More for all profiles' }).click()
  await page.getByRole('menuitem', { name: 'Import' }).click()
  await page.getByRole('textbox', { name: 'Text' }).fill('hello')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByText('Nothing could be read from it')).toBeVisible()

  await page
    .getByLabel('Files to import')
    .setInputFiles([join(data, 'postman-collection.json'), join(data, 'postman-environment.json')])
  await expect(page.getByText(/Postman collection: 4 profiles were found/)).toBeVisible()
  await page
    .getByText(/understood, \d+ left out/)
    .first()
    .click()
  expect(await page.content()).not.toContain('canary')
  await look('import-preview')
  await page.getByRole('checkbox', { name: /Legacy/ }).uncheck()
  await page.getByRole('button', { name: 'Add 3 profiles' }).click()
  await expect(page.getByRole('button', { name: /Orders API \/ Batch/ })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: /Orders API/ })).toHaveCount(0)

  await page.getByRole('button', { name: 'More for all profiles' }).click()
  await page.getByRole('menuitem', { name: 'Import' }).click()
  await page.getByLabel('Files to import').setInputFiles(join(data, 'postman-collection.json'))
  await page.getByRole('button', { name: 'Choose none' }).click()
  await page.getByRole('checkbox', { name: /Batch/ }).check()
  await page.getByRole('button', { name: 'Add 1 profile' }).click()
  await expect(page.getByRole('textbox', { name: /^Client ID/ })).toHaveValue('batch')

  const plain = join(folder, 'batch.json')
  await page.getByRole('button', { name: 'More for this profile' }).click()
  await page.getByRole('menuitem', { name: 'Export' }).click()
  await saveTo(plain)
  await page.getByRole('button', { name: 'Save the file' }).click()
  await expect(page.getByText('One profile is exported')).toBeVisible()
  expect(readFileSync(plain, 'utf8')).toContain('"client_id": "batch"')

  const sealed = join(folder, 'batch.jwe')
  await page.getByRole('radio', { name: /With secrets/ }).check()
  await saveTo(sealed)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('Passphrase once more').fill('another')
  await expect(page.getByText('The two are not the same.')).toBeVisible()
  await look('export-encrypted')
  await page.getByLabel('Passphrase once more').fill(passphrase)
  await page.getByRole('button', { name: 'Save the encrypted file' }).click()
  await expect(page.getByText('One profile is exported')).toBeVisible()
  for (const path of [plain, sealed]) expect(readFileSync(path, 'utf8')).not.toContain('canary')

  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'More for all profiles' }).click()
  await page.getByRole('menuitem', { name: 'Import' }).click()
  await page.getByLabel('Files to import').setInputFiles(sealed)
  await page.getByLabel('Passphrase').fill('wrong passphrase')
  await page.getByLabel('Passphrase').press('Enter')
  await expect(page.getByText(/passphrase is another one/)).toBeVisible()
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByLabel('Passphrase').press('Enter')
  await expect(page.getByText('already there')).toBeVisible()
  await page.getByRole('checkbox', { name: /Batch/ }).check()
  await page.getByRole('button', { name: 'Add 1 profile' }).click()
  await page.getByRole('button', { name: /^Reveal/ }).click()
  await expect
    .poll(() => page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join()))
    .toContain('canary-batch-secret')
  expect(app.complaints).toEqual([])
})
