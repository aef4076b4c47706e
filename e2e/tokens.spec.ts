import { readFileSync, writeFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { launchApp, pasteText, type RunningApp } from './support/app.ts'

/** Any text is pasted, opened or dropped; every token in it is listed, and one of them is read. */
let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(async () => {
  expect(app.complaints).toEqual([])
  await app.close()
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signature = Buffer.alloc(64, 7).toString('base64url')
const now = Math.floor(Date.now() / 1000)
const make = (sub: string, claims: object = {}) =>
  `${encode({ alg: 'RS256', kid: 'k' })}.${encode({ iss: 'https://login.acme.test', sub, exp: now + 3600, ...claims })}.${signature}`

async function paste(text: string) {
  await pasteText(app, text)
}

const cards = () => app.window.getByRole('radiogroup', { name: 'Tokens in this text' })
const list = () => app.window.getByRole('listbox', { name: 'Tokens in this text' })
const result = () => app.window.getByRole('region', { name: 'Result' })

test('a curl command with two tokens shows both, and arrows go from one to the other', async () => {
  const id = make('ada', { aud: 'web', nonce: 'n' })
  await paste(
    `curl https://a.test -H 'Authorization: Bearer ${make('bob', { scope: 'openid' })}' -d 'id_token=${id}'`,
  )
  await expect(cards().getByRole('radio')).toHaveCount(2)
  await expect(result().getByRole('heading', { level: 1 })).toContainText('Access token')
  await cards().getByRole('radio').first().focus()
  await app.window.keyboard.press('ArrowRight')
  await expect(cards().getByRole('radio', { name: /ID token/ })).toBeChecked()
  await expect(result().getByRole('heading', { level: 1 })).toContainText('ID token')
  await expect(result().getByText('ada', { exact: false }).first()).toBeVisible()
})

const har = JSON.stringify(
  {
    log: {
      entries: Array.from({ length: 6 }, (_, index) => ({
        request: { headers: [{ name: 'Authorization', value: `Bearer ${make(`user-${index}`)}` }] },
        response: {
          content: {
            encoding: 'base64',
            text: Buffer.from(
              JSON.stringify({
                access_token: make(`inner-${index}`),
                refresh_token: `8xLOxBtZp8kdj29dkjs9${index}`,
              }),
            ).toString('base64'),
          },
        },
      })),
    },
    cut: `${make('cut').slice(0, 70)}...`,
  },
  null,
  1,
)

test('a HAR file gives a list: bodies in base64 too, searched, sorted, chosen with the keyboard', async () => {
  await paste(har)
  await expect(app.window.getByText('18 tokens')).toBeVisible()
  await app.window.getByRole('searchbox', { name: 'Search the tokens' }).fill('inner-3')
  await expect(list().getByRole('option')).toHaveCount(1)
  await expect(list().getByRole('option')).toContainText('in base64 in a HAR file')
  await app.window.keyboard.press('ArrowDown')
  await app.window.keyboard.press('Enter')
  await expect(result().getByText('inner-3', { exact: false }).first()).toBeVisible()
  await app.window.getByRole('searchbox', { name: 'Search the tokens' }).fill('')
  await app.window.getByRole('combobox', { name: 'Sort the tokens by' }).selectOption('subject')
  await expect(list().getByRole('option').first()).toContainText('inner-0')
  await app.window.getByRole('button', { name: 'Skipped: 1 thing' }).click()
  await expect(app.window.getByText('It ends in an ellipsis')).toBeVisible()
  const axe = await new AxeBuilder({ page: app.window }).setLegacyMode(true).analyze()
  expect(axe.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
})

test('the list is exported without signatures, to where the person says', async () => {
  const path = test.info().outputPath('tokens.csv')
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await app.window.getByRole('button', { name: /^Export 18 tokens/ }).click()
  await app.window.getByRole('menuitem', { name: 'Save as CSV' }).click()
  await expect(app.window.getByText('Saved', { exact: true })).toBeAttached()
  const csv = readFileSync(path, 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(19)
  expect(csv).toContain('inner-3')
  expect(csv).not.toContain(signature)
  expect(csv).not.toContain('8xLOxBtZp8kdj29dkjs93')
})

test('a file of 20 MB is searched beside the window, and its list is drawn only where it is seen', async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, index) =>
      `2026-11-23T14:47:00Z INFO [exec-${index % 20}] authorization="Bearer ${make(`user-${index}`, { jti: 'x'.repeat(440) })}" status=200`,
  )
  const path = test.info().outputPath('gateway.log')
  writeFileSync(path, lines.join('\n'))
  await app.window.getByLabel('File to search for tokens').setInputFiles(path)
  await expect(app.window.getByText('20,000 tokens found')).toBeVisible({ timeout: 20_000 })
  await expect(app.window.getByText('gateway.log')).toBeVisible()
  expect(await list().getByRole('option').count()).toBeLessThan(60)
  await list().focus()
  await app.window.keyboard.press('End')
  await app.window.keyboard.press('Enter')
  await expect(result().getByText('user-19999', { exact: false }).first()).toBeVisible()
  await expect(app.window.getByRole('textbox', { name: 'Token input' })).toHaveCount(0)
})

test('a file that is dropped is searched, a text too', async () => {
  const drop = (what: { file?: string; text?: string }) =>
    app.window.evaluate(({ file, text }) => {
      const data = new DataTransfer()
      if (file !== undefined) data.items.add(new File([file], 'dropped.txt'))
      else data.setData('text/plain', text ?? '')
      const target = document.querySelector('section[aria-label="Result"]')
      target?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
    }, what)
  await drop({ file: `id_token=${make('from-file')}` })
  await expect(result().getByText('from-file', { exact: false }).first()).toBeVisible()
  await expect(app.window.getByText('dropped.txt')).toBeVisible()
  await drop({ text: `x ${make('from-text')}` })
  await expect(result().getByText('from-text', { exact: false }).first()).toBeVisible()
})

test('more than 100 MB is refused with its size, and the input stays', async () => {
  await app.window.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(100_000_001)], 'huge.log'))
    document
      .querySelector('section[aria-label="Result"]')
      ?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
  })
  await expect(
    app.window.getByText(/This has 100 MB; Inspect searches up to 100 MB|This has 100\.\d MB/),
  ).toBeVisible()
  await expect(result().getByText('from-text', { exact: false }).first()).toBeVisible()
})
