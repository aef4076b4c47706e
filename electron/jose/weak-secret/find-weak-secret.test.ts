import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readToken } from '../../../shared/token/read-token.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, jws } from '../test-tokens.ts'
import { weakSecretCandidates } from './candidates.ts'
import { findWeakSecret, maskSecret, revealWeakSecret } from './find-weak-secret.ts'

const claims = { iss: 'https://login.acme.test/', sub: 'user-1', aud: 'orders', exp: 1 }
const all = 1_000_000
const find = (secret: string | Uint8Array, alg = 'HS256', of: object = claims) => {
  const token = jws({ alg, kid: 'kid-7' }, of, secret)
  return { token, answer: findWeakSecret({ token, from: 0, count: all }) }
}

describe('findWeakSecret', () => {
  it.each([
    ['secret'],
    ['your-256-bit-secret'],
    ['changeme'],
    ['keyboard cat'],
    ['Summer2024'],
    ['my-app-secret'.replace('app-', '')],
    ['todo_secret'],
    [''],
    ['acme'],
    ['login.acme.test'],
    ['orders'],
    ['kid-7'],
    [Buffer.from('secret').toString('base64')],
    ['terces'],
    ['secret'.padEnd(32, '0')],
    ['SECRET'],
    ['secret\n'],
  ])('finds %j, and only masks it', (secret) => {
    const { token, answer } = find(secret)
    expect(answer.found).not.toBeNull()
    if (secret.length > 5) expect(JSON.stringify(answer.found?.masked)).not.toContain(secret)
    expect(revealWeakSecret({ token, index: answer.found?.index ?? -1 })).toMatchObject({ secret })
  })

  it.each(['HS384', 'HS512'])('finds it under %s', (alg) =>
    expect(find('secret', alg).answer.found).not.toBeNull(),
  )

  it('finds bytes that a library decoded from base64', () => {
    expect(find(Buffer.from('changeme', 'base64')).answer.found).toMatchObject({
      how: expect.stringContaining('base64'),
    })
  })

  it('finds the key of an example in a specification, written in base64url', () => {
    const key = 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg'
    expect(find(Buffer.from(key, 'base64url')).answer.found).toMatchObject({
      how: expect.stringContaining('base64url'),
    })
  })

  it('says how many were tried where none fits, and nothing more', () => {
    const { answer } = find('kP9v#mQ2zX7!rT4wL8sB1nY6')
    expect(answer.found).toBeNull()
    expect(answer.tried).toBe(answer.total)
    expect(answer.total).toBeGreaterThan(20_000)
  })

  it('goes on where it stopped, and finds the same', () => {
    const { token, answer } = find('todo_secret')
    const index = answer.found?.index ?? 0
    expect(
      findWeakSecret({ token, from: Math.max(0, index - 100), count: Math.min(index, 100) }).found,
    ).toBeNull()
    expect(findWeakSecret({ token, from: index, count: 1 }).found?.index).toBe(index)
    expect(findWeakSecret({ token, from: index + 1, count: 100 }).found).toBeNull()
  })

  it.each([
    ['ES256', jws({ alg: 'ES256' }, claims, ecKey('P-256').privateKey)],
    ['none', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    ['no token', 'hello'],
    ['a MAC that is cut off', `${jws({ alg: 'HS256' }, claims, 'secret').slice(0, -4)}`],
    ['prototype names', `${Buffer.from('{"alg":"__proto__"}').toString('base64url')}.e30.AAAA`],
  ])('refuses %s', (_name, token) => {
    expect(() => findWeakSecret({ token, from: 0, count: 1 })).toThrow(
      expect.objectContaining({ code: 'ERR_INPUT' }),
    )
  })

  it('does not reveal what is not the secret', () => {
    const token = jws({ alg: 'HS256' }, claims, 'kP9v#mQ2zX7!rT4wL8sB1nY6')
    for (const index of [0, 1, -1, 1e9, 0.5])
      expect(() => revealWeakSecret({ token, index })).toThrow(
        expect.objectContaining({ code: 'ERR_NOT_FOUND' }),
      )
  })

  it('finds the secret of a token that a checking decoder would refuse', () => {
    const input = `${Buffer.from('{"alg":"HS256","crit":["x"]}').toString('base64url')}.bm90IGpzb24`
    const token = `${input}.${createHmac('sha256', 'secret').update(input).digest('base64url')}`
    expect(findWeakSecret({ token, from: 0, count: all }).found).not.toBeNull()
  })

  it('is a job', async () => {
    const token = jws({ alg: 'HS256' }, claims, 'secret')
    expect((await runJobHere('findWeakSecret', { token, from: 0, count: 100 })).found?.masked).toBe(
      's••••t (6 characters)',
    )
  })
})

it('lists nothing twice', () => {
  const list = weakSecretCandidates(readToken(jws({ alg: 'HS256' }, claims, 'x')))
  expect(new Set(list.map(({ encoding, text }) => `${encoding}:${text}`)).size).toBe(list.length)
})

it.each([
  ['', '(empty)'],
  ['a', '•••• (1 character)'],
  ['abcd', '•••• (4 characters)'],
  ['abcde', 'a••••e (5 characters)'],
])('masks %j', (text, masked) => expect(maskSecret(text)).toBe(masked))
