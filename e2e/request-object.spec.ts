import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('a signed and encrypted request with authorization details, set up in the editor and taken by a real provider', async () => {
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
        token_endpoint_auth_method: 'client_secret_post',
        authorization_details_types: ['payment_initiation'],
      }),
    })
    const client = (await made.json()) as { client_id: string; client_secret: string }
    await fillProfile(view, { name: 'Signed request', issuer, clientId: client.client_id })
    await view.getByRole('combobox', { name: /^Client authentication/ }).selectOption('client_secret_post')
    await view.getByLabel(/^Client secret/).fill(client.client_secret)
    await view.getByRole('combobox', { name: /^Request object/ }).selectOption('HS256')
    await view.getByRole('combobox', { name: /^Encrypted/ }).selectOption('RSA-OAEP-256')
    await view.getByLabel(/^Authorization details/).fill('[{"type":"payment_initiation"')
    await view.getByRole('button', { name: 'Add a parameter' }).click()
    await view.getByLabel('Name of parameter 1').fill('resource')
    await view.getByLabel('Value of parameter 1').fill('https://api.example')
    await view.getByRole('button', { name: 'Add a parameter' }).click()
    await view.getByLabel('Name of parameter 2').fill('X-Tenant')
    await view.getByLabel('Value of parameter 2').fill('staging')
    await view.getByLabel('Request of parameter 2').selectOption('token:header')
    await view.getByRole('button', { name: /^Save/ }).click()
    await expect(view.getByText('Authorization details are a JSON array')).toBeVisible()
    await view
      .getByLabel(/^Authorization details/)
      .fill('[{ "type": "payment_initiation", "amount": "1.00" }]')
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    for (const [width, height, colorScheme] of [
      [1280, 800, 'light'],
      [900, 600, 'dark'],
    ] as const) {
      await view.setViewportSize({ width, height })
      await view.emulateMedia({ colorScheme })
      for (const [name, heading] of [
        ['details', 'Request'],
        ['request-object', 'Binding'],
      ] as const) {
        await expect(() =>
          view.getByRole('heading', { name: heading, exact: true }).scrollIntoViewIfNeeded(),
        ).toPass()
        await view.screenshot({ path: `test-results/screens/profiles-${name}-${width}-${colorScheme}.png` })
      }
    }
    await saveProfile(view)
    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Signed request' })
    await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
    const page = await (await browser.newContext()).newPage()
    const link = await app.links.next()
    const names = [...new URL(link).searchParams.keys()].toSorted()
    expect(names).toEqual(['client_id', 'request', 'response_type', 'scope'])
    await page.goto(link)
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
    await view.getByRole('option', { name: /Sign the authorization request/ }).click()
    await expect(view.getByText('payment_initiation').first()).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-request-object-900-dark.png' })
    await view.setViewportSize({ width: 1280, height: 800 })
    await view.emulateMedia({ colorScheme: 'light' })
    await view.screenshot({ path: 'test-results/screens/flows-request-object-1280-light.png' })
    await view.getByRole('option', { name: /Request the tokens/ }).click()
    await expect(view.getByText('x-tenant').first()).toBeVisible()
    await view.getByRole('tab', { name: /Checks/ }).click()
    await expect(view.getByText('The details that were asked for were granted.').first()).toBeVisible()
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
