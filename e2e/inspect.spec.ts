import { expect, test } from '@playwright/test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { goTo, launchApp, pasteText, type RunningApp } from './support/app.ts'
import { startScriptedIssuer } from './support/scripted-issuer.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(() => app.close())
test.beforeEach(() => goTo(app.window, 'Inspect'))

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
const key = JSON.stringify({ ...(await exportJWK(publicKey)), kid: 'k1' })
const inTenMinutes = () => Math.floor(Date.now() / 1000) + 600

function sign(claims: JWTPayload): Promise<string> {
  return new SignJWT({
    iss: 'https://login.example',
    sub: 'ada',
    aud: 'api://orders',
    exp: inTenMinutes(),
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'JWT' })
    .sign(privateKey)
}

async function paste(text: string): Promise<void> {
  await pasteText(app, text)
}

const rung = (name: string) =>
  app.window
    .getByRole('list', { name: 'Checks', exact: true })
    .getByRole('listitem')
    .filter({ hasText: name })
    .first()

async function verifyWithKey(text: string): Promise<void> {
  await app.window.getByRole('radio', { name: 'Key', exact: true }).check()
  await app.window.getByRole('textbox', { name: 'Key' }).fill(text)
  await app.window.getByRole('button', { name: /^Verify/ }).click()
}

test('a pasted token is read at once, whatever stands around it, and nothing is fetched', async () => {
  const token = await sign({})
  for (const text of [
    token,
    `Bearer ${token}`,
    `Authorization: Bearer ${token}\r\n`,
    `"${token}"`,
    `  ${token}\n\n`,
  ]) {
    await paste(text)
    await expect(app.window.getByRole('cell', { name: /api:\/\/orders/ })).toBeVisible()
    await expect(app.window.getByText('0 requests since paste')).toBeVisible()
  }
  await expect(rung('Signature')).toContainText(/not checked/i)
})

test('a token inside other text is found, named by where it stands, and it alone is verified', async () => {
  const token = await sign({})
  const other = await sign({ sub: 'eve' })
  for (const [text, where] of [
    [`https://app.example/cb?state=s#id_token=${token}`, 'ID token in a URL fragment'],
    [`curl -H 'Authorization: Bearer ${token}' https://api.example`, 'Token in a curl command'],
    [`{"access_token":"${token}"}`, 'Access token inside JSON'],
  ] as const) {
    await paste(text)
    await expect(app.window.getByText(where)).toBeVisible()
    await expect(app.window.getByRole('cell', { name: /api:\/\/orders/ })).toBeVisible()
  }
  await paste(`{"access_token":"${token}","id_token":"${other}","x":"${other}"}`)
  const tokens = app.window.getByRole('radiogroup', { name: 'Tokens in this text' }).getByRole('radio')
  await expect(tokens).toHaveCount(3)
  await expect(tokens.first()).toContainText('access_token inside JSON')
  await verifyWithKey(key)
  await expect(app.window.getByText(/^Verified/).first()).toBeVisible()
})

test('a passage of text is called no token', async () => {
  await paste('hello world this is not a token')
  await expect(app.window.getByRole('heading', { name: 'No token found' })).toBeVisible()
})

test('claims are in sight after a paste, and the chosen tab survives a change of the layout', async () => {
  const resize = (width: number, height: number) =>
    app.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
  const rowsInSight = () =>
    app.window.evaluate(() => {
      const end = document.querySelector('footer')?.getBoundingClientRect().top ?? 0
      const rows = [...document.querySelectorAll('tbody tr')]
      return rows.filter((row) => row.getBoundingClientRect().bottom <= end + 1).length
    })
  await resize(1280, 800)
  await paste(await sign({ nonce: 'n', email: 'ada@acme.test', name: 'Ada' }))
  await expect.poll(rowsInSight).toBeGreaterThanOrEqual(6)
  await resize(900, 600)
  await expect.poll(() => app.window.evaluate(() => innerWidth)).toBe(900)
  await expect.poll(rowsInSight).toBeGreaterThanOrEqual(2)
  await app.window.getByRole('tab', { name: /^Header/ }).click()
  await resize(1280, 800)
  await expect.poll(() => app.window.evaluate(() => innerWidth)).toBe(1280)
  await expect(app.window.getByRole('tab', { name: /^Header/ })).toHaveAttribute('aria-selected', 'true')
  await app.window.getByRole('tab', { name: /^Claims/ }).click()
})

test('clearing twice says it once, and the message goes with a new token', async () => {
  for (const text of ['first', 'second']) {
    await paste(text)
    await app.window.getByRole('button', { name: 'Clear' }).click()
  }
  await expect(app.window.getByText('Input cleared')).toHaveCount(1)
  await paste(await sign({}))
  await expect(app.window.getByText('Input cleared')).toHaveCount(0)
})

test('a key of the person’s proves the signature, and an edit takes the verdict back', async () => {
  await paste(await sign({}))
  await verifyWithKey(key)
  await expect(app.window.getByText(/^Verified/).first()).toBeVisible()
  await expect(app.window.getByText('0 requests since paste')).toBeVisible()
  await paste(await sign({ sub: 'eve' }))
  await expect(app.window.getByText(/^Verified/)).toHaveCount(0)
  await expect(rung('Signature')).toContainText(/not checked/i)
})

test('a token of another audience is genuine and refused, with both names', async () => {
  await paste(await sign({}))
  await app.window.getByRole('textbox', { name: 'Expected audience' }).fill('api://billing')
  await verifyWithKey(key)
  await expect(rung('Audience')).toContainText('api://billing')
  await expect(rung('Audience')).toContainText('api://orders')
  await expect(app.window.getByText('InvalidAudienceError')).toBeVisible()
  await app.window.getByRole('button', { name: 'Clear' }).click()
})

test('a forged payload does not verify', async () => {
  const [head, , signature] = (await sign({})).split('.')
  const forged = Buffer.from(JSON.stringify({ sub: 'admin', exp: inTenMinutes() })).toString('base64url')
  await paste(`${head}.${forged}.${signature}`)
  await verifyWithKey(key)
  await expect(rung('Signature')).toContainText(/does not|not match|invalid/i)
  await expect(app.window.getByText(/^Verified/)).toHaveCount(0)
})

test('a key that comes in the token is not used', async () => {
  const attacker = await generateKeyPair('ES256', { extractable: true })
  const token = await new SignJWT({ sub: 'ada', exp: inTenMinutes() })
    .setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(attacker.publicKey) })
    .sign(attacker.privateKey)
  await paste(token)
  await verifyWithKey(key)
  await expect(app.window.getByText(/^Verified/)).toHaveCount(0)
})

test('an expired token says so, and is valid as of an earlier time', async () => {
  await paste(await sign({ iat: 1_700_000_000, exp: 1_700_000_600 }))
  await verifyWithKey(key)
  await expect(rung('Time')).toContainText(/expired/i)
})

test.describe('malformed input still shows what could be read', () => {
  for (const [what, text, shown] of [
    [
      'cut off in the payload',
      `${Buffer.from('{"alg":"RS256","kid":"abc"}').toString('base64url')}.${Buffer.from('{"iss":"https://a.example","sub":"ad').toString('base64url')}`,
      /https:\/\/a\.example/,
    ],
    [
      'a bad character',
      `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"iss":"https://b.example"}').toString('base64url')}.si*g`,
      /https:\/\/b\.example/,
    ],
    [
      'an unknown algorithm',
      `${Buffer.from('{"alg":"XX999"}').toString('base64url')}.${Buffer.from('{"iss":"https://c.example"}').toString('base64url')}.c2ln`,
      /https:\/\/c\.example/,
    ],
  ] as const) {
    test(what, async () => {
      await paste(text)
      await expect(app.window.getByRole('cell', { name: shown })).toBeVisible()
    })
  }

  test('no token at all', async () => {
    await paste('hello world')
    await expect(app.window.getByText(/opaque|no JWT|not a JWT/i).first()).toBeVisible()
  })
})

test('big integers and duplicate members are shown as they are', async () => {
  const payload = '{"iss":"https://d.example","id":12345678901234567890,"iss":"https://e.example"}'
  await paste(
    `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}.c2ln`,
  )
  await expect(app.window.getByText('12345678901234567890').first()).toBeVisible()
  await expect(app.window.getByRole('cell', { name: /e\.example/ })).toBeVisible()
  await expect(app.window.getByText(/duplicate|twice/i).first()).toBeVisible()
})

test('discovery: one click, two requests, and the metadata must be the issuer’s own', async () => {
  const issuer = await startScriptedIssuer()
  try {
    await paste(await sign({ iss: issuer.issuer }))
    expect(issuer.requests).toHaveLength(0)
    await app.window.getByRole('radio', { name: 'Issuer discovery' }).check()
    await app.window.getByRole('button', { name: /^Fetch keys from 127\.0\.0\.1/ }).click()
    await expect(app.window.getByText('2 requests since paste')).toBeVisible()
    // Signed by a key that this issuer does not have.
    await expect(rung('Signature')).toContainText(/k1|not/)
    await expect(app.window.getByText(/^Verified/)).toHaveCount(0)
    issuer.setFaults({ metadata: { issuer: 'https://other.example' } })
    await paste(await sign({ iss: issuer.issuer, sub: 'again' }))
    await app.window.getByRole('button', { name: /^Fetch keys from/ }).click()
    await expect(app.window.getByText(/other\.example/).first()).toBeVisible()
    await expect(app.window.getByText(/^Verified/)).toHaveCount(0)
  } finally {
    await issuer.close()
  }
})

test('the page never complained', () => {
  expect(app.complaints).toEqual([])
})
