import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('a pushed request and tokens bound to a key, set up in the editor and run in a real browser', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    await fillProfile(view, { name: 'Bound', issuer, clientId: 'claimscope-public' })
    await view.getByRole('checkbox', { name: /^Push the authorization request/ }).check()
    await view.getByRole('checkbox', { name: /^Bind the tokens to a key/ }).check()
    await expect(view.getByLabel(/^DPoP key/)).toBeVisible()
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await view.getByRole('heading', { name: 'Binding' }).scrollIntoViewIfNeeded()
    await view.screenshot({ path: 'test-results/screens/profiles-binding.png' })
    await saveProfile(view)
    await goTo(view, 'Flows')
    await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Bound' })
    await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
    const page = await (await browser.newContext()).newPage()
    const link = await app.links.next()
    expect([...new URL(link).searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
    await page.goto(link)
    await signIn(page, 'Ada Lovelace')
    await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
    await view.getByRole('option', { name: /Push the authorization request/ }).click()
    await expect(view.getByText('request_uri').first()).toBeVisible()
    await view.screenshot({ path: 'test-results/screens/flows-binding.png' })
    await view.getByRole('button', { name: 'Userinfo', exact: true }).click()
    await expect(view.getByText('"sub"').first()).toBeVisible()
    await view.getByRole('tab', { name: /Checks/ }).click()
    await expect(view.getByText('DPoP').first()).toBeVisible()
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
