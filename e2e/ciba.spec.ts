import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { startUserBrowser } from './support/user-browser.ts'

test('a person is asked on another device and allows it there', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    const made = await fetch(`${issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_types: ['urn:openid:params:grant-type:ciba'],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
        backchannel_token_delivery_mode: 'poll',
      }),
    })
    const client = (await made.json()) as { client_id: string; client_secret: string }
    await fillProfile(view, { name: 'Bank', issuer, clientId: client.client_id })
    await view.getByRole('combobox', { name: /^Client authentication/ }).selectOption('client_secret_basic')
    await view.getByLabel(/^Client secret/).fill(client.client_secret)
    await view.getByRole('combobox', { name: /^Grant/ }).selectOption('urn:openid:params:grant-type:ciba')
    await view.getByLabel(/^Login hint/).fill('Ada Lovelace')
    await view.getByLabel(/^Binding message/).fill('W4SCT')
    await view.getByRole('heading', { name: 'Request', exact: true }).scrollIntoViewIfNeeded()
    await view.screenshot({ path: 'test-results/screens/profiles-ciba.png' })
    await saveProfile(view)
    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Bank' })
    await view.getByRole('button', { name: 'Get tokens' }).first().click()
    const prompt = view.getByRole('region', { name: 'Waiting for the person' })
    await expect(prompt.getByText('W4SCT')).toBeVisible()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await view.screenshot({ path: 'test-results/screens/flows-ciba-1280-light.png' })
    await view.setViewportSize({ width: 900, height: 600 })
    await view.emulateMedia({ colorScheme: 'dark' })
    await expect(prompt.getByText('W4SCT')).toBeInViewport()
    await view.screenshot({ path: 'test-results/screens/flows-ciba-900-dark.png' })
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${issuer}/authentication-device`)
    await expect(page.getByText('W4SCT')).toBeVisible()
    const device = await new AxeBuilder({ page }).analyze()
    expect(device.violations.map(({ id }) => id)).toEqual([])
    await page.screenshot({ path: 'test-results/screens/provider-device.png' })
    await page.getByRole('button', { name: 'Allow' }).click()
    await expect(page.getByText('Nobody is asked for anything now')).toBeVisible()
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible({ timeout: 20_000 })
    await expect(prompt).toHaveCount(0)
    expect(await app.links.count()).toBe(0)
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
