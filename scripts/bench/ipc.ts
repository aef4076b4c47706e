// One click on Verify, from the window through the bridge to a warm thread and back, against the bare verification by
// node:crypto in Node: what the contract, the ladder and the crossings between processes and threads add.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, type Page } from 'playwright'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { build } from '../build.ts'
import { openDisplay } from '../display.ts'
import { launchArguments, readRuntime, root } from '../runtime.ts'
import { median, type Row } from './row.ts'
import { makeCase, serially } from './verify.ts'

const calls = 300
/** Left out: the first calls start the thread, import the key and compile. */
const warmUp = 30

export async function run(runs: number): Promise<readonly Row[]> {
  if (!build()) throw new Error('the build failed')
  const runtime = readRuntime()
  const userData = mkdtempSync(join(tmpdir(), 'claimscope-bench-'))
  const display = await openDisplay()
  const environment = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: launchArguments(runtime, [`--user-data-dir=${userData}`, '--password-store=basic']),
    cwd: root,
    env: { ...Object.fromEntries(environment), DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  })
  try {
    const window = await app.firstWindow()
    await window.getByRole('navigation').waitFor()
    const rows: Row[] = []
    for (const alg of ['RS256', 'ES256'] as const) rows.push(await compare(window, alg, runs))
    return rows
  } finally {
    await app.close()
    display.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function compare(window: Page, alg: 'RS256' | 'ES256', runs: number): Promise<Row> {
  const test = makeCase(alg, calls + warmUp)
  const own: number[] = []
  const bare: number[] = []
  for (let round = 0; round < runs; round += 1) {
    const times = await window.evaluate(verifyEach, { list: test.list, key: test.material.text })
    own.push(median(times.slice(warmUp)))
    const each = test.list.map((token) => {
      const started = performance.now()
      serially({ ...test, list: [token] })
      return performance.now() - started
    })
    bare.push(median(each.slice(warmUp)))
  }
  const [through, alone] = [median(own), median(bare)]
  return {
    name: `one verification through the window’s IPC, ${alg}`,
    own: through,
    bare: alone,
    unit: 'ms',
    against: 'node:crypto',
    goal: `at most 5 ms more; it is ${(through - alone).toFixed(2)} ms`,
  }
}

/** In the page: the same call that the button makes, one after the other. */
async function verifyEach({ list, key }: { readonly list: readonly string[]; readonly key: string }) {
  const bridge = (globalThis as unknown as { readonly claimscope: Bridge }).claimscope
  const times: number[] = []
  for (const [at, token] of list.entries()) {
    const started = performance.now()
    const answer = await bridge['tokens.verify']({
      requestId: `bench-${at}`,
      request: { token, source: { kind: 'key', text: key }, expect: {} },
    })
    times.push(performance.now() - started)
    if (!answer.ok || answer.value.verdict !== 'valid') throw new Error('a token was not proved')
  }
  return times
}
