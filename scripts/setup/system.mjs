// What Electron and the tests need from the system, looked for by what they load and start rather than by
// package name, since names differ between releases. Only Debian-like systems are installed on, only as root.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupError, say } from './step.mjs'

/** Shared libraries of Electron → the Debian package that brings each. */
const libraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libsecret-1.so.0': 'libsecret-1-0',
}

/** Programs of the tests and the demo: a virtual display, the user's browser, a key store. */
const programs = {
  Xvfb: 'xvfb',
  chromium: 'chromium',
  'dbus-daemon': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  'fc-list': 'fontconfig',
}

/** @param {'window' | 'everything'} need */
export function installSystemPackages(need) {
  if (process.platform !== 'linux') return { did: false, what: 'none needed on this system' }
  const missing = missingPackages(need)
  if (missing.length === 0) return { did: false, what: 'all there' }
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!find('apt-get')) {
    say(
      `not found: ${missing.join(', ')} (Debian's names). Install them with this system's package manager; going on without.`,
    )
    return { did: false, what: `without ${missing.join(', ')}` }
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `these system packages are missing: ${missing.join(', ')}.`,
      `sudo apt-get update && sudo ${command}`,
    )
  }
  say(`installing ${missing.join(', ')}`)
  apt(['update', '-qq'])
  apt(['install', '-y', '-qq', '--no-install-recommends', ...missing])
  const still = missingPackages(need)
  if (still.length > 0)
    throw new SetupError(`still missing after the installation: ${still.join(', ')}.`, command)
  return { did: true, what: `installed ${missing.join(', ')}` }
}

/** @param {'window' | 'everything'} need */
function missingPackages(need) {
  const cache = spawnSync(find('ldconfig') ?? '/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? ''
  const missing = new Set()
  for (const [library, name] of Object.entries(libraries))
    if (!cache.includes(`\t${library} `)) missing.add(name)
  if (need === 'window') return [...missing]
  for (const [program, name] of Object.entries(programs)) {
    if (!find(program) && !(program === 'chromium' && hasBrowser())) missing.add(name)
  }
  if (!hasFont()) missing.add('fonts-dejavu-core')
  return [...missing]
}

/** Chrome serves as well, or whatever CLAIMSCOPE_BROWSER names. */
function hasBrowser() {
  const named = process.env.CLAIMSCOPE_BROWSER
  return find('google-chrome') !== null || (named !== undefined && existsSync(named))
}

/** Without any font Chromium draws empty boxes. */
function hasFont() {
  return find('fc-list') !== null && spawnSync('fc-list', [], { encoding: 'utf8' }).stdout.trim() !== ''
}

/** @param {string} program */
function find(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null
}

/** @param {string[]} args */
function apt(args) {
  const result = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (result.status !== 0) {
    throw new SetupError(
      `\`apt-get ${args.join(' ')}\` ended with ${result.status}.`,
      'Check that Debian’s package servers can be reached (`apt-get update`), then run the command again.',
    )
  }
}
