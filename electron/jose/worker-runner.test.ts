import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/error.ts'
import { jws, rsaKey } from './test-tokens.ts'
import { createTokenVerifier } from './verify/token-verifier.ts'
import type { VerifyJob } from './verify-job.ts'
import { createWorkerRunner } from './worker-runner.ts'

const workerUrl = new URL('./crypto-worker.ts', import.meta.url)
const rsa = rsaKey()
const token = jws({ alg: 'RS256' }, { exp: 2_000_000_000 }, rsa.privateKey)
const job: VerifyJob = {
  token,
  alg: 'RS256',
  kid: null,
  material: { kind: 'key', text: JSON.stringify(rsa.jwk), provenance: 'pasted' },
}
const endless = new URL('data:text/javascript,for(;;);')
const crashing = new URL("data:text/javascript,throw new Error('no');")
const closers: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

const started = (url: URL, deadlineMs?: number) => {
  const runner = createWorkerRunner(url, deadlineMs)
  closers.push(() => runner.close())
  return runner
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

describe('the real worker', () => {
  it('verifies and refuses as the check itself does', async () => {
    const verifier = createTokenVerifier({
      fetch: () => Promise.reject(new Error('nothing may be fetched')),
      now: () => 1_800_000_000_000,
      vaultKey: () => Promise.reject(new Error('there is no vault')),
      workerUrl,
    })
    closers.push(() => verifier.close())
    const source = { kind: 'key', text: JSON.stringify(rsa.jwk) } as const
    const good = await verifier.verify({ token, source, expect: {} })
    expect([good.verdict, good.key?.description]).toEqual(['valid', 'RSA 2048'])
    const other = { kind: 'key', text: JSON.stringify(rsaKey().jwk) } as const
    expect((await verifier.verify({ token, source: other, expect: {} })).code).toBe('SIGNATURE_INVALID')
  })

  it('answers many jobs at once, each with its own answer', async () => {
    const { run } = started(workerUrl)
    const wrong: VerifyJob = { ...job, token: jws({ alg: 'RS256' }, {}, rsaKey().privateKey) }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => run('checkSignature', index % 2 ? wrong : job)),
    )
    expect(outcomes.map(({ signature }) => signature.status)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? 'fail' : 'pass')),
    )
  })

  it('does not run a job that was cancelled before its turn', async () => {
    const cancel = new AbortController()
    cancel.abort()
    expect(await codeOf(started(workerUrl).run('checkSignature', job, cancel.signal))).toBe('ERR_CANCELLED')
  })

  it('ends what runs and what waits when it is cancelled, and goes on with the rest', async () => {
    const { run } = started(endless)
    const cancel = new AbortController()
    const answers = Array.from({ length: 12 }, () => codeOf(run('checkSignature', job, cancel.signal)))
    cancel.abort()
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['ERR_CANCELLED']))
  })

  it('ends what runs and what waits when it is closed', async () => {
    const runner = started(endless)
    const answers = Array.from({ length: 12 }, () => codeOf(runner.run('checkSignature', job)))
    await runner.close()
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['ERR_CANCELLED']))
  })

  it('cancels one job and leaves the others theirs', async () => {
    const { run } = started(workerUrl)
    const cancel = new AbortController()
    const cancelled = codeOf(run('checkSignature', job, cancel.signal))
    const others = Array.from({ length: 8 }, () => run('checkSignature', job))
    cancel.abort()
    expect(await cancelled).toBe('ERR_CANCELLED')
    expect((await Promise.all(others)).map(({ signature }) => signature.status)).toEqual(
      Array(8).fill('pass'),
    )
  })

  it('takes nothing after it was closed', async () => {
    const runner = started(workerUrl)
    await runner.close()
    expect(await codeOf(runner.run('checkSignature', job))).toBe('ERR_CANCELLED')
  })
})

describe('a worker that misbehaves', () => {
  it('is stopped at its deadline, again and again', async () => {
    const { run } = started(endless, 300)
    expect(await codeOf(run('checkSignature', job))).toBe('ERR_TIMEOUT')
    expect(await codeOf(run('checkSignature', job))).toBe('ERR_TIMEOUT')
  })

  it('is replaced when it dies', async () => {
    const { run } = started(crashing)
    expect(await codeOf(run('checkSignature', job))).toBe('ERR_INTERNAL')
    expect(await codeOf(run('checkSignature', job))).toBe('ERR_INTERNAL')
  })
})
