import { createServer } from 'node:net'
import { expect, test } from '@playwright/test'
import type { Browser, Page } from 'playwright'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'
import { signIn, startUserBrowser } from './support/user-browser.ts'

/** Complete flows: the real window, a real browser, a real provider; then everything that can go wrong on the way. */
let app: RunningApp
let browser: Browser
test.beforeAll(async () => {
  app = await launchApp()
  browser = await startUserBrowser()
})
test.afterAll(async () => {
  await browser.close()
  await app.close()
})

const start = () => app.window.getByRole('button', { name: 'Sign in with browser' }).first().click()
const heading = (name: RegExp) => app.window.getByRole('heading', { name })

async function chooseProfile(name: string): Promise<void> {
  await goTo(app.window, 'Flows')
  await app.window.getByRole('combobox', { name: 'Profile' }).selectOption({ label: name })
}

async function withPage<T>(act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext()
  try {
    return await act(await context.newPage())
  } finally {
    await context.close()
  }
}

test.describe('at the built-in provider', () => {
  test.beforeAll(async () => {
    await goTo(app.window, 'Provider')
    await app.window
      .getByRole('button', { name: /^Start/ })
      .first()
      .click()
    await expect(app.window.getByText('Built-in provider running')).toBeVisible()
  })
  test.beforeEach(() => chooseProfile('Built-in provider'))

  test('signs in, checks the answer, then userinfo, refresh and revocation', async () => {
    await start()
    await withPage(async (page) => {
      await page.goto(await app.links.next())
      await signIn(page, 'Ada Lovelace')
      await expect(page.getByText(/return to Claimscope/)).toBeVisible()
      // The code is gone from the address bar and so from the history.
      await expect.poll(() => page.url()).not.toContain('code=')
    })
    await expect(heading(/^Signed in/)).toBeVisible()
    await app.window.getByRole('tab', { name: /Checks/ }).click()
    const checks = app.window.getByRole('list', { name: 'Checks of the run' })
    for (const name of ['state', 'nonce', 'ID token signature'])
      await expect(checks.getByText(name, { exact: true })).toBeVisible()
    await app.window.getByRole('tab', { name: /Timeline/ }).click()
    const shown = app.window.getByRole('region', { name: 'Details of the step' })
    const selected = app.window.getByRole('option', { name: /^Step/, selected: true })
    await app.window.getByRole('button', { name: 'Userinfo', exact: true }).click()
    await expect(shown.getByRole('heading', { name: 'Ask for userinfo' })).toBeVisible()
    await expect(shown.getByText('"name": "Ada Lovelace"')).toBeVisible()
    // What is chosen by hand stays; the next thing asked for is shown again, whatever tab was open.
    await app.window.getByRole('option', { name: /Request the tokens/ }).click()
    await app.window.getByRole('tab', { name: /Checks/ }).click()
    await app.window.getByRole('button', { name: 'Refresh', exact: true }).click()
    await expect(shown.getByRole('heading', { name: 'Refresh the tokens' })).toBeVisible()
    await expect(selected).toBeInViewport()
    await app.window.getByRole('tab', { name: /Checks/ }).click()
    await expect(app.window.getByRole('heading', { name: /^Refresh \d+ of \d+ passed/ })).toBeVisible()
  })

  test('a revoked token is refused by the provider, and that is seen', async () => {
    await start()
    await withPage(async (page) => {
      await page.goto(await app.links.next())
      await signIn(page, 'Barbara')
      await expect(page.getByText(/return to Claimscope/)).toBeVisible()
    })
    await expect(heading(/^Signed in/)).toBeVisible()
    await app.window.getByRole('button', { name: 'More for the Access token' }).click()
    await app.window.getByRole('menuitem', { name: 'Introspect' }).click()
    await expect(app.window.getByText('"active": true')).toBeVisible()
    await app.window.getByRole('button', { name: 'Revoke', exact: true }).click()
    await app.window.getByRole('menuitem', { name: 'Revoke the access token' }).click()
    const card = app.window.getByRole('list', { name: 'Tokens received' }).getByRole('listitem')
    await expect(card.filter({ hasText: 'Access token' })).toContainText('revoked')
    await expect(card.filter({ hasText: 'Access token' })).not.toContainText('expires')
    await app.window.getByRole('button', { name: 'Userinfo', exact: true }).click()
    await expect(app.window.getByText(/invalid_token/).first()).toBeVisible()
    await expect(app.window.getByRole('option', { name: /^Step/, selected: true })).toBeInViewport()
  })

  test('the chosen tab stays when the window is folded and unfolded', async () => {
    const resize = (width: number) =>
      app.electron.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size, 700),
        width,
      )
    await start()
    await app.links.next()
    await app.window.getByRole('button', { name: 'Cancel', exact: true }).click()
    const checks = app.window.getByRole('tab', { name: /Checks/ })
    await checks.click()
    await resize(920)
    await expect(app.window.getByRole('button', { name: 'Details and history' })).toBeVisible()
    await expect(checks).toHaveAttribute('aria-selected', 'true')
    await resize(1280)
    await expect(app.window.getByRole('button', { name: 'Edit profile' })).toBeVisible()
    await expect(checks).toHaveAttribute('aria-selected', 'true')
    await app.window.getByRole('tab', { name: /Timeline/ }).click()
  })

  test('what the window holds of a run has none of its tokens', async () => {
    await start()
    await withPage(async (page) => {
      await page.goto(await app.links.next())
      await signIn(page, 'Edsger')
      await expect(page.getByText(/return to Claimscope/)).toBeVisible()
    })
    await expect(heading(/^Signed in/)).toBeVisible()
    const seen = await app.window.evaluate(async () => {
      const runs = await window.claimscope!['flows.list']()
      const run = runs.ok ? runs.value[0] : undefined
      const kinds = (run?.tokens ?? []).map((token) => token.kind)
      const tokens = await Promise.all(
        kinds.map((kind) => window.claimscope!['flows.token']({ runId: run?.id ?? '', kind })),
      )
      return {
        runs: JSON.stringify(runs),
        texts: tokens.flatMap((answer) => (answer.ok ? [answer.value.token] : [])),
      }
    })
    expect(seen.texts.length).toBeGreaterThanOrEqual(2)
    for (const text of seen.texts) expect(seen.runs).not.toContain(text)
    expect(seen.runs).toContain('hidden,')
  })

  test('hands the ID token to Inspect with issuer, audience and nonce', async () => {
    await start()
    await withPage(async (page) => {
      await page.goto(await app.links.next())
      await signIn(page, 'Grace')
      await expect(page.getByText(/return to Claimscope/)).toBeVisible()
    })
    await expect(heading(/^Signed in/)).toBeVisible()
    await app.window.getByRole('button', { name: 'Open in Inspect: ID token' }).click()
    await expect(app.window.getByRole('textbox', { name: 'Expected audience' })).toHaveValue(
      'claimscope-public',
    )
    await expect(app.window.getByRole('textbox', { name: 'Expected nonce' })).not.toHaveValue('')
    await app.window.getByRole('button', { name: /^Fetch keys from/ }).click()
    await expect(app.window.getByText(/^Verified/).first()).toBeVisible()
  })

  test('a refusal at the provider ends the run with the provider’s reason', async () => {
    await start()
    await withPage(async (page) => {
      await page.goto(await app.links.next())
      await page.getByRole('button', { name: 'Refuse' }).click()
      await expect(page.locator('body')).toContainText(/Claimscope/)
    })
    await expect(app.window.getByText(/access_denied/).first()).toBeVisible()
    await expect(heading(/^Signed in/)).toHaveCount(0)
  })

  test('cancel frees the port at once', async () => {
    await start()
    const link = await app.links.next()
    const redirect = new URL(new URL(link).searchParams.get('redirect_uri') ?? '')
    await app.window.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(heading(/cancelled/i)).toBeVisible()
    await expect(app.window.getByRole('option', { name: /sign in and consent, cancelled/i })).toBeVisible()
    await expect.poll(() => isFree(Number(redirect.port))).toBe(true)
  })

  test('“Open again” opens the same link, “Copy link” copies it', async () => {
    await start()
    const link = await app.links.next()
    await app.window.getByRole('button', { name: 'Open again' }).click()
    expect(await app.links.next()).toBe(link)
    await app.window.getByRole('button', { name: 'Copy the link to the sign-in page' }).click()
    await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link)
    await app.window.getByRole('button', { name: 'Cancel', exact: true }).click()
  })
})

test.describe('at an issuer that misbehaves', () => {
  let issuer: ScriptedIssuer
  test.beforeAll(async () => {
    issuer = await startScriptedIssuer()
    await fillProfile(app.window, {
      name: 'Scripted',
      issuer: issuer.issuer,
      clientId: issuer.publicClientId,
    })
    await saveProfile(app.window)
  })
  test.afterAll(() => issuer.close())
  test.beforeEach(async () => {
    issuer.setFaults()
    await chooseProfile('Scripted')
  })

  async function run(faults: Parameters<ScriptedIssuer['setFaults']>[0]): Promise<number> {
    issuer.setFaults(faults)
    await start()
    return withPage(async (page) => (await page.goto(await app.links.next()))?.status() ?? 0)
  }
  test('shows nothing of another profile’s run beside a profile that was not run', async () => {
    await expect(heading(/^“Scripted” was not run yet/)).toBeVisible()
    await expect(heading(/^Signed in/)).toHaveCount(0)
  })

  test('“Run” in Profiles runs', async () => {
    await goTo(app.window, 'Profiles')
    await app.window.getByRole('button', { name: /^Scripted/ }).click()
    await app.window.getByRole('button', { name: 'Run', exact: true }).click()
    await withPage(async (page) => page.goto(await app.links.next()))
    await expect(heading(/^Signed in/)).toBeVisible()
    await expect(app.window.getByRole('combobox', { name: 'Profile' })).toContainText('Scripted')
  })

  const tokenRequests = () => issuer.requests.filter((request) => request.path === '/token').length

  test('a wrong state is refused in the browser and never exchanged; the run goes on waiting', async () => {
    const before = tokenRequests()
    expect(await run({ callback: { state: 'forged' } })).toBe(403)
    await expect(heading(/^Waiting/)).toBeVisible()
    expect(tokenRequests()).toBe(before)
    await app.window.getByRole('button', { name: 'Cancel', exact: true }).click()
  })

  test('an answer from another issuer is refused before any exchange', async () => {
    const before = tokenRequests()
    await run({ callback: { iss: 'https://evil.example' } })
    await expect(app.window.getByText(/evil\.example/).first()).toBeVisible()
    expect(tokenRequests()).toBe(before)
    await expect(heading(/^Signed in/)).toHaveCount(0)
  })

  for (const [what, faults, said] of [
    ['a wrong nonce', { idToken: { nonce: 'of another sign-in' } }, /nonce/i],
    ['another audience', { idToken: { aud: 'somebody-else' } }, /somebody-else/],
    ['another issuer in the ID token', { idToken: { iss: 'https://evil.example' } }, /evil\.example/],
    ['an expired ID token', { idToken: { exp: 1_700_000_000, iat: 1_699_999_000 } }, /expired/i],
  ] as const) {
    test(`${what} is refused, shown and marked untrusted`, async () => {
      await run(faults)
      await expect(
        app.window
          .getByText(/not trusted|untrusted|refused/i)
          .filter({ visible: true })
          .first(),
      ).toBeVisible()
      await expect(app.window.getByText(said).first()).toBeVisible()
      await expect(app.window.getByRole('button', { name: 'Open in Inspect: ID token' })).toBeVisible()
      await expect(heading(/^Signed in/)).toHaveCount(0)
    })
  }

  test('a redirect URI elsewhere: the answer is pasted; what is not this run’s answer is refused', async () => {
    const view = app.window
    await fillProfile(view, { name: 'Elsewhere', issuer: issuer.issuer, clientId: issuer.publicClientId })
    await view.getByRole('combobox', { name: 'The answer comes to' }).selectOption('elsewhere')
    await view.getByRole('textbox', { name: /^Redirect URI/ }).fill('https://staging.example/callback')
    await expect(view.getByText('Register this redirect URI with the provider')).toBeVisible()
    await saveProfile(view)
    await chooseProfile('Elsewhere')
    await start()
    const paste = view.getByRole('form', { name: 'Paste the answer' })
    await paste.getByRole('textbox').fill('https://evil.example/?code=1')
    await paste.getByRole('button', { name: 'Use it' }).click()
    await expect(paste.getByRole('alert')).toContainText('must begin with')
    await view.screenshot({ path: 'test-results/screens/flows-paste.png' })
    const { headers } = await fetch(await app.links.next(), { redirect: 'manual' })
    await paste.getByRole('textbox').fill(headers.get('location') ?? '')
    await paste.getByRole('button', { name: 'Use it' }).click()
    await expect(heading(/^Signed in/)).toBeVisible()
    await expect(paste).toHaveCount(0)
    await expect(view.getByText('answer at https://staging.example/callback')).toBeVisible()
  })

  test('an answer that behaves is accepted, by the same profile', async () => {
    await run({})
    await expect(heading(/^Signed in/)).toBeVisible()
  })
})

test('a taken port is said before the browser opens', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as { port: number }
  const issuer = await startScriptedIssuer()
  try {
    await fillProfile(app.window, {
      name: 'Taken port',
      issuer: issuer.issuer,
      clientId: issuer.publicClientId,
      port,
    })
    await saveProfile(app.window)
    await chooseProfile('Taken port')
    const opened = await app.links.count()
    await start()
    await expect(app.window.getByText(new RegExp(`${port}.*(taken|in use|used)`, 'i')).first()).toBeVisible()
    expect(await app.links.count()).toBe(opened)
  } finally {
    holder.close()
    await issuer.close()
  }
})

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
