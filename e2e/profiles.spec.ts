import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type KeyStore, startKeyStore } from '../scripts/key-store.ts'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { startScriptedIssuer } from './support/scripted-issuer.ts'

const secret = 'canary-8f3b1c-client-secret'
const entry = {
  name: 'Acme staging',
  issuer: 'https://login.acme.test',
  clientId: 'acme-app',
  method: 'client_secret_basic',
  secret,
} as const

let userData: string
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'claimscope-profiles-'))
})
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 3 }))

test.describe('with a real key store', () => {
  test.skip(process.platform !== 'linux', 'a key store of its own is started on Linux only')
  let keyStore: KeyStore
  test.beforeAll(async () => {
    keyStore = await startKeyStore()
  })
  test.afterAll(() => keyStore.close())

  const withApp = async (act: (app: RunningApp) => Promise<void>) => {
    const app = await launchApp({ userData, keyStore })
    try {
      await act(app)
    } finally {
      await app.close()
    }
  }

  test('a profile and its secret survive a restart; the secret is shown only when it is asked for', async () => {
    await withApp(async ({ window: page }) => {
      await expect(page.getByText(/Vault sealed by GNOME Keyring/)).toBeVisible()
      await fillProfile(page, entry)
      await saveProfile(page)
      await expect(page.getByRole('button', { name: /Acme staging/ })).toBeVisible()
      const kept = await page.evaluate(() => window.claimscope!['profiles.list']())
      expect(JSON.stringify(kept)).not.toContain('canary')
    })
    expect(secretsOnDisk(userData)).toEqual([])
    await withApp(async ({ window: page }) => {
      await goTo(page, 'Profiles')
      await page.getByRole('button', { name: /Acme staging/ }).click()
      await expect(page.getByRole('textbox', { name: /^Client ID/ })).toHaveValue('acme-app')
      expect(await page.content()).not.toContain(secret)
      await page.getByRole('button', { name: /^Reveal/ }).click()
      await expect
        .poll(
          async () =>
            ((await page.locator('body').textContent()) ?? '').includes(secret) ||
            (await inputValues(page)).includes(secret),
        )
        .toBe(true)
    })
  })

  test('duplicate, delete and undo, secret included', async () => {
    await withApp(async ({ window: page }) => {
      await fillProfile(page, entry)
      await saveProfile(page)
      await page.getByRole('button', { name: /Acme staging/ }).click()
      await page.getByRole('button', { name: 'More for this profile' }).click()
      await page.getByRole('menuitem', { name: /^Duplicate/ }).click()
      await expect(page.getByRole('button', { name: /Acme staging copy/ })).toBeVisible()
      await page.getByRole('button', { name: 'More for this profile' }).click()
      await page.getByRole('menuitem', { name: /^Delete/ }).click()
      await expect(page.getByRole('button', { name: /Acme staging copy/ })).toHaveCount(0)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(page.getByRole('button', { name: /Acme staging copy/ })).toBeVisible()
      const secrets = await page.evaluate(async () => {
        const list = await window.claimscope!['profiles.list']()
        return list.ok ? list.value.filter((profile) => profile.secrets.includes('client_secret')).length : -1
      })
      expect(secrets).toBe(2)
      await page.getByRole('button', { name: 'More for this profile' }).click()
      await page.getByRole('menuitem', { name: 'Duplicate, secret included' }).click()
      await expect(page.getByRole('button', { name: /Acme staging copy 2/ })).toBeVisible()
    })
  })

  test('the vault’s files are for the user alone', async () => {
    await withApp(async ({ window: page }) => {
      await fillProfile(page, entry)
      await saveProfile(page)
      await expect(page.getByRole('button', { name: /Acme staging/ })).toBeVisible()
      const folder = join(userData, 'vault')
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)
      expect(modes.length).toBeGreaterThan(0)
      expect(new Set(modes)).toEqual(new Set([0o600]))
    })
  })

  test('a vault sealed by a key store that is gone is refused and not touched', async () => {
    await withApp(async ({ window: page }) => {
      await fillProfile(page, entry)
      await saveProfile(page)
      await expect(page.getByRole('button', { name: /Acme staging/ })).toBeVisible()
    })
    const before = fingerprints(join(userData, 'vault'))
    const without = await launchApp({ userData })
    const status = await without.window.evaluate(() => window.claimscope!['vault.status']())
    await goTo(without.window, 'Profiles')
    await expect(without.window.getByRole('button', { name: /Acme staging/ })).toHaveCount(0)
    await without.close()
    expect(status).toMatchObject({ ok: true, value: { kind: 'refused' } })
    expect(fingerprints(join(userData, 'vault'))).toEqual(before)
    await withApp(async ({ window: page }) => {
      await goTo(page, 'Profiles')
      await expect(page.getByRole('button', { name: /Acme staging/ })).toBeVisible()
    })
  })
})

test('without a key store nothing is sealed and nothing is written; the app says so', async () => {
  test.skip(process.platform !== 'linux', 'only on Linux can a key store be missing')
  const app = await launchApp({ userData })
  await expect(app.window.getByText(/Memory only/)).toBeVisible()
  await fillProfile(app.window, entry)
  await saveProfile(app.window)
  await expect(app.window.getByRole('button', { name: /Acme staging/ })).toBeVisible()
  await expect(app.window.getByText(/until you quit/i).first()).toBeVisible()
  await app.close()
  expect(secretsOnDisk(userData)).toEqual([])
  const again = await launchApp({ userData })
  await goTo(again.window, 'Profiles')
  await expect(again.window.getByRole('button', { name: /Acme staging/ })).toHaveCount(0)
  await again.close()
})

test('every wrong field is said at once, the first has the focus, and typing does not move it', async () => {
  const { window: page, close } = await launchApp({ userData })
  try {
    await fillProfile(page, { name: '', issuer: 'https://a.test?b=1', clientId: '', port: 99_999 })
    await saveProfile(page)
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await expect(name).toBeFocused()
    for (const message of [
      'Give the profile a name.',
      /without query and fragment/,
      /client ID/,
      /each up to 65535/,
    ])
      await expect(page.getByText(message).last()).toBeVisible()
    const issuer = page.getByRole('textbox', { name: /^Issuer/ })
    await issuer.fill('https://a.test/.well-known/openid-configuration')
    await expect(issuer).toBeFocused()
    await name.fill('Acme')
    await expect(issuer).toHaveValue('https://a.test')
    await expect(page.getByText('That was the address of the metadata', { exact: false })).toBeVisible()
    await page.getByRole('textbox', { name: /^Client ID/ }).fill('app')
    await page.getByRole('textbox', { name: 'Port' }).fill('')
    await saveProfile(page)
    await expect(page.getByText(/endpoints not read yet/)).toBeVisible()
  } finally {
    await close()
  }
})

test('the built-in profile has no address while its provider stands still, and no copy', async () => {
  const { window: page, close } = await launchApp({ userData })
  try {
    await goTo(page, 'Profiles')
    await expect(page.getByRole('textbox', { name: /^Issuer/ })).toHaveValue(/not running/)
    await expect(page.getByText('http://127.0.0.1/', { exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: 'More for this profile' }).click()
    await expect(page.getByRole('menuitem', { name: /^Duplicate/ })).toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('Escape')
    await goTo(page, 'Provider')
    await page
      .getByRole('button', { name: /^Start/ })
      .first()
      .click()
    await expect(page.getByText('Built-in provider running')).toBeVisible()
    await goTo(page, 'Profiles')
    await page.getByRole('button', { name: 'More for this profile' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate', exact: true }).click()
    await expect(page.getByText(/keeps the address http:\/\/127\.0\.0\.1:\d+/)).toBeVisible()
  } finally {
    await close()
  }
})

test('an issuer fills the endpoints, or says why it could not', async () => {
  const issuer = await startScriptedIssuer()
  const app = await launchApp({ userData })
  try {
    await fillProfile(app.window, { name: 'Scripted', issuer: issuer.issuer, clientId: 'x' })
    await app.window.getByRole('button', { name: 'Fill from issuer' }).click()
    await expect(app.window.getByText(`${issuer.issuer}/token`)).toBeVisible()
    issuer.setFaults({ metadata: { issuer: 'https://evil.example' } })
    await app.window.getByRole('button', { name: /Fill from issuer|Fetch again/ }).click()
    await expect(app.window.getByText(/evil\.example/).first()).toBeVisible()
  } finally {
    await app.close()
    await issuer.close()
  }
})

/** Files under a folder that hold the secret, in clear or in a form that anyone decodes. */
function secretsOnDisk(folder: string): string[] {
  const forms = [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret, 'utf16le').toString('latin1'),
  ]
  return files(folder).filter((path) => {
    const bytes = readFileSync(path).toString('latin1')
    return forms.some((form) => bytes.includes(form))
  })
}

function fingerprints(folder: string): Record<string, string> {
  return Object.fromEntries(files(folder).map((path) => [path, readFileSync(path).toString('base64')]))
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
}

function inputValues(page: RunningApp['window']): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('input')].map((input) => input.value))
}
