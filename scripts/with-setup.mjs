// Sets up, then runs one of the project's scripts with the project's own Node.js:
//
//   node scripts/with-setup.mjs [--packages-only | --window-only] SCRIPT [ARGUMENTS…]
//
// --packages-only: it runs without a window. --window-only: it opens the window, and plays no user in a browser.
//
// One process starts the other: a shell line `node a && node b` would remember the Node.js of the first call,
// which on a fresh machine is an older one that cannot run TypeScript.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ownNode } from './setup/packages.mjs'
import { setUp } from './setup.mjs'

const root = join(import.meta.dirname, '..')
/** @type {Record<string, import('./setup.mjs').Need>} */
const needs = { '--packages-only': 'packages', '--window-only': 'window' }
const need = needs[process.argv[2] ?? ''] ?? 'everything'
const [script, ...args] = process.argv.slice(need === 'everything' ? 2 : 3)

if (!(await setUp({ root, quiet: need === 'packages', need }))) process.exit(2)
const bin = join(root, 'node_modules', '.bin')
const child = spawn(ownNode(root), [join(root, script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
})
// The child is told what this process is told, and says how it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal) process.removeAllListeners(signal).kill(process.pid, signal)
  else process.exit(code ?? 1)
})
