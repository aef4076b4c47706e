// Packages the app: npm run package (for release, the official Electron only), or with --dir the unpacked
// build that the tests start. Expects a build in dist/.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.ts'
import { readRuntime, root } from './runtime.ts'

const unpackedOnly = process.argv.includes('--dir')
const runtime = readRuntime()

if (!unpackedOnly && runtime.kind !== 'official') {
  console.error(
    `A release is made with the official Electron only; here runs ${runtime.version}, ${runtime.origin}.`,
  )
  console.error(
    'Package where it can be downloaded, or make an unpacked build for checking: npm run package -- --dir',
  )
  process.exit(2)
}
if (!unpackedOnly && !build()) process.exit(1)

const work = mkdtempSync(join(root, '.runtime', 'package-'))
try {
  const args = unpackedOnly ? ['--linux', 'dir'] : []
  const result = spawnSync('electron-builder', [...args, ...electronArguments(work), '--publish', 'never'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) console.error('electron-builder failed')
  process.exitCode = result.status ?? 1
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** The development runtime is handed over as a copy without its link to this folder. */
function electronArguments(folder: string): string[] {
  if (runtime.kind === 'official') return []
  const dist = join(folder, 'dist')
  cpSync(runtime.dist, dist, {
    recursive: true,
    filter: (path) => path !== join(runtime.dist, 'resources', 'app'),
  })
  return [`--config.electronDist=${dist}`, `--config.electronVersion=${runtime.version}`]
}
