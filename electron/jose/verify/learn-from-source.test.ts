import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { lintToken } from '../../../shared/lint/lint-token.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import type { KeySource } from '../../../shared/verdict/verification.ts'
import type { FetchLike } from '../../net/limited-fetch.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { jws, rsaKey } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const issuer = 'https://login.acme.test'
const jwksUri = `${issuer}/keys`
const rsa = rsaKey()
const claims = { iss: issuer, sub: 'a', aud: 'api', iat: now - 10, exp: now + 600, jti: 'j' }
const signed = jws({ alg: 'RS256', kid: 'k1' }, claims, rsa.privateKey)
const discovery: KeySource = { kind: 'discovery', issuer }

function network(keys: readonly object[], metadata: object = {}): { fetch: FetchLike; asked: string[] } {
  const asked: string[] = []
  const answers: Readonly<Record<string, object>> = {
    [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri: jwksUri, ...metadata },
    [jwksUri]: { keys },
  }
  const fetch = (async (input: unknown) => {
    const url = String(input instanceof URL ? input.href : input)
    asked.push(url)
    const answer = answers[url]
    return new Response(JSON.stringify(answer ?? {}), {
      status: answer ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    })
  }) as FetchLike
  return { fetch, asked }
}

async function judge(token: string, source: KeySource, net: ReturnType<typeof network>, learn = true) {
  const deps = { fetch: net.fetch, now: () => now * 1000, run: runJobHere, learn }
  const verification = await verifyToken({ token, source, expect: {} }, deps)
  const report = lintToken(readToken(token), {
    nowSeconds: now,
    verification,
    ...verification.sourceFacts,
  })
  return { verification, rules: report.findings.map(({ rule }) => rule), report }
}

describe('what was fetched tells the rules', () => {
  it('of the keys and the issuer, without a key and without asking again', async () => {
    const net = network([{ ...rsa.jwk, kid: 'k1', use: 'sig', alg: 'RS256' }], {
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_signed_response_alg_values_supported: ['PS256', 7],
    })
    const { verification, report } = await judge(signed, discovery, net)
    expect(verification.verdict).toBe('valid')
    expect(verification.sourceFacts).toEqual({
      metadata: {
        issuer,
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_signed_response_alg_values_supported: ['PS256'],
      },
      key: expect.objectContaining({ kty: 'RSA', kid: 'k1', alg: 'RS256', use: 'sig', isPrivate: false }),
      jwks: { isPublished: true, keys: [expect.objectContaining({ kid: 'k1' })] },
    })
    expect(JSON.stringify(verification.sourceFacts)).not.toContain(String(rsa.jwk.n).slice(0, 20))
    expect(net.asked).toHaveLength(2)
    for (const rule of ['JWT-K06', 'JWT-K11', 'JWT-K12', 'JWT-K13']) expect(report.passed).toContain(rule)
  })
  it('of published private keys, and gives none of them away', async () => {
    const privateJwk = rsa.privateKey.export({ format: 'jwk' })
    const { verification, rules } = await judge(signed, discovery, network([{ ...privateJwk, kid: 'k1' }]))
    expect(rules).toContain('JWT-K11')
    for (const member of ['d', 'p', 'q', 'n'] as const)
      expect(JSON.stringify(verification)).not.toContain(String(privateJwk[member]).slice(0, 20))
  })
  it('of a key set without the key that the token names', async () => {
    const net = network([{ ...rsa.jwk, kid: 'k2' }])
    const { rules } = await judge(signed, { kind: 'jwks_url', url: jwksUri }, net)
    expect(rules).toContain('JWT-K06')
  })
  it('of an issuer that calls itself something else, which then says nothing but that', async () => {
    const { verification, rules, report } = await judge(
      signed,
      discovery,
      network([], { issuer: `${issuer}/`, id_token_signing_alg_values_supported: ['HS256'] }),
    )
    expect(verification.verdict).toBe('invalid')
    expect(verification.sourceFacts).toEqual({ metadata: { issuer: `${issuer}/`, refused: true } })
    expect(rules).toContain('JWT-K13')
    const there = jws({ alg: 'RS256', kid: 'k1' }, { ...claims, iss: `${issuer}/` }, rsa.privateKey)
    const { report: other } = await judge(there, discovery, network([], { issuer: `${issuer}/` }))
    expect(other.passed).not.toContain('JWT-K13')
    expect(report.passed).not.toContain('JWT-K13')
  })
  it('of the issuer also where it names no keys', async () => {
    const { verification } = await judge(signed, discovery, network([], { jwks_uri: undefined }))
    expect(verification.sourceFacts).toEqual({ metadata: { issuer } })
  })
  it('only where it is asked for, and not of keys that the person gave', async () => {
    const net = network([{ ...rsa.jwk, kid: 'k1' }])
    expect((await judge(signed, discovery, net, false)).verification).not.toHaveProperty('sourceFacts')
    const given = await judge(signed, { kind: 'key', text: JSON.stringify(rsa.jwk) }, net)
    expect(given.verification).not.toHaveProperty('sourceFacts')
  })
})

describe('a MAC made with the issuer’s public key', () => {
  const pem = String(createPublicKey(rsa.privateKey).export({ format: 'pem', type: 'spki' }))
  const forged = jws({ alg: 'HS256', kid: 'k1' }, claims, pem)
  it('is found by trying, and told by the rules', async () => {
    const net = network([{ ...rsa.jwk, kid: 'k1' }], { id_token_signing_alg_values_supported: ['RS256'] })
    const { verification, rules } = await judge(forged, discovery, net)
    expect(verification.verdict).not.toBe('valid')
    expect(rules).toEqual(expect.arrayContaining(['JWT-A06', 'JWT-A07']))
  })
  it('is not ruled out by a verification that never tried', async () => {
    const { report } = await judge(forged, { kind: 'secret', text: 'another', encoding: 'utf8' }, network([]))
    expect(report.passed).not.toContain('JWT-A06')
    expect(report.notRun.map(({ rule }) => rule)).toContain('JWT-A06')
  })
})
