// The packages of package-lock.json, installed without any package's own script, but for `node`'s, whose
// script fetches the Node.js that the tools need (from the npm registry too).
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, say } from './step.mjs'

/** @param {string} root */
export function installPackages(root) {
  const stamp = join(root, 'node_modules', '.set-up')
  const wanted = fingerprint(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return { did: false, what: 'as in package-lock.json' }
  say('installing from package-lock.json')
  npm(root, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  npm(root, ['rebuild', 'node', '--loglevel=error'])
  const own = ownNode(root)
  if (spawnSync(own, ['--version']).status !== 0) {
    throw new SetupError(
      `the project's own Node.js does not start (${own}).`,
      'rm -rf node_modules, then run the command again.',
    )
  }
  writeFileSync(stamp, wanted)
  return { did: true, what: 'installed' }
}

/** The Node.js that the project brings. @param {string} root */
export function ownNode(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(dependenciesOnly(root, file))
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`
}

/** A changed script or description is no reason to install again. @param {string} root @param {string} file */
function dependenciesOnly(root, file) {
  const text = readFileSync(join(root, file), 'utf8')
  if (file !== 'package.json') return text
  const { dependencies, devDependencies, allowScripts } = JSON.parse(text)
  return JSON.stringify({ dependencies, devDependencies, allowScripts })
}

/** @param {string} root @param {string[]} args */
function npm(root, args) {
  // Inside an npm script, npm says where it is; that is the one the person called.
  const cli = process.env.npm_execpath
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
  const result = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (result.status !== 0) {
    throw new SetupError(
      `\`npm ${args.join(' ')}\` ended with ${result.status ?? result.signal ?? result.error?.message}.`,
      'Check that the npm registry can be reached (`npm ping`), then run the command again.',
    )
  }
}
