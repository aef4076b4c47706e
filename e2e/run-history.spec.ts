import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type KeyStore, startKeyStore } from '../scripts/key-store.ts'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'

test.skip(process.platform !== 'linux', 'a key store of its own is started on Linux only')

let keyStore: KeyStore
let issuer: ScriptedIssuer
let userData: string
test.beforeAll(async () => {
  keyStore = await startKeyStore()
  issuer = await startScriptedIssuer()
  userData = mkdtempSync(join(tmpdir(), 'claimscope-runs-'))
})
test.afterAll(async () => {
  await keyStore.close()
  await issuer.close()
  rmSync(userData, { recursive: true, force: true, maxRetries: 3 })
})

const withApp = async (act: (app: RunningApp) => Promise<void>) => {
  const app = await launchApp({ userData, keyStore })
  try {
    await act(app)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
}

const history = (page: Page) => page.getByRole('region', { name: 'Runs', exact: true })
const rows = (page: Page) => history(page).getByRole('listitem')
const shoot = (page: Page, name: string) => page.screenshot({ path: `test-results/screens/${name}.png` })

test('runs outlive the app without their tokens, are opened, compared and cleared', async () => {
  // The app starts twice, with a key store of its own.
  test.slow()
  const tokens: string[] = []
  await withApp(async ({ window: page }) => {
    await fillProfile(page, {
      name: 'Machine',
      issuer: issuer.issuer,
      clientId: issuer.clientId,
      method: 'client_secret_basic',
    })
    await page.getByRole('combobox', { name: /^Grant/ }).selectOption('client_credentials')
    await page.getByLabel(/^Client secret/).fill(issuer.clientSecret)
    await saveProfile(page)
    await goTo(page, 'Flows')
    await page.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Machine' })
    for (const count of [1, 2]) {
      await page.getByRole('button', { name: 'Get tokens' }).first().click()
      await expect(rows(page).getByText('kept')).toHaveCount(count)
    }
    tokens.push(
      await page.evaluate(async () => {
        const runs = await window.claimscope!['flows.list']()
        const runId = runs.ok ? (runs.value[0]?.id ?? '') : ''
        const token = await window.claimscope!['flows.token']({ runId, kind: 'access_token' })
        return token.ok ? token.value.token : ''
      }),
    )
    await shoot(page, 'runs-kept-1280-light')

    // What travelled is shown on request, the client's secret never, and it hides itself with the next run.
    await page.getByRole('option', { name: /Request the tokens/ }).click()
    const [token = ''] = tokens
    expect(await page.locator('body').textContent()).not.toContain(token)
    await page.getByLabel('Hide secrets').uncheck()
    await expect(page.getByText(token)).toBeVisible()
    await expect(page.getByText('What travelled is shown')).toBeVisible()
    await shoot(page, 'runs-shown-1280-light')
    expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])
    await page.getByRole('tab', { name: 'Raw' }).click()
    expect(await page.locator('body').textContent()).not.toContain(issuer.clientSecret)
    expect(await page.locator('body').textContent()).toMatch(/Basic hidden, \d+ characters/)
    await page.getByRole('tab', { name: 'Parsed' }).click()
    await rows(page).last().getByRole('button').first().click()
    await expect(page.getByText('What travelled is shown')).toHaveCount(0)
    await expect(page.getByText(token)).toHaveCount(0)
  })

  for (const secret of [issuer.clientSecret, ...tokens]) {
    expect(secret).not.toBe('')
    expect(filesThatHold(userData, secret)).toEqual([])
  }

  await withApp(async ({ window: page }) => {
    await goTo(page, 'Flows')
    await expect(rows(page)).toHaveCount(2)
    await rows(page).first().getByRole('button').first().click()
    await expect(page.getByText('the tokens of this run are gone')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Refresh' })).toHaveCount(0)
    await expect(page.getByRole('list', { name: 'Tokens received' })).toBeVisible()
    await page.getByRole('option', { name: /Request the tokens/ }).click()
    await expect(page.getByText('client_credentials').last()).toBeVisible()
    await shoot(page, 'runs-opened-1280-light')

    await rows(page).last().getByRole('button', { name: 'More for this run' }).click()
    await page.getByRole('menuitem', { name: 'Compare with the run shown' }).click()
    await expect(
      page.getByText('Both were accepted. Nothing differs but what is new in each run.'),
    ).toBeVisible()
    await shoot(page, 'runs-compared-1280-light')
    expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 900, height: 600 })
    await shoot(page, 'runs-compared-900-dark')
    await page.getByRole('button', { name: 'Back to the run' }).click()
    await shoot(page, 'runs-opened-900-dark')
    await page.setViewportSize({ width: 1280, height: 800 })

    await rows(page).first().getByRole('button', { name: 'More for this run' }).click()
    await page.getByRole('menuitem', { name: 'Delete this run' }).click()
    await expect(rows(page)).toHaveCount(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rows(page)).toHaveCount(2)
    await history(page).getByRole('button', { name: 'Kept runs' }).click()
    await page.getByRole('menuitem', { name: 'Delete all 2 runs' }).click()
    await expect(history(page)).toHaveCount(0)
  })
})

function filesThatHold(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name)
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path).includes(text)
  })
}
