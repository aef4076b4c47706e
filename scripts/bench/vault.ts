// A vault of 10,000 profiles and 10,000 kept runs against an empty one: opening, lists, single reads and writes. Each
// opening is done by a process of its own, as the app does it, and timed in there.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median, type Row } from './row.ts'
import type { VaultTimes } from './vault-process.ts'

const count = 10_000

export async function run(runs: number): Promise<readonly Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-bench-vault-'))
  const [empty, full] = [join(root, 'empty'), join(root, 'full')]
  try {
    await measure('fill', empty, 0)
    await measure('fill', full, count)
    const rounds: { readonly empty: VaultTimes; readonly full: VaultTimes }[] = []
    // The two alternate, so that a busy machine weighs on both.
    for (let round = 0; round < runs; round += 1) {
      rounds.push({ empty: await measure('time', empty), full: await measure('time', full) })
    }
    const megabytes = Math.round(statSync(join(full, 'vault.db')).size / 1e6)
    const row = (name: string, key: keyof VaultTimes, goal = ''): Row => ({
      name,
      own: median(rounds.map((round) => round.full[key])),
      bare: median(rounds.map((round) => round.empty[key])),
      unit: 'ms',
      against: 'an empty vault',
      goal,
    })
    return [
      row(`open, ${count} profiles and runs, ${megabytes} MB`, 'open', 'less than 300 ms more'),
      row('then list all profiles', 'profiles'),
      row('then list the lines of all runs', 'summaries'),
      row('list the profiles again', 'profilesAgain'),
      row('read one run', 'readRun'),
      row('save one profile, synced', 'saveProfile'),
      row('save one run and its line, synced', 'saveRun'),
    ]
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function measure(...args: readonly (string | number)[]): Promise<VaultTimes> {
  const script = join(import.meta.dirname, 'vault-process.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    script,
    ...args.map(String),
  ])
  return JSON.parse(stdout) as VaultTimes
}
