import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('the session is ended in the browser, and what that proves is said', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    await startBuiltInProvider(view)
    await goTo(view, 'Flows')
    await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
    const page = await (await browser.newContext()).newPage()
    await page.goto(await app.links.next())
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()

    const signOut = async () => {
      await view.getByRole('button', { name: 'More for the ID token' }).click()
      await view.getByRole('menuitem', { name: 'Sign out at the provider' }).click()
    }
    // Given up first: the other actions come back.
    await signOut()
    await app.links.next()
    await expect(view.getByText('Waiting for the browser to come back…')).toBeVisible()
    await expect(view.getByRole('button', { name: 'Userinfo' })).toBeDisabled()
    await view.screenshot({ path: 'test-results/screens/flows-logout-waiting.png' })
    await view.getByRole('button', { name: 'Do not wait' }).click()
    await expect(view.getByRole('button', { name: 'Userinfo' })).toBeEnabled()

    await signOut()
    await page.goto(await app.links.next())
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
    expect(new URL(page.url())).toMatchObject({ hostname: '127.0.0.1', search: '' })
    await expect(view.getByText('came back with its state').first()).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-logout.png' })
    await view.getByRole('tab', { name: /Checks/ }).click()
    await expect(view.getByText('Logout: session').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await view.getByText('Logout: session').first().scrollIntoViewIfNeeded()
    await view.emulateMedia({ colorScheme: 'dark' })
    await view.setViewportSize({ width: 900, height: 600 })
    await view.screenshot({ path: 'test-results/screens/flows-logout-checks-dark-900.png' })
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
