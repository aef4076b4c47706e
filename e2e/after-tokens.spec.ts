import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { startBuiltInProvider } from './support/built-in-provider.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

async function look(app: RunningApp, name: string): Promise<void> {
  const { window: view } = app
  for (const colorScheme of ['light', 'dark'] as const) {
    await view.emulateMedia({ colorScheme })
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await view.setViewportSize({ width, height })
      await view.screenshot({ path: `test-results/screens/${name}-${colorScheme}-${width}.png` })
    }
  }
  await view.setViewportSize({ width: 1280, height: 800 })
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
    await look(app, 'after-api-answered')
    expect(seen).toHaveLength(2)
    expect(seen.every((value) => value?.startsWith('Bearer '))).toBe(true)
    expect(app.complaints).toEqual([])
  } finally {
    api.close()
    await browser.close()
    await app.close()
  }
})
