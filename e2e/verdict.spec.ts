import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { launchApp, pasteText, type RunningApp } from './support/app.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const canary = 'canary-5d1c-shared-secret'
const exp = 4_000_000_000
const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ sub: 'user-9', exp })}`
const rs256 = `${head}.${createSign('sha256').update(head).sign(rsa.privateKey, 'base64url')}`
const hmacHead = `${encode({ alg: 'HS256' })}.${encode({ iss: 'https://one.test', aud: 'a', exp })}`
const hs256 = `${hmacHead}.${createHmac('sha256', canary).update(hmacHead).digest('base64url')}`

let app: RunningApp
test.beforeEach(async () => {
  app = await launchApp()
})
test.afterEach(() => app.close())

const rung = (title: string) =>
  app.window
    .getByRole('list', { name: 'Checks' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${title}`) })
    .first()
const pem = (key: typeof rsa.publicKey) => String(key.export({ format: 'pem', type: 'spki' }))

test('a key of another kind leaves the signature not checked; accepted algorithms are held against the token', async () => {
  const { window } = app
  await pasteText(app, rs256)
  await window.getByRole('textbox', { name: /^Key/ }).fill(pem(ec.publicKey))
  await window.getByRole('button', { name: 'Verify with this key' }).click()
  await expect(window.getByText('Nothing was proved: the key does not fit').first()).toBeVisible()
  const signature = rung('Signature')
  await expect(signature.getByRole('img', { name: 'Not checked' })).toBeVisible()
  await expect(signature).toContainText('it needs an RSA key, for RS256; the key is EC P-256')
  await expect(window.getByRole('list', { name: 'Checks' }).getByRole('img', { name: 'Failed' })).toHaveCount(
    0,
  )

  await signature.getByRole('button', { name: 'Choose another key' }).click()
  await window.getByRole('textbox', { name: /^Key/ }).fill(pem(rsa.publicKey))
  await window.getByRole('textbox', { name: 'algorithms' }).fill('PS256, ES256')
  await window.getByRole('button', { name: 'Verify with this key' }).click()
  const algorithm = rung('Algorithm')
  await expect(algorithm.getByRole('img', { name: 'Failed' })).toBeVisible()
  await expect(algorithm).toContainText('expected PS256 or ES256, found RS256')
  await algorithm.getByRole('button', { name: 'Change what is expected' }).click()
  await expect(window.getByRole('textbox', { name: 'algorithms' })).toBeFocused()
  await window.getByRole('textbox', { name: 'algorithms' }).fill('RS256')
  await window.getByRole('button', { name: 'Verify with this key' }).click()
  await expect(rung('Algorithm').getByRole('img', { name: 'Passed' })).toBeVisible()
  await expect(window.getByText(/^Verified/).first()).toBeVisible()
  expect(app.complaints).toEqual([])
})

test('an unrelated token starts over: no choice, key or secret of the one before is left', async () => {
  const { window } = app
  await pasteText(app, hs256)
  await window.getByRole('combobox', { name: 'Validate as' }).selectOption('id_token')
  await window.getByRole('textbox', { name: 'algorithms' }).fill('HS256')
  await window.getByRole('textbox', { name: 'Expected audience' }).fill('canary-audience')
  await window.locator('[name="client_id"]').fill('canary-client')
  await window.getByRole('textbox', { name: 'Shared secret' }).fill(canary)
  await window.getByRole('button', { name: 'Verify with this secret' }).click()
  await expect(rung('Audience').getByRole('img', { name: 'Failed' })).toBeVisible()

  await pasteText(app, rs256)
  await expect(window.getByText('user-9').first()).toBeVisible()
  await expect(window.getByRole('combobox', { name: 'Validate as' })).toHaveValue('generic')
  await expect(window.getByRole('textbox', { name: 'algorithms' })).toHaveValue('')
  await expect(window.getByRole('textbox', { name: 'Expected audience' })).toHaveValue('')
  await expect(window.getByRole('button', { name: 'Verify with this key' })).toBeVisible()
  const left = () =>
    window.evaluate(() =>
      [
        document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input, textarea')].map(
          (field) => (field as HTMLInputElement).value,
        ),
      ].filter((text) => text.includes('canary')),
    )
  expect(await left()).toEqual([])
  // The forms of other kinds of key are as empty as the one that is seen.
  await window.getByRole('radio', { name: 'Shared secret' }).check()
  expect(await left()).toEqual([])
  await window.getByRole('combobox', { name: 'Validate as' }).selectOption('id_token')
  expect(await left()).toEqual([])
  expect(app.complaints).toEqual([])
})
