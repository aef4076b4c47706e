import { createHmac } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { launchApp, pasteText, type RunningApp } from './support/app.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(() => app.close())

const written = 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I='
const input = ['{"alg":"HS256","typ":"JWT"}', '{"sub":"ada","exp":4000000000}']
  .map((text) => Buffer.from(text).toString('base64url'))
  .join('.')
const token = `${input}.${createHmac('sha256', Buffer.from(written, 'base64')).update(input).digest('base64url')}`

test('a secret that was read in another way is named, and one click reads it so', async () => {
  const { window } = app
  await expect(window.getByRole('button', { name: 'Show an example' })).toBeVisible()
  await pasteText(app, token)
  await window.getByRole('radio', { name: 'Shared secret' }).check()
  await window.getByLabel('Shared secret').last().fill(written)
  await window
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click()
  const why = window.getByRole('region', { name: 'Why it does not fit' })
  await expect(why).toContainText(
    'The signature fits when the secret is read as base64, not as text (UTF-8).',
  )
  await expect(window.getByText('Signature failed', { exact: true })).toBeVisible()
  await why.getByRole('button', { name: 'Read the secret as base64' }).click()
  await expect(window.getByText(/^Verified,/)).toBeVisible()
  await expect(why).toHaveCount(0)
  expect(app.complaints).toEqual([])
})
