import { createPrivateKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { runJobHere } from '../crypto-jobs.ts'
import { checkKeySet } from '../keys/check-key-set.ts'
import { certificatePem } from '../keys/test-certificates.ts'
import { parseKeyText } from '../parse-key-text.ts'
import { jws } from '../test-tokens.ts'
import { verifyToken } from '../verify/verify-token.ts'
import { chainCertificates, chainPem, leafKey } from './test-chains.ts'

type Name = keyof typeof chainCertificates
const soon = Date.parse('2026-12-01T00:00:00Z') / 1000
const signed = jws({ alg: 'ES256' }, { sub: 'u' }, createPrivateKey(leafKey))
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => soon * 1000,
  run: runJobHere,
}
async function judge(text: string, at = soon, token = signed) {
  const result = await verifyToken({ token, source: { kind: 'key', text }, expect: { at } }, deps)
  return { verdict: result.verdict, note: result.checks.find(({ id }) => id === 'key')?.note ?? '' }
}

describe('a chain that is given as the key', () => {
  test.each<[string, readonly Name[], RegExp]>([
    [
      'whole',
      ['leaf', 'mid', 'root'],
      /Number 1 is signed by number 2\. Number 2 is signed by number 3\. No trust/,
    ],
    [
      'with a forged root',
      ['leaf', 'mid', 'fake'],
      /Number 2 names number 3 as its issuer, and is not signed/,
    ],
    ['out of order', ['leaf', 'root', 'mid'], /Number 1 does not name number 2 as its issuer/],
  ])('%s', async (_, names, words) => {
    const { verdict, note } = await judge(chainPem(...names))
    expect(verdict).toBe('valid')
    expect(note).toMatch(words)
    expect(note).toMatch(/No trust anchor was given/)
    expect(note).not.toMatch(/is trusted/)
    const list = parseKeyText(JSON.stringify(names.map((name) => chainCertificates[name])))
    expect('notes' in list && list.notes.join(' ')).toMatch(words)
  })

  test('uses the key of the first certificate only', async () => {
    expect((await judge(chainPem('mid', 'leaf'))).verdict).toBe('invalid')
    expect((await judge(chainPem('root', 'mid', 'leaf'))).verdict).toBe('invalid')
    expect((await judge(`${certificatePem}${chainPem('leaf')}`)).verdict).toBe('invalid')
  })

  test('says where a certificate that is no CA signs', async () => {
    expect((await judge(chainPem('plain', 'leaf', 'mid', 'root'))).note).toMatch(/Number 2 is no CA/)
    expect((await judge(chainPem('leaf', 'mid', 'root'))).note).not.toMatch(/is no CA/)
  })

  test('says of each certificate whether it was valid at the moment of the check', async () => {
    const later = await judge(chainPem('leaf', 'mid', 'root'), Date.parse('2028-06-01T00:00:00Z') / 1000)
    expect(later.note).toMatch(
      /Certificate 2 of the chain had expired at the moment of this check, on 2027-11-23/,
    )
    expect(later.note).not.toMatch(/The certificate had expired|Certificate 3/)
    const before = await judge(chainPem('leaf', 'mid'), Date.parse('2020-01-01T00:00:00Z') / 1000)
    expect(before.note).toMatch(
      /The certificate was not valid yet.*Certificate 2 of the chain was not valid yet/,
    )
    expect((await judge(chainPem('leaf', 'mid', 'root'))).note).not.toMatch(/expired|not valid yet/)
  })

  test('a token’s own x5c is never used, whatever certificate is given', async () => {
    const x5c = [chainCertificates.leaf, chainCertificates.mid, chainCertificates.root]
    const token = jws({ alg: 'ES256', x5c }, { sub: 'u' }, createPrivateKey(leafKey))
    expect((await judge(chainPem('root'), soon, token)).verdict).toBe('invalid')
  })
})

describe('checkKeySet', () => {
  const jwk = parseKeyText(chainPem('leaf'))
  const findings = async (...names: readonly Name[]) => {
    if (jwk.kind !== 'single') throw new Error('no key')
    const x5c = names.map((name) => chainCertificates[name])
    const text = JSON.stringify({ keys: [{ ...jwk.jwk, kid: 'a', use: 'sig', alg: 'ES256', x5c }] })
    const { findings: found } = await checkKeySet({ text, at: soon })
    return found.map(({ id }) => id).filter((id) => id.startsWith('X5C'))
  }

  test.each<[readonly Name[], readonly string[]]>([
    [['leaf', 'mid', 'root'], []],
    [['leaf', 'mid', 'fake'], ['X5C_NOT_SIGNED']],
    [['leaf', 'root', 'mid'], ['X5C_OUT_OF_ORDER']],
    [
      ['leaf', 'plain'],
      ['X5C_ISSUER_NO_CA', 'X5C_OUT_OF_ORDER'],
    ],
  ])('%j', async (names, ids) => {
    expect(await findings(...names)).toEqual(ids)
  })
})
