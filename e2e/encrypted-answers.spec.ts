import { generateKeyPairSync } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('an encrypted ID token and encrypted userinfo are opened with the profile’s key and checked', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    const made = await fetch(`${issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: ['http://127.0.0.1/callback'],
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_basic',
        jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'enc', alg: 'RSA-OAEP-256' }] },
        id_token_signed_response_alg: 'HS256',
        id_token_encrypted_response_alg: 'RSA-OAEP-256',
        userinfo_signed_response_alg: 'ES256',
        userinfo_encrypted_response_alg: 'RSA-OAEP-256',
      }),
    })
    const client = (await made.json()) as { client_id: string; client_secret: string }
    await fillProfile(view, { name: 'Encrypted', issuer, clientId: client.client_id })
    await view.getByRole('combobox', { name: /^Client authentication/ }).selectOption('client_secret_basic')
    await view.getByLabel(/^Client secret/).fill(client.client_secret)
    await view.getByRole('combobox', { name: /^ID token algorithm/ }).selectOption('HS256')
    await view
      .getByLabel(/^Decryption key/)
      .fill(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await expect(() => view.getByRole('heading', { name: 'Answers' }).scrollIntoViewIfNeeded()).toPass()
    await view.screenshot({ path: 'test-results/screens/profiles-answers-1280-light.png' })
    await view.setViewportSize({ width: 900, height: 600 })
    await view.emulateMedia({ colorScheme: 'dark' })
    // The narrow window mounts the editor anew.
    await expect(() => view.getByRole('heading', { name: 'Answers' }).scrollIntoViewIfNeeded()).toPass()
    await view.screenshot({ path: 'test-results/screens/profiles-answers-900-dark.png' })
    await saveProfile(view)
    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Encrypted' })
    await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
    const page = await (await browser.newContext()).newPage()
    await page.goto(await app.links.next())
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
    await view.getByRole('button', { name: 'Userinfo', exact: true }).click()
    await expect(view.getByText('Claims').first()).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-encrypted-900-dark.png' })
    await view.setViewportSize({ width: 1280, height: 800 })
    await view.emulateMedia({ colorScheme: 'light' })
    await view.getByRole('tab', { name: /Checks/ }).click()
    await expect(view.getByText('whoever knows the secret can have made it').first()).toBeVisible()
    await expect(view.getByText('Userinfo signature')).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-encrypted-1280-light.png' })
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
