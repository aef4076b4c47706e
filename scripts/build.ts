import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runtime.ts'

/** Builds the window, the main process and the preload script into dist/. */
export function build(): boolean {
  // Chunks carry a hash in their names: what an earlier build left would be packaged too.
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const result = spawnSync('vite', ['build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  return result.status === 0
}
