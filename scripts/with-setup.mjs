// Sets up, then runs one of the project's scripts with the project's own Node.js:
//
//   node scripts/with-setup.mjs [--packages-only] SCRIPT [ARGUMENTS…]
//
// One process starts the other: a shell line `node a && node b` would remember the Node.js of the first call,
// which on a fresh machine is an older one that cannot run TypeScript.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ownNode } from './setup/packages.mjs'
import { setUp } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const packagesOnly = process.argv[2] === '--packages-only'
const [script, ...args] = process.argv.slice(packagesOnly ? 3 : 2)

if (!(await setUp({ root, quiet: packagesOnly, packagesOnly }))) process.exit(2)
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
