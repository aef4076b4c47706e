// Verification of many tokens through the threads that the app uses, against the bare limit in the same run: a loop over
// node:crypto's verify on one core that only splits the token and decodes its signature.
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { runJobHere } from '../../electron/jose/crypto-jobs.ts'
import type { KeyMaterial } from '../../electron/jose/verify-job.ts'
import { createWorkerRunner, type WorkerRunner } from '../../electron/jose/worker-runner.ts'
import { median, type Row } from './row.ts'

const tokens = 10_000
/** In one message to a thread. */
const chunk = 500
const defaultRounds = 5

type Case = {
  readonly alg: 'RS256' | 'ES256'
  readonly publicKey: KeyObject
  readonly list: readonly string[]
  readonly material: Extract<KeyMaterial, { kind: 'key' }>
}

export async function run(rounds: number = defaultRounds): Promise<readonly Row[]> {
  const runner = createWorkerRunner(new URL('../../electron/jose/crypto-worker.ts', import.meta.url))
  try {
    const rows: Row[] = []
    for (const alg of ['RS256', 'ES256'] as const) rows.push(await compare(makeCase(alg), runner, rounds))
    rows.push(await compareOne(makeCase('RS256', 200), runner))
    return rows
  } finally {
    await runner.close()
  }
}

async function compare(test: Case, runner: WorkerRunner, rounds: number): Promise<Row> {
  const own: number[] = []
  const bare: number[] = []
  // The first round starts the threads and is left out; the two alternate, so that a busy machine weighs on both.
  for (let round = 0; round <= rounds; round += 1) {
    const pooled = await timed(() => throughPool(test, runner))
    const serial = await timed(async () => serially(test))
    if (round === 0) continue
    own.push(pooled)
    bare.push(serial)
  }
  return {
    name: `verify ${tokens} ${test.alg} with ${Math.min(availableParallelism(), 4)} threads`,
    own: median(own),
    bare: median(bare),
    unit: 'ms',
    against: 'serial node:crypto',
    goal: 'at most 0.625 (1.6 times as fast) on two cores',
  }
}

/** One token at a time through a thread, as a click on Verify does; what the thread adds is the difference. */
async function compareOne({ list, material, alg }: Case, runner: WorkerRunner): Promise<Row> {
  const job = (token: string) => ({ token, alg, kid: 'k1', material })
  const own: number[] = []
  const bare: number[] = []
  for (const token of list) {
    own.push(await timed(() => runner.run('checkSignature', job(token))))
    bare.push(await timed(() => runJobHere('checkSignature', job(token))))
  }
  return {
    name: 'one verification through a thread',
    own: median(own),
    bare: median(bare),
    unit: 'ms',
    against: 'in place',
    goal: 'at most 5 ms more',
  }
}

async function throughPool({ list, material, alg }: Case, { run: runJob }: WorkerRunner): Promise<void> {
  const parts = Array.from({ length: Math.ceil(list.length / chunk) }, (_, at) =>
    list.slice(at * chunk, (at + 1) * chunk),
  )
  const answers = await Promise.all(
    parts.map((part) =>
      runJob('checkSignatures', { material, tokens: part.map((token) => ({ token, alg, kid: 'k1' })) }),
    ),
  )
  const proved = answers.reduce(
    (sum, { outcomes, indexes }) =>
      sum + indexes.filter((index) => outcomes[index]?.signature.status === 'pass').length,
    0,
  )
  if (proved !== list.length) throw new Error(`${proved} of ${list.length} tokens were proved`)
}

export function serially({ list, publicKey, alg }: Pick<Case, 'list' | 'publicKey' | 'alg'>): void {
  const key = alg === 'ES256' ? ({ key: publicKey, dsaEncoding: 'ieee-p1363' } as const) : publicKey
  for (const token of list) {
    const dot = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(dot + 1), 'base64url')
    if (!verify('sha256', Buffer.from(token.slice(0, dot)), key, signature)) throw new Error('not proved')
  }
}

export function makeCase(alg: 'RS256' | 'ES256', count = tokens): Case {
  const { publicKey, privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const header = encode({ alg, kid: 'k1', typ: 'JWT' })
  const list = Array.from({ length: count }, (_, at) => {
    const input = `${header}.${encode({ iss: 'https://issuer.test', sub: `user-${at}`, aud: 'api', exp: 2e9, scope: 'openid profile '.repeat(20) })}`
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}`
  })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg }
  const material = { kind: 'key', text: JSON.stringify({ keys: [jwk] }), provenance: 'pasted' } as const
  return { alg, publicKey, list, material }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
