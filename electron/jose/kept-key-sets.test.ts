import { expect, it } from 'vitest'
import type { KeySource, VerifyResult } from '../../shared/verdict/verification.ts'
import { runJobHere } from './crypto-jobs.ts'
import { createKeptKeySets } from './kept-key-sets.ts'
import { jws, rsaKey } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

const issuer = 'https://issuer.test'
const first = rsaKey()
const second = rsaKey()
const setOf = (...keys: readonly (readonly [string, typeof first])[]) => ({
  keys: keys.map(([kid, { jwk }]) => ({ ...jwk, kid })),
})

/** An app with a clock, an issuer whose keys change, and a count of what it was asked. */
function start(set: object) {
  const world = { at: 1_800_000_000_000, set: set as object | null, asked: 0, issuer }
  const deps = {
    now: () => world.at,
    run: runJobHere,
    fetch: (url: string) => {
      if (!url.endsWith('/jwks'))
        return Promise.resolve(Response.json({ issuer: world.issuer, jwks_uri: `${issuer}/jwks` }))
      world.asked += 1
      return Promise.resolve(world.set ? Response.json(world.set) : new Response('', { status: 500 }))
    },
    keptKeySets: createKeptKeySets({ now: () => world.at }),
  }
  const source: KeySource = { kind: 'discovery', issuer }
  const verify = (kid: string, key: typeof first): Promise<VerifyResult> =>
    verifyToken(
      { token: jws({ alg: 'RS256', kid }, { iss: issuer }, key.privateKey), source, expect: {} },
      deps,
    )
  return { world, verify }
}
const keyNote = (result: VerifyResult) => result.checks.find(({ id }) => id === 'key')?.note ?? ''

it('ten tokens make one fetch, and each answer says how old its keys are', async () => {
  const { world, verify } = start(setOf(['a', first]))
  const fresh = await verify('a', first)
  expect([fresh.verdict, fresh.requests.length]).toEqual(['valid', 2])
  expect(keyNote(fresh)).not.toContain('fetched')
  for (let count = 0; count < 9; count += 1) {
    world.at += 2_000
    const kept = await verify('a', first)
    expect([kept.verdict, kept.requests.length]).toEqual(['valid', 1])
  }
  expect(world.asked).toBe(1)
  expect(keyNote(await verify('a', first))).toMatch(/fetched at \d\d:\d\d:\d\d UTC, 18 s ago/)
})

it('an unknown kid and a signature that does not fit ask again, once', async () => {
  const { world, verify } = start(setOf(['a', first]))
  await verify('a', first)
  world.at += 20_000
  world.set = setOf(['a', first], ['b', second])
  const rotated = await verify('b', second)
  expect([rotated.verdict, rotated.requests.length, world.asked]).toEqual(['valid', 3, 2])
  world.at += 20_000
  world.set = setOf(['b', first])
  const replaced = await verify('b', first)
  expect([replaced.verdict, replaced.requests.length]).toEqual(['valid', 3])
})

it('a failure is never told of keys that are older than some seconds, and does not ask again and again', async () => {
  const { world, verify } = start(setOf(['a', first]))
  await verify('a', first)
  world.at += 20_000
  expect([(await verify('x', first)).code, world.asked]).toEqual(['KEY_NOT_FOUND', 2])
  expect([(await verify('x', first)).code, world.asked]).toEqual(['KEY_NOT_FOUND', 2])
  world.at += 20_000
  world.set = null
  const gone = await verify('x', first)
  expect([gone.verdict, gone.code, gone.requests.length]).toEqual(['unverified', 'HTTP_STATUS', 3])
})

it('after a minute, with a clock set back, and for another source the issuer is asked', async () => {
  const { world, verify } = start(setOf(['a', first]))
  await verify('a', first)
  world.at += 61_000
  expect((await verify('a', first)).requests).toHaveLength(2)
  world.at -= 3_600_000
  expect((await verify('a', first)).requests).toHaveLength(2)
})

it('a key that was removed proves nothing once its minute is over', async () => {
  const { world, verify } = start(setOf(['a', first]))
  await verify('a', first)
  world.set = setOf(['b', second])
  world.at += 61_000
  expect((await verify('a', first)).verdict).toBe('invalid')
})

it('an answer that could not be used is not kept', async () => {
  const { world, verify } = start(setOf(['a', first]))
  world.set = null
  expect((await verify('a', first)).verdict).toBe('unverified')
  world.set = setOf(['a', first])
  expect((await verify('a', first)).verdict).toBe('valid')
})

it('who the issuer is, is asked each time', async () => {
  const { world, verify } = start(setOf(['a', first]))
  await verify('a', first)
  world.issuer = 'https://other.test'
  const other = await verify('a', first)
  expect([other.verdict, other.code]).toEqual(['invalid', 'METADATA_ISSUER'])
})
