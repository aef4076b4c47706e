// One process of the vault benchmark: `fill FOLDER COUNT` or `time FOLDER`; prints what each step took.
import { randomBytes, randomUUID } from 'node:crypto'
import type { RecordChange, RecordStore } from '../../electron/vault/record-store.ts'
import { encodeProfile } from '../../electron/vault/stored-profile.ts'
import { testDeps } from '../../electron/vault/test-vault.ts'
import { openVault } from '../../electron/vault/vault.ts'
import { openVaultFile } from '../../electron/vault/vault-file.ts'
import { emptyDraft } from '../../shared/profile/profile.ts'

export type VaultTimes = Readonly<
  Record<'open' | 'summaries' | 'profiles' | 'profilesAgain' | 'readRun' | 'saveProfile' | 'saveRun', number>
>

const [what = '', directory = '', count = '0'] = process.argv.slice(2)

const steps: Readonly<Record<string, () => Promise<unknown>>> = {
  fill: () => fill(Number(count)),
  time: measureAll,
}
console.log(JSON.stringify((await steps[what]?.()) ?? null))

async function fill(records: number): Promise<void> {
  const store = await openStore()
  for (let done = 0; done < records; done += 500) {
    store.write(Array.from({ length: Math.min(500, records - done) }, (_, at) => thing(done + at)).flat())
  }
  store.close()
}

async function measureAll(): Promise<VaultTimes> {
  const [open, store] = await timed(openStore)
  const [summaries, lines] = await timed(() => store.list('run_summary'))
  const [readRun] = await timed(() => lines[0] && store.read('run', lines[0].id))
  const [saveRun] = await timed(() => store.write(kept(randomUUID(), 'another')))
  store.close()
  const vault = await openVault(testDeps(directory))
  const [profiles] = await timed(vault.profiles)
  const [profilesAgain] = await timed(vault.profiles)
  const [saveProfile] = await timed(() => vault.save({ draft: draft('another') }))
  vault.close()
  return { open, summaries, profiles, profilesAgain, readRun, saveProfile, saveRun }
}

async function openStore(): Promise<RecordStore> {
  const opened = await openVaultFile({ ...testDeps(directory), cost: { memory: 8, passes: 1, lanes: 1 } })
  if (opened.kind !== 'sealed' || opened.notice) throw new Error(`the vault is ${JSON.stringify(opened)}`)
  return opened.file.store
}

async function timed<T>(work: () => T | Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

/** A profile with a secret, and a run with its line. */
function thing(number: number): RecordChange[] {
  const id = randomUUID()
  const stored = { draft: draft(`Tenant ${number}`), builtIn: false, createdAt: number, updatedAt: number }
  return [
    { kind: 'profile', id, bytes: encodeProfile(stored) },
    { kind: 'secret', id, bytes: Buffer.from(`secret of ${number}`) },
    ...kept(randomUUID(), `Tenant ${number}`),
  ]
}

function draft(name: string) {
  return {
    ...emptyDraft,
    name,
    issuer: `https://${name.length}.idp.example/realms/staging`,
    client_id: 'claimscope',
  }
}

/** As large as they usually are: 300 bytes for the line, 10 kB for the run. */
function kept(id: string, name: string): RecordChange[] {
  const line = { id, profileName: name, grant: 'authorization_code', startedAt: 1, note: 'n'.repeat(200) }
  return [
    { kind: 'run_summary', id, bytes: Buffer.from(JSON.stringify(line)) },
    { kind: 'run', id, bytes: Buffer.from(randomBytes(5_000).toString('hex')) },
  ]
}
