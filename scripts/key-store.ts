import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Environment and argument that let Electron find a key store. */
export type KeyStore = {
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
  close(): void
}

/**
 * A real key store without a desktop: a private D-Bus and a gnome-keyring with an unlocked collection, in a
 * folder of its own, so that the person's own keyrings stay untouched. Linux only.
 */
export async function startKeyStore(): Promise<KeyStore> {
  const folder = mkdtempSync(join(tmpdir(), 'claimscope-keys-'))
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder, XDG_CONFIG_HOME: folder }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await firstOutput(bus, 'dbus-daemon')
  const withBus = { ...env, DBUS_SESSION_BUS_ADDRESS: address }
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...withBus },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  keyring.stdin?.end('test password\n')
  await untilOwned('org.freedesktop.secrets', address)
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    args: ['--password-store=gnome-libsecret'],
    close() {
      keyring.kill()
      bus.kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** An environment in which no key store can be found: no bus, nothing to start one. */
export const noKeyStore: KeyStore = {
  env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  args: ['--password-store=basic'],
  close() {},
}

function firstOutput(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${name} could not be started`, { cause })))
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim().split('\n')[0] ?? ''))
  })
}

/** The daemon says nothing when it is ready; the bus knows. */
async function untilOwned(name: string, address: string): Promise<void> {
  const ask = [
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  ]
  const end = performance.now() + 10_000
  while (performance.now() < end) {
    const answer = spawnSync('dbus-send', [`--bus=${address}`, ...ask], { encoding: 'utf8' })
    if (answer.stdout?.includes('true')) return
    await wait(50)
  }
  throw new Error(`${name} did not appear on the bus within 10 s`)
}
