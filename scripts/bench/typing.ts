// From a key to the picture with it, in the real window: a token of 100 KB in Inspect's editor, and the same text in a
// bare textarea of the same page. Keys come at the pace of a fast typist, in the middle of a run and after a pause, so
// that what is put off until the typing rests is met by a key as well.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, type Page } from 'playwright'
import { build } from '../build.ts'
import { openDisplay } from '../display.ts'
import { launchArguments, readRuntime, root } from '../runtime.ts'
import { median, type Row } from './row.ts'

const keysOfRun = 24
const betweenKeysMs = 40
const pauses = [90, 110, 150, 250] as const

export async function run(runs: number): Promise<readonly Row[]> {
  if (!build()) throw new Error('the build failed')
  const work = mkdtempSync(join(tmpdir(), 'claimscope-bench-'))
  const display = await openDisplay()
  try {
    const runtime = readRuntime()
    const app = await electron.launch({
      executablePath: runtime.executable,
      args: launchArguments(runtime, [`--user-data-dir=${join(work, 'data')}`, '--password-store=basic']),
      cwd: root,
      env: { ...definedOnly(process.env), DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    })
    const window = await app.firstWindow()
    await window.locator('[data-token-editor]').waitFor()
    await measureKeys(window)
    const rows: Row[] = []
    for (const [name, token] of [
      ['one list', longToken({ groups: Array.from({ length: 1900 }, (_, at) => groupId(at)) })],
      ['1,000 claims', longToken(Object.fromEntries(Array.from({ length: 1000 }, claim)))],
    ] as const) {
      const own: number[] = []
      const bare: number[] = []
      for (let at = 0; at <= runs; at += 1) {
        const ownTimes = await typeInto(window, 'editor', token)
        const bareTimes = await typeInto(window, 'textarea', token)
        // The first pair warms the code and is left out.
        if (at === 0) continue
        own.push(...ownTimes)
        bare.push(...bareTimes)
      }
      const common = { unit: 'ms', against: 'a bare textarea', goal: 'under 16 ms' }
      const size = `${Math.round(token.length / 1000)} KB, ${name}`
      rows.push({ name: `key to paint, ${size}`, own: median(own), bare: median(bare), ...common })
      rows.push({ name: '  19 of 20 keys under', own: late(own), bare: late(bare), ...common })
    }
    await app.close()
    return rows
  } finally {
    display.close()
    rmSync(work, { recursive: true, force: true })
  }
}

type Measured = { keyTimes: number[] }

/** From the event's own time stamp, which includes its wait for a busy page, to the task after its frame. */
async function measureKeys(window: Page): Promise<void> {
  await window.evaluate(() => {
    const page = globalThis as unknown as Measured
    page.keyTimes = []
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => page.keyTimes.push(performance.now() - timeStamp)
          port2.postMessage(null)
        }),
      true,
    )
  })
}

async function typeInto(
  window: Page,
  where: 'editor' | 'textarea',
  token: string,
): Promise<readonly number[]> {
  await window.evaluate(
    ({ where, token }) => {
      document.getElementById('bare-textarea')?.remove()
      if (where === 'textarea') {
        const area = document.createElement('textarea')
        area.id = 'bare-textarea'
        area.style.cssText = 'position:fixed;inset:0 auto 0 0;width:400px;font-family:monospace;z-index:9'
        area.value = token
        document.body.append(area)
        area.focus()
        area.setSelectionRange(token.length, token.length)
        area.scrollTop = area.scrollHeight
        return
      }
      const data = new DataTransfer()
      data.setData('text/plain', token)
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    { where, token },
  )
  if (where === 'editor') {
    const box = window.locator('[data-token-editor]').getByRole('textbox')
    await box.focus()
    await window.keyboard.press('ControlOrMeta+End')
  }
  await window.waitForTimeout(400)
  await window.evaluate(() => {
    ;(globalThis as unknown as Measured).keyTimes = []
  })
  const pace = [...Array<number>(keysOfRun).fill(betweenKeysMs), ...pauses, ...pauses]
  for (const ms of pace) {
    await window.keyboard.press('A')
    await window.waitForTimeout(ms)
  }
  await window.waitForTimeout(200)
  return window.evaluate(() => (globalThis as unknown as Measured).keyTimes)
}

function late(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
}

function longToken(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const registered = { iss: 'https://login.example', sub: 'ada', aud: 'web', iat: 1_700_000_000, exp: 4e9 }
  return `${encode({ alg: 'RS256', kid: 'k' })}.${encode({ ...registered, ...claims })}.${'A'.repeat(340)}`
}

function groupId(at: number): string {
  return `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
}

function claim(_: unknown, at: number): [string, object] {
  return [`https://claims.example/part-${at}`, { value: at, of: ['first', 'second'] }]
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
