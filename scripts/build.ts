import { spawnSync } from 'node:child_process'
import { root } from './runtime.ts'

/** Builds the window, the main process and the preload script into dist/. */
export function build(): boolean {
  const result = spawnSync('vite', ['build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  return result.status === 0
}
