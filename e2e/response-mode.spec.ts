import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

test('answers in the fragment, as a form and signed, set up in the editor and given by a real browser', async () => {
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const issuer = await startBuiltInProvider(view)
    for (const mode of ['fragment', 'form_post', 'jwt', 'form_post.jwt']) {
      await fillProfile(view, { name: `By ${mode}`, issuer, clientId: 'claimscope-public' })
      await view.getByRole('combobox', { name: 'Host' }).selectOption('localhost')
      await view.getByRole('combobox', { name: /^Answer/ }).selectOption(mode)
      const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      await view.getByRole('heading', { name: 'Redirect' }).scrollIntoViewIfNeeded()
      await view.screenshot({ path: `test-results/screens/profiles-answer-${mode}.png` })
      await saveProfile(view)
      await goTo(view, 'Flows')
      await view.getByRole('combobox', { name: 'Profile' }).selectOption({ label: `By ${mode}` })
      await view.getByRole('button', { name: 'Sign in with browser' }).first().click()
      const page = await (await browser.newContext()).newPage()
      const link = await app.links.next()
      expect(new URL(link).searchParams.get('response_mode')).toBe(mode)
      await page.goto(link)
      await signIn(page, 'Ada Lovelace')
      await expect(page.getByRole('heading', { name: 'Claimscope has the answer' })).toBeVisible()
      // Neither the code nor the page that handed it over stays in the address.
      expect(new URL(page.url())).toMatchObject({ hostname: 'localhost', search: '', hash: '' })
      await expect(view.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
      await view.getByRole('tab', { name: /Checks/ }).click()
      await expect(view.getByText('Response mode').first()).toBeVisible()
      if (mode.endsWith('jwt')) {
        await expect(view.getByText('Signed answer: signature')).toBeVisible()
        await view.getByText('Signed answer: signature').click()
      }
      await view.screenshot({ path: `test-results/screens/flows-answer-${mode}.png` })
      if (mode === 'jwt') {
        await view.setViewportSize({ width: 900, height: 600 })
        await view.emulateMedia({ colorScheme: 'dark' })
        await view.screenshot({ path: 'test-results/screens/flows-answer-jwt-900-dark.png' })
        await view.setViewportSize({ width: 1280, height: 800 })
        await view.emulateMedia({ colorScheme: 'light' })
      }
    }
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
