import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from 'playwright'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

const shot = (view: Page, name: string) =>
  view.screenshot({ path: `test-results/screens/registration-${name}.png` })

/** Long texts are drawn in part only, so it is not read from the editor. */
const renamed = JSON.stringify({
  client_name: 'Renamed',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
})

test('an issuer is found, a client registered there; it signs a person in, is changed and deleted', async () => {
  test.slow()
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    await goTo(view, 'Profiles')
    await view.getByRole('button', { name: /^New/ }).first().click()
    await view.getByRole('textbox', { name: 'Name', exact: true }).fill('Registered here')
    // The provider's people are found by an address at its host.
    await view.getByRole('button', { name: 'Find by e-mail' }).click()
    await view.getByRole('textbox', { name: /^E-mail address/ }).fill(`ann@${new URL(issuer).host}`)
    await view.keyboard.press('Enter')
    await expect(view.getByRole('button', { name: 'Use this issuer' })).toBeVisible()
    await shot(view, 'webfinger')
    await view.getByRole('button', { name: 'Use this issuer' }).click()
    await expect(view.getByRole('textbox', { name: /^Issuer/ })).toHaveValue(issuer)
    await view.getByRole('button', { name: 'Fill from issuer' }).click()
    await view.getByRole('combobox', { name: /^Client authentication/ }).selectOption('client_secret_basic')

    // There is no client ID yet, and none is needed.
    await view.getByRole('button', { name: 'Register this client' }).click()
    await expect(view.getByRole('textbox', { name: 'Client metadata' })).toContainText('redirect_uris')
    await view.getByRole('textbox', { name: 'Client metadata' }).scrollIntoViewIfNeeded()
    await shot(view, 'metadata')
    await view.getByRole('button', { name: /^Register at / }).click()
    await expect(view.getByText(/^Registered as /)).toBeVisible()
    await view.getByText(/^Registered as /).scrollIntoViewIfNeeded()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await shot(view, 'answer')
    await view.setViewportSize({ width: 900, height: 600 })
    await view.emulateMedia({ colorScheme: 'dark' })
    await view.getByText('What was sent and received').scrollIntoViewIfNeeded()
    await shot(view, 'answer-dark-900')
    await view.emulateMedia({ colorScheme: 'light' })
    await view.setViewportSize({ width: 1280, height: 800 })
    await view.getByRole('button', { name: 'Put it into this profile' }).click()
    await expect(view.getByRole('textbox', { name: /^Client ID/ })).not.toHaveValue('')
    await expect(view.getByText(/is registered, and managed at/)).toBeVisible()
    // What went into the vault is not on the screen, nor anywhere in the page.
    await expect(view.getByLabel(/^Client secret/)).toHaveValue('••••••••••••')

    await view.getByRole('button', { name: 'Run', exact: true }).click()
    const page = await (await browser.newContext()).newPage()
    await page.goto(await app.links.next())
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()

    await goTo(view, 'Profiles')
    await view.getByRole('button', { name: 'Read the registration' }).click()
    await expect(view.getByText(/^The registration of /)).toBeVisible()
    await view.getByText(/^The registration of /).scrollIntoViewIfNeeded()
    await shot(view, 'read')
    await view.getByRole('button', { name: 'Change it', exact: true }).click()
    const editor = view.getByRole('textbox', { name: 'Client metadata' })
    await editor.click()
    await view.keyboard.press('Control+A')
    await view.keyboard.insertText(renamed)
    await view.getByRole('button', { name: /^Change it at / }).click()
    await expect(view.getByText(/^The registration of .* was changed$/)).toBeVisible()
    await view.getByRole('button', { name: 'Close' }).click()

    await view.getByRole('button', { name: 'Delete it at the provider' }).click()
    await shot(view, 'delete')
    await view.getByRole('button', { name: 'Delete the client' }).click()
    await expect(view.getByText('The client is deleted at the provider')).toBeVisible()
    await view.getByRole('button', { name: 'Close' }).click()
    await expect(view.getByText(/is registered, and managed at/)).toBeHidden()
    await expect(view.getByRole('button', { name: 'Register this client' })).toBeVisible()
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
