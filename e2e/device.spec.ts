import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('a code is shown, entered in a real browser at the built-in provider, and tokens come', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    await fillProfile(view, { name: 'Television', issuer, clientId: 'claimscope-device' })
    await view
      .getByRole('combobox', { name: /^Grant/ })
      .selectOption('urn:ietf:params:oauth:grant-type:device_code')
    await view.getByRole('textbox', { name: /^Scope/ }).fill('openid profile')
    await saveProfile(view)
    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Television' })
    await view.getByRole('button', { name: 'Get tokens' }).first().click()
    const prompt = view.getByRole('region', { name: 'Enter the code' })
    await expect(prompt.getByRole('img', { name: 'QR code of the address' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await view.screenshot({ path: 'test-results/screens/flows-device.png' })
    // At the smallest size nothing of it is out of reach.
    const size = (width: number, height: number) =>
      app.electron.evaluate(
        ({ BrowserWindow }, given) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(given.width, given.height),
        { width, height },
      )
    await size(900, 600)
    await expect(prompt.getByRole('button', { name: /^Open/ })).toBeInViewport()
    await view.screenshot({ path: 'test-results/screens/flows-device-small.png' })
    await size(1280, 800)
    const code = (await prompt.getByText(/^[A-Z]{4}-[A-Z]{4}$/).textContent()) ?? ''
    const address = (await prompt.locator('code').first().textContent()) ?? ''
    const page = await (await browser.newContext()).newPage()
    await page.goto(address)
    const first = await new AxeBuilder({ page }).analyze()
    expect(first.violations.map(({ id }) => id)).toEqual([])
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText(code)).toBeVisible()
    await page.getByRole('button', { name: 'Continue' }).click()
    await signIn(page, 'Ada Lovelace')
    await expect(page.getByText('The device has the answer')).toBeVisible()
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible({ timeout: 20_000 })
    await expect(prompt).toHaveCount(0)
    expect(await app.links.count()).toBe(0)
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
