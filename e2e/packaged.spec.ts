import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { chromium } from 'playwright'
import { root } from '../scripts/runtime.ts'

/** The unpacked build, with the fuses of a release: no inspector, so it is driven as a browser is. */
const executable = join(root, 'release', 'linux-unpacked', 'claimscope')
test.skip(process.platform !== 'linux', 'the unpacked build is made on Linux')

test('the fuses are set', async () => {
  const wire = await getCurrentFuseWire(executable)
  const state = (fuse: FuseV1Options) => String.fromCharCode(wire[fuse] ?? 0) === '1'
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocol: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    fileProtocol: false,
  })
})

test('it starts, decodes a token, verifies it in its worker, and runs the built-in provider', async () => {
  expect(existsSync(executable)).toBe(true)
  const userData = mkdtempSync(join(tmpdir(), 'claimscope-packaged-'))
  const asRoot = process.getuid?.() === 0
  const app = spawn(
    executable,
    [
      ...(asRoot ? ['--no-sandbox'] : []),
      `--user-data-dir=${userData}`,
      '--password-store=basic',
      '--remote-debugging-port=0',
    ],
    { env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(app))
    const window = browser.contexts()[0]?.pages()[0]
    if (!window) throw new Error('the packaged app opened no window')
    await window.getByRole('button', { name: /example/i }).click()
    await expect(window.getByRole('heading', { name: /token/i }).first()).toBeVisible()
    await window.getByRole('button', { name: /^Verify/ }).click()
    await expect(
      window
        .getByRole('list', { name: 'Checks', exact: true })
        .getByRole('listitem')
        .filter({ hasText: 'Signature' })
        .getByRole('img', { name: /pass/i }),
    ).toBeVisible()
    await window.getByRole('navigation').getByRole('button', { name: 'Provider' }).click()
    await window
      .getByRole('button', { name: /^Start/ })
      .first()
      .click()
    await expect(window.getByText('Built-in provider running')).toBeVisible()
    await browser.close()
  } finally {
    app.kill()
    await new Promise((resolve) =>
      app.exitCode === null && app.signalCode === null ? app.once('exit', resolve) : resolve(null),
    )
    rmSync(userData, { recursive: true, force: true, maxRetries: 3 })
  }
})

test('the package holds no development file', async () => {
  const { listPackage } = await import('@electron/asar')
  const files = listPackage(join(root, 'release', 'linux-unpacked', 'resources', 'app.asar'), {
    isPack: false,
  })
  expect(files).toContain('/dist/main/main.js')
  const unwanted = files.filter((path) =>
    /\.(test|spec)\.|\.map$|^\/(e2e|scripts|electron|renderer|shared|cli)\//.test(path),
  )
  expect(unwanted).toEqual([])
  expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toContain('onlyLoadAppFromAsar: true')
})

function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    app.once('exit', (code) => reject(new Error(`the packaged app ended with ${code}`)))
    app.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(text)
      if (found?.[1]) resolve(found[1])
    })
  })
}
