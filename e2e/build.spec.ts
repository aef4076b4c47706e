import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp, readClipboard } from './support/app.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(() => app.close())

const example = async () => {
  const { window } = app
  await goTo(window, 'Inspect')
  await window.evaluate(() => undefined)
  const clear = window.getByRole('button', { name: 'Clear', exact: true })
  if (await clear.isVisible()) await clear.click()
  await window.getByRole('button', { name: 'Show an example' }).click()
  await window.getByRole('button', { name: 'Edit and re-sign' }).click()
  await expect(window.getByText('As it came: nothing was changed.')).toBeVisible()
}
const copied = async () => {
  await app.window.getByRole('button', { name: 'Copy the token' }).click()
  await expect(app.window.getByText('Copied').first()).toBeAttached()
  return readClipboard(app)
}
const rung = (name: string) =>
  app.window
    .getByRole('list', { name: 'Checks', exact: true })
    .getByRole('listitem')
    .filter({ hasText: name })
    .first()

test('a claim is changed, undone to the same bytes, changed again, re-signed and verified', async () => {
  const { window } = app
  await example()
  const original = await copied()
  const exp = window.getByRole('textbox', { name: 'Value of exp' })
  await exp.fill('now + 1h')
  await expect(window.getByText('The signature no longer fits: you changed exp')).toBeVisible()
  await window.getByRole('button', { name: 'Keep the old signature' }).click()
  await expect(window.getByText('The old signature was kept.')).toBeVisible()

  await window.getByRole('button', { name: 'Undo all changes' }).click()
  await expect(window.getByText('As it came: nothing was changed.')).toBeVisible()
  await expect.poll(copied).toBe(original)

  await exp.fill('now + 1h')
  await window.getByRole('button', { name: 'Generate' }).click()
  await expect(window.getByText('not saved', { exact: true })).toBeVisible()
  await window.getByRole('button', { name: /^Re-sign with “/ }).click()
  await expect(window.getByText(/^Signed with ES256 by your key/)).toBeVisible()
  await window.getByRole('button', { name: 'Open in Inspect' }).click()
  await window.getByRole('button', { name: /^Verify/ }).click()
  await expect(rung('Signature')).toContainText('ES256')
  await expect(window.getByText(/^Verified, 3 not checked/)).toBeVisible()
})

test('without a signature only by choice, and that is said', async () => {
  const { window } = app
  await example()
  await window.getByRole('textbox', { name: 'Value of sub' }).fill('eve')
  await window.getByRole('button', { name: 'No signature (alg none)' }).click()
  await expect(window.getByText('Nobody signed this token')).toBeVisible()
  expect((await copied()).endsWith('.')).toBe(true)
})

test('an SD-JWT from its template, with the disclosures that were chosen', async () => {
  const { window } = app
  await goTo(window, 'Build')
  const fresh = window.getByRole('button', { name: 'New token' })
  if (await fresh.isVisible()) await fresh.click()
  await window.getByRole('combobox', { name: 'Template' }).selectOption('sd_jwt')
  await window.getByRole('radio', { name: 'My key' }).check()
  await window.getByRole('button', { name: 'Generate' }).click()
  await window.getByRole('checkbox', { name: 'Disclosure for birthdate' }).uncheck()
  await window.getByRole('button', { name: /^Sign with/ }).click()
  await expect(window.getByText(/^Signed with/)).toBeVisible()
  const [jwt = '', ...disclosures] = (await copied()).split('~')
  const names = disclosures
    .slice(0, -1)
    .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1] as string)
  expect(names).toEqual(['given_name', 'family_name', 'nationalities'])
  const payload = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  expect(payload).toMatchObject({ birthdate: '1815-12-10', _sd: expect.any(Array) })
})

test('an SD-JWT of nested claims with decoys, a holder and a key binding', async () => {
  const { window } = app
  await window.getByRole('combobox', { name: 'Template' }).selectOption('id_token')
  await window.getByRole('combobox', { name: 'Template' }).selectOption('sd_jwt')
  await window.getByRole('checkbox', { name: 'Disclosure for nationalities[0]' }).check()
  await window.getByRole('spinbutton', { name: 'Decoy digests' }).fill('2')
  await window.getByRole('checkbox', { name: 'Bind it to a holder’s key (cnf)' }).check()
  await window.getByRole('button', { name: 'Generate the holder’s key' }).click()
  await window.getByRole('checkbox', { name: 'Present it: add a key binding JWT' }).check()
  await window.getByRole('button', { name: /^Sign with/ }).click()
  await expect(window.getByText('both are needed', { exact: false })).toBeVisible()
  await window.getByRole('textbox', { name: /^Verifier/ }).fill('https://verifier.example.com')
  await window.getByRole('textbox', { name: /^Nonce of the verifier/ }).fill('n-1')
  await window.getByRole('button', { name: /^Sign with/ }).click()
  await expect(window.getByText(/^Signed with/)).toBeVisible()
  const parts = (await copied()).split('~')
  const read = (text: string, at: number) =>
    JSON.parse(Buffer.from(text.split('.')[at] ?? '', 'base64url').toString())
  expect(read(parts[0] ?? '', 1)).toMatchObject({ cnf: { jwk: { kty: 'EC' } } })
  expect(JSON.stringify(read(parts[0] ?? '', 1))).not.toContain('"d"')
  expect(read(parts[0] ?? '', 1)._sd).toHaveLength(6)
  expect(read(parts.at(-1) ?? '', 1)).toMatchObject({ aud: 'https://verifier.example.com', nonce: 'n-1' })
  await window.getByRole('checkbox', { name: 'Bind it to a holder’s key (cnf)' }).uncheck()
})

test('a key that does not belong to the algorithm signs nothing', async () => {
  const { window } = app
  await goTo(window, 'Build')
  await window.getByRole('radio', { name: 'Secret' }).check()
  await window.getByRole('textbox', { name: 'Shared secret' }).fill('short')
  await expect(window.getByRole('combobox', { name: 'Algorithm' })).toHaveValue('HS256')
  await window.getByRole('combobox', { name: 'Algorithm' }).selectOption('HS512')
  await window.getByRole('button', { name: /^Sign with HS512/ }).click()
  await expect(window.getByText('The secret has only 40 bits')).toBeVisible()
  await window.getByRole('radio', { name: 'Paste' }).check()
  await window.getByRole('textbox', { name: 'Private key' }).fill('{"kty":"EC","d":"secret"}')
  await expect(window.getByText('crv, x and y are missing', { exact: false })).toBeVisible()
})

test('the verification as code, without a secret in it', async () => {
  const { window } = app
  await goTo(window, 'Inspect')
  const clear = window.getByRole('button', { name: 'Clear', exact: true })
  if (await clear.isVisible()) await clear.click()
  await window.getByRole('button', { name: 'Show an example' }).click()
  await window.getByRole('button', { name: 'Copy as code' }).click()
  await window.getByRole('tab', { name: 'PyJWT' }).click()
  await window.getByRole('button', { name: 'Copy the code for PyJWT' }).click()
  await expect.poll(() => readClipboard(app)).toContain('issuer="https://login.acme.test"')
  expect(await readClipboard(app)).not.toContain('cjuN8w')
  await window.keyboard.press('Escape')
})

test('axe finds nothing, and the window complains of nothing', async () => {
  const { window } = app
  await goTo(window, 'Build')
  for (const mode of ['JSON', 'List']) {
    await window.getByRole('radio', { name: mode, exact: true }).check()
    const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }
  expect(app.complaints).toEqual([])
})
