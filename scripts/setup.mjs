// Sets up everything the other commands need, and nothing twice. Runs on the Node that is there (20.19 or
// later), before any package is installed: built-in modules only.
//
//   node scripts/setup.mjs
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from './setup/packages.mjs'
import { resolveRuntime } from './setup/runtime.mjs'
import { SetupError, step } from './setup/step.mjs'
import { installSystemPackages } from './setup/system.mjs'

/** @typedef {'packages' | 'window' | 'everything'} Need what the command that follows works with */

/**
 * @param {{ root: string, quiet: boolean, need: Need }} options `packages`: neither Electron nor a display;
 *   `window`: Electron; `everything`: also what plays the user in tests and the demo
 * @returns {Promise<boolean>} false where a step failed; it has said why
 */
export async function setUp({ root, quiet, need }) {
  try {
    await step('Node.js', quiet, () => checkNode(root))
    // First what may need another user's rights, so that nobody waits for the rest in vain.
    if (need !== 'packages') await step('system packages', quiet, () => installSystemPackages(need))
    await step('npm packages', quiet, () => installPackages(root))
    if (need !== 'packages') await step('Electron runtime', quiet, () => resolveRuntime(root))
    return true
  } catch (error) {
    if (error instanceof SetupError) return false
    throw error
  }
}

/** @param {string} root */
function checkNode(root) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(
      `Node.js ${engines.node} is needed, ${process.versions.node} is running.`,
      'Install a current Node.js from https://nodejs.org and run the command again.',
    )
  }
  return { did: false, what: process.versions.node }
}

if (import.meta.filename === process.argv[1]) {
  const root = join(import.meta.dirname, '..')
  if (!(await setUp({ root, quiet: false, need: 'everything' }))) process.exit(1)
}
