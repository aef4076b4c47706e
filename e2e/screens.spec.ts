import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { root } from '../scripts/runtime.ts'
import { goTo, launchApp, pasteText, type RunningApp } from './support/app.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

/**
 * Every screen in light and dark, at the usual and the smallest size: nothing sticks out, axe finds nothing, and
 * a picture is left in test-results/screens to be looked at.
 */
const views = ['Inspect', 'Build', 'Flows', 'Sessions', 'Profiles', 'Keys', 'Provider', 'Settings'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    let app: RunningApp
    test.beforeAll(async () => {
      app = await launchApp({ colorScheme })
    })
    test.afterAll(() => app.close())

    for (const size of sizes) {
      for (const view of views) {
        test(`${view}, empty, ${size.width}×${size.height}`, async () => {
          await resize(app, size)
          await goTo(app.window, view)
          await look(app, `${colorScheme}-${size.width}-${view.toLowerCase()}-empty`)
        })
      }
    }

    test('with a run and its token', async () => {
      test.slow()
      await resize(app, sizes[0])
      await goTo(app.window, 'Provider')
      await app.window
        .getByRole('button', { name: /^Start/ })
        .first()
        .click()
      await expect(app.window.getByText('Built-in provider running')).toBeVisible()
      await goTo(app.window, 'Flows')
      await app.window.getByRole('button', { name: 'Sign in with browser' }).first().click()
      const browser = await startUserBrowser()
      const context = await browser.newContext({ colorScheme })
      const page = await context.newPage()
      await page.goto(await app.links.next())
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      await look(app, `${colorScheme}-1280-flows-waiting`)
      await signIn(page, 'Ada')
      await expect(page.getByText(/return to Claimscope/)).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      await browser.close()
      await expect(app.window.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
      for (const size of sizes) {
        await resize(app, size)
        await look(app, `${colorScheme}-${size.width}-flows-done`)
        await app.window.getByRole('tab', { name: /Checks/ }).click()
        await expect(app.window.getByRole('region', { name: 'Good practice' })).toBeAttached()
        await look(app, `${colorScheme}-${size.width}-flows-checks`)
        await app.window.getByRole('tab', { name: /Timeline/ }).click()
      }
      await app.window.getByRole('button', { name: 'Open in Inspect: ID token' }).click()
      await app.window.getByRole('button', { name: /^Fetch keys/ }).click()
      await expect(app.window.getByText(/^Verified/).first()).toBeVisible()
      for (const size of sizes) {
        await resize(app, size)
        await look(app, `${colorScheme}-${size.width}-inspect-verified`)
        await goTo(app.window, 'Provider')
        await look(app, `${colorScheme}-${size.width}-provider-running`)
        await goTo(app.window, 'Inspect')
      }
    })

    test('with a token that is broken and very long', async () => {
      const claims = JSON.stringify({
        iss: `https://${'a'.repeat(300)}.example`,
        aud: 'x'.repeat(2000),
        n: 12345678901234567890n.toString(),
      })
      await goTo(app.window, 'Inspect')
      await pasteText(app, `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(claims).toString('base64url')}.si*g`)
      for (const size of sizes) {
        await resize(app, size)
        await look(app, `${colorScheme}-${size.width}-inspect-broken`)
      }
    })

    test('the command palette', async () => {
      await resize(app, sizes[0])
      await app.window.keyboard.press('ControlOrMeta+k')
      await expect(app.window.getByRole('dialog')).toBeVisible()
      await look(app, `${colorScheme}-1280-palette`)
      await app.window.keyboard.press('Escape')
      await expect(app.window.getByRole('dialog')).toHaveCount(0)
    })

    test('the keyboard reaches the whole frame', async () => {
      await goTo(app.window, 'Settings')
      const reached = new Set<string>()
      for (let press = 0; press < 40; press += 1) {
        await app.window.keyboard.press('Tab')
        reached.add(await app.window.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
      }
      for (const view of views) expect([...reached]).toContainEqual(expect.stringContaining(view))
    })

    test('nothing was complained about', () => {
      expect(app.complaints).toEqual([])
    })
  })
}

async function resize(app: RunningApp, size: { width: number; height: number }): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, wanted) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height),
    size,
  )
  await expect
    .poll(() => app.window.evaluate(() => [innerWidth, innerHeight]))
    .toEqual([size.width, size.height])
}

async function look(app: RunningApp, name: string): Promise<void> {
  // Views are loaded when they are first opened, and what is being faded in has no contrast yet.
  await expect(app.window.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await app.window.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    // One that is cancelled, because its element went, has ended too.
    return Promise.allSettled(ending.map((animation) => animation.finished)).then(() => {})
  })
  await app.window.screenshot({
    path: join(root, 'test-results', 'screens', `${name}.png`),
    animations: 'disabled',
  })
  const overflow = await app.window.evaluate(() => ({
    page: document.documentElement.scrollWidth - innerWidth,
    // Text that is cut at the window's edge although nothing scrolls there.
    out: [...document.querySelectorAll('body *')]
      .filter((element) => {
        const box = element.getBoundingClientRect()
        return box.width > 0 && box.right > innerWidth + 1 && !element.closest('[class*="visually-hidden"]')
      })
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
  }))
  expect(overflow, name).toEqual({ page: 0, out: [] })
  const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode(true).analyze()
  expect(
    violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
    name,
  ).toEqual([])
}
