import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

const flows = [
  {
    name: 'Hybrid',
    grant: 'authorization_code',
    type: 'code id_token token',
    heading: /^Through the browser 18 of 18 passed/,
  },
  { name: 'Implicit', grant: 'implicit', type: 'id_token token', heading: null },
] as const

test('hybrid and implicit, set up in the editor and run with a real browser', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    for (const { name, grant, type, heading } of flows) {
      await fillProfile(view, { name, issuer, clientId: 'claimscope-legacy' })
      await view.getByRole('combobox', { name: /^Grant/ }).selectOption(grant)
      await view.getByRole('combobox', { name: /^Response type/ }).selectOption(type)
      await view.getByRole('heading', { name: 'Redirect' }).scrollIntoViewIfNeeded()
      await view.screenshot({ path: `test-results/screens/profiles-type-${grant}.png` })
      await saveProfile(view)
      await goTo(view, 'Flows')
      await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: name })
      await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
      const page = await (await browser.newContext()).newPage()
      const link = await app.links.next()
      expect(new URL(link).searchParams.get('response_type')).toBe(type)
      await page.goto(link)
      await signIn(page, 'Ada Lovelace')
      await expect(page.getByRole('heading', { name: 'Claimscope has the answer' })).toBeVisible()
      expect(new URL(page.url())).toMatchObject({ search: '', hash: '' })
      await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
      await view.screenshot({ path: `test-results/screens/flows-type-${grant}.png` })
      await view.getByRole('tab', { name: /Checks/ }).click()
      if (heading !== null) await expect(view.getByRole('heading', { name: heading })).toBeVisible()
      await expect(view.getByText('at_hash').first()).toBeVisible()
      await expect(view.getByText('Access token through the browser').first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      await view.screenshot({ path: `test-results/screens/flows-type-${grant}-checks.png` })
    }
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
