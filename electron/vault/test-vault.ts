import { pbkdf2Sync, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDraft, type ProfileDraft } from '../../shared/profile/profile.ts'
import type { KeySealer } from './key-sealer.ts'
import { createFakeSealer } from './test-sealer.ts'
import { openVault, type Vault, type VaultDeps } from './vault.ts'

/** 2025-06-01T12:00:00.000Z; each reading is a second later, so that records have an order. */
const start = Date.UTC(2025, 5, 1, 12)

export function createDraft(name: string, more: Partial<ProfileDraft> = {}): ProfileDraft {
  return { ...emptyDraft, name, issuer: 'https://idp.example', client_id: 'client', ...more }
}

/** A passphrase that costs next to nothing to try. */
export function testDeps(directory: string, sealer: KeySealer = createFakeSealer()): VaultDeps {
  return {
    directory,
    sealer,
    now: () => start,
    randomId: randomUUID,
    derive: async ({ passphrase, salt, passes }) => pbkdf2Sync(passphrase, salt, passes, 32, 'sha256'),
    cost: { memory: 8, passes: 1, lanes: 1 },
    wait: async () => undefined,
  }
}

export function openAt(directory: string, sealer: KeySealer = createFakeSealer()): Promise<Vault> {
  let readings = 0
  return openVault({
    ...testDeps(directory, sealer),
    now: () => start + readings++ * 1000,
  })
}

/** A folder for one test, with what tests ask of it. */
export function createTestFolder() {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-vault-'))
  const directory = join(root, 'vault')
  const file = join(directory, 'vault.db')
  return {
    root,
    directory,
    file,
    makeDirectory: () => mkdirSync(directory, { mode: 0o700 }),
    names: () => readdirSync(directory).sort(),
    bytes: () => readFileSync(file),
    write: (bytes: Uint8Array) => writeFileSync(file, bytes),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
