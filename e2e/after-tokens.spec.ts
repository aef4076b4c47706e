import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

/** A picture in each theme, one of them as small as the window gets. */
async function look({ window: view }: RunningApp, name: string): Promise<void> {
  await view.screenshot({ path: `test-results/screens/${name}-light-1280.png` })
  await view.emulateMedia({ colorScheme: 'dark' })
  await view.setViewportSize({ width: 900, height: 600 })
  await view.screenshot({ path: `test-results/screens/${name}-dark-900.png` })
  await view.setViewportSize({ width: 1280, height: 800 })
  await view.emulateMedia({ colorScheme: 'light' })
}

async function expectAccessible({ window: view }: RunningApp): Promise<void> {
  const { violations } = await new AxeBuilder({ page: view }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}

async function signInThere(app: RunningApp, page: Page): Promise<void> {
  await startBuiltInProvider(app.window)
  await goTo(app.window, 'Flows')
  await app.window.getByRole('button', { name: 'Sign in with browser' }).first().click()
  await page.goto(await app.links.next())
  await signIn(page, 'Ada Lovelace')
  await expect(app.window.getByRole('heading', { name: /^Signed in/ })).toBeVisible()
}

test('an API is called with the token of a run, and its refusal is explained', async () => {
  test.slow()
  const seen: (string | undefined)[] = []
  const api = createServer((request, response) => {
    seen.push(request.headers.authorization)
    const challenge = 'Bearer error="insufficient_scope", scope="orders.read orders.write"'
    if (request.method === 'GET') response.writeHead(403, { 'www-authenticate': challenge }).end()
    else response.writeHead(201, { 'content-type': 'application/json' }).end('{"order":17}')
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}/orders`
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    await signInThere(app, await (await browser.newContext()).newPage())
    await view.getByRole('button', { name: 'More for the Access token' }).click()
    await view.getByRole('menuitem', { name: 'Call an API with it…' }).click()
    const panel = view.getByRole('form', { name: 'Call an API' })
    const field = panel.getByLabel('Address of the API')
    await field.fill('http://api.example/orders')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(panel.getByRole('alert')).toContainText('plain http is allowed on loopback only')
    await field.fill(address)
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(view.getByText(/scope does not reach this far/).first()).toBeVisible()
    await panel.getByRole('button', { name: 'Headers, body' }).click()
    await view
      .getByRole('tab', { name: 'Computation' })
      .or(view.getByRole('tab', { name: /facts/i }))
      .first()
      .click()
    await look(app, 'after-api-refused')
    await panel.getByLabel('Method').selectOption('POST')
    await panel.getByLabel('Body').fill('{"item":1}')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(view.getByText(/^201 ·/).first()).toBeVisible()
    await expectAccessible(app)
    expect(seen).toHaveLength(2)
    expect(seen.every((value) => value?.startsWith('Bearer '))).toBe(true)
    expect(app.complaints).toEqual([])
  } finally {
    api.close()
    await browser.close()
    await app.close()
  }
})

test('the end of the session is heard: the provider posts a logout token, and it is proved', async () => {
  test.slow()
  const app = await launchApp()
  const browser = await startUserBrowser()
  const view = app.window
  try {
    const page = await (await browser.newContext()).newPage()
    await signInThere(app, page)
    const choose = async (item: string) => {
      await view.getByRole('button', { name: 'More for the ID token' }).click()
      await view.getByRole('menuitem', { name: item }).click()
    }
    await choose('Receive logouts…')
    await look(app, 'after-receiver-off')
    await view.getByRole('button', { name: 'Listen', exact: true }).click()
    await expect(view.getByText(/\/backchannel-logout$/)).toBeVisible()
    await choose('Sign out at the provider')
    await page.goto(await app.links.next())
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
    await expect(view.getByText('200 · proved: this session was ended').first()).toBeVisible()
    await view.getByRole('option', { name: /logout token/i }).click()
    await look(app, 'after-receiver-token')
    await view.getByRole('tab', { name: /^Checks/ }).click()
    await expect(view.getByText('Logout token: session').first()).toBeVisible()
    await expectAccessible(app)
    await view.screenshot({ path: 'test-results/screens/after-receiver-checks-light-1280.png' })
    await view.getByRole('button', { name: 'Stop listening' }).click()
    await expect(view.getByRole('button', { name: 'Listen', exact: true })).toBeVisible()
    expect(app.complaints).toEqual([])
  } finally {
    await browser.close()
    await app.close()
  }
})
