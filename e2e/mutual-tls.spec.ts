import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, readClipboard } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('a client certificate is shown in the handshake, and the tokens are bound to it', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    await goTo(view, 'Provider')
    await view
      .getByRole('button', { name: 'Copy the certificate and key of claimscope-mtls', exact: true })
      .click()
    await expect.poll(() => readClipboard(app)).toContain('PRIVATE KEY')
    const certificate = await readClipboard(app)
    await view.getByRole('button', { name: 'Copy the certificate authority' }).click()
    await expect.poll(() => readClipboard(app)).not.toContain('PRIVATE KEY')
    const authority = await readClipboard(app)
    await view.screenshot({ path: 'test-results/screens/provider-mtls-1280-light.png' })

    await fillProfile(view, { name: 'Mutual TLS', issuer, clientId: 'claimscope-mtls' })
    await view
      .getByRole('combobox', { name: /^Client authentication/ })
      .selectOption('self_signed_tls_client_auth')
    await view.getByLabel('File with the client certificate').setInputFiles({
      name: 'client.pem',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(certificate),
    })
    await view.getByLabel(/^Access tokens must be bound/).check()
    await view.getByRole('combobox', { name: /^Proxy/ }).selectOption('manual')
    await view.getByLabel(/^Certificate authorities/).fill(authority)
    await expect(() => view.getByRole('heading', { name: 'Connection' }).scrollIntoViewIfNeeded()).toPass()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await view.screenshot({ path: 'test-results/screens/profiles-connection-1280-light.png' })
    await saveProfile(view)
    await expect(view.getByText(/A proxy is an address/)).toBeVisible()
    await view.getByLabel(/^Proxy address/).fill('http://proxy.example:3128')
    await view.setViewportSize({ width: 900, height: 600 })
    await view.emulateMedia({ colorScheme: 'dark' })
    await expect(() => view.getByLabel(/^Proxy address/).scrollIntoViewIfNeeded()).toPass()
    await view.screenshot({ path: 'test-results/screens/profiles-connection-900-dark.png' })
    await saveProfile(view)
    await view.setViewportSize({ width: 1280, height: 800 })
    await view.emulateMedia({ colorScheme: 'light' })

    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Mutual TLS' })
    await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
    const page = await (await browser.newContext()).newPage()
    await page.goto(await app.links.next())
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
    await view.getByRole('option', { name: /Request the tokens/ }).click()
    await expect(view.getByText(/issued by Claimscope built-in provider/)).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-mtls-1280-light.png' })
    await view.getByRole('button', { name: 'More for the Access token' }).click()
    await view.getByRole('menuitem', { name: 'Introspect' }).click()
    await expect(view.getByText('"active": true')).toBeVisible()
    await view.getByRole('tab', { name: /Checks/ }).click()
    await expect(view.getByText('Introspection: bound to the certificate')).toBeVisible()
    await view.setViewportSize({ width: 900, height: 600 })
    await view.emulateMedia({ colorScheme: 'dark' })
    await view.screenshot({ path: 'test-results/screens/flows-mtls-900-dark.png' })
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
