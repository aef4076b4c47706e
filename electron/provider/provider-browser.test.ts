import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedProvider, startProvider } from './create-provider.ts'
import { createPkce } from './test-browser.ts'

const executablePath = process.env.CLAIMSCOPE_CHROMIUM ?? '/usr/bin/chromium'
const isThere = existsSync(executablePath)
if (!isThere) process.stderr.write('No Chromium found; the sign-in page was not tried in a browser.\n')

const launchArguments = [
  '--no-sandbox',
  '--headless=new',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

describe.skipIf(!isThere)('in a real browser', { timeout: 60_000 }, () => {
  let provider: StartedProvider
  let browser: Browser
  const servers: Server[] = []

  beforeAll(async () => {
    provider = await startProvider({ port: 0 })
    browser = await chromium.launch({ executablePath, args: launchArguments })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await provider.close()
    for (const server of servers) server.close()
  })

  /** A loopback callback as an app has it, on either family. */
  async function listen(host: '127.0.0.1' | '::1'): Promise<string> {
    const server = createServer((request, response) => response.end(`arrived at ${request.url}`))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    const { port } = server.address() as AddressInfo
    return `http://${host === '::1' ? '[::1]' : host}:${port}/callback`
  }

  function authorizationUrl(redirectUri: string, more: Record<string, string> = {}): string {
    const url = new URL('/auth', provider.issuer)
    url.search = new URLSearchParams({
      client_id: 'claimscope-public',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email offline_access',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: createPkce().challenge,
      code_challenge_method: 'S256',
      ...more,
    }).toString()
    return url.href
  }

  async function openPage(
    colorScheme: 'light' | 'dark' = 'light',
    width = 1280,
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      // The browser asks every site for an icon; the provider has none.
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
        complaints.push(message.text())
    })
    return { page, complaints }
  }

  it.each(['127.0.0.1', '::1'] as const)(
    'signs in with the keyboard alone and returns to %s',
    async (host) => {
      const redirectUri = await listen(host)
      const { page, complaints } = await openPage()
      await page.goto(authorizationUrl(redirectUri))
      expect(await page.locator(':focus').getAttribute('id')).toBe('name')
      await page.keyboard.type('Ada Lovelace')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${redirectUri}?**`)
      const answer = new URL(page.url()).searchParams
      expect(answer.get('state')).toBe('state-1')
      expect(answer.get('iss')).toBe(provider.issuer)
      expect(answer.get('code')).toBeTruthy()
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )

  it('refuses without a name', async () => {
    const redirectUri = await listen('127.0.0.1')
    const { page, complaints } = await openPage()
    await page.goto(authorizationUrl(redirectUri))
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page.waitForURL(`${redirectUri}?**`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('signs in under another name where one is signed in', async () => {
    const redirectUri = await listen('127.0.0.1')
    const { page, complaints } = await openPage()
    for (const name of ['Ada', 'Grace']) {
      await page.goto(authorizationUrl(redirectUri))
      if (name === 'Grace') expect(await page.getByLabel('Name').inputValue()).toBe('Ada')
      await page.getByLabel('Name').fill(name)
      await page.getByRole('button', { name: 'Sign in and allow' }).click()
      await page.waitForURL(`${redirectUri}?**`)
      expect(new URL(page.url()).searchParams.get('code')).toBeTruthy()
    }
    await page.goto(authorizationUrl(redirectUri))
    expect(await page.getByLabel('Name').inputValue()).toBe('Grace')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('signs out and returns', async () => {
    const redirectUri = await listen('127.0.0.1')
    const { page, complaints } = await openPage()
    await page.goto(authorizationUrl(redirectUri))
    await page.getByLabel('Name').fill('Ada')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${redirectUri}?**`)
    const end = new URL('/session/end', provider.issuer)
    end.search = new URLSearchParams({
      client_id: 'claimscope-public',
      post_logout_redirect_uri: redirectUri,
      state: 'bye',
    }).toString()
    await page.goto(end.href)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${redirectUri}?state=bye`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
  ] as const)('can be read and used by everyone, %s at %i px', async (scheme, width) => {
    const { page, complaints } = await openPage(scheme, width)
    const redirectUri = await listen('127.0.0.1')
    await page.goto(
      authorizationUrl(redirectUri, { resource: `https://api.example/${'orders/'.repeat(12)}` }),
    )
    const screenshots = process.env.PROVIDER_SCREENSHOTS
    const picture = async (name: string) => {
      if (screenshots) await page.screenshot({ path: `${screenshots}/${name}-${scheme}-${width}.png` })
    }
    const check = async (name: string) => {
      await picture(name)
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
    await check('sign-in')
    await page.getByLabel('Name').fill('   ')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await check('problem')
    await page.goto(authorizationUrl('https://evil.example/'))
    await check('refused')
    await page.goto(`${provider.issuer}/session/end/success`)
    await check('signed-out')
    // The two answers with status 400 are what was wanted.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
    await page.context().close()
  })
})
