import { describe, expect, it } from 'vitest'
import { lintToken } from '../../../../../shared/lint/lint-token.ts'
import {
  accessClaims,
  accessHeader,
  idClaims,
  jws,
  now,
  rs256,
} from '../../../../../shared/lint/test-cases/test-token.ts'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { VerifyRequest, VerifyResult } from '../../../../../shared/verdict/verification.ts'
import { emptyExpect } from '../key-choice.ts'
import { emptyAs, formOfHandover } from '../validate-as/as-form.ts'
import { lintContextOf } from './lint-context-of.ts'

type Screen = Parameters<typeof lintContextOf>[0]
const idle = { kind: 'idle', cancelled: false } as const
const shown = readToken(jws(rs256, idClaims))
const screen: Screen = { expect: emptyExpect, verification: idle, validate: emptyAs, flow: null, shown }
const contextOf = (change: Partial<Screen>) => lintContextOf({ ...screen, ...change }, now, {})

function verified(
  result: Partial<VerifyResult>,
  request: Partial<VerifyRequest> = {},
): Screen['verification'] {
  const source = { kind: 'discovery', issuer: 'https://login.acme.test/' } as const
  return {
    kind: 'done',
    request: { token: shown.token, source, expect: {}, ...request },
    result: { verdict: 'valid', code: 'OK', checks: [], key: null, requests: [], asOf: now, ...result },
  }
}

describe('lintContextOf', () => {
  it('says nothing of keys, issuer or flow before anything is known', () => {
    const context = contextOf({})
    for (const name of ['key', 'jwks', 'metadata', 'flow', 'as', 'verification', 'workspace'])
      expect(context).not.toHaveProperty(name)
  })
  it('takes what was fetched from the result of the verification', () => {
    const sourceFacts = {
      key: { kty: 'RSA', isPrivate: false, alg: 'PS256' },
      jwks: { isPublished: true, keys: [{ kty: 'RSA', isPrivate: true }] },
      metadata: { issuer: 'https://login.acme.test' },
    }
    const context = contextOf({ verification: verified({ sourceFacts }) })
    expect(context).toMatchObject(sourceFacts)
    const rules = lintToken(shown, context).findings.map(({ rule }) => rule)
    expect(rules).toEqual(expect.arrayContaining(['JWT-A05', 'JWT-K06', 'JWT-K11', 'JWT-K13']))
  })
  it('takes the issuer’s name only from metadata that came, not from what was asked for', () => {
    expect(
      contextOf({
        verification: verified({ key: { description: 'RSA 2048', provenance: 'issuer_metadata' } }),
      }),
    ).not.toHaveProperty('metadata')
  })
  it('takes the accepted algorithms from the form, then from what was verified with', () => {
    const typed = contextOf({ expect: { ...emptyExpect, alg: 'PS256, ES256' } })
    expect(typed.policy?.alg).toEqual(['PS256', 'ES256'])
    expect(lintToken(shown, typed).findings.map(({ rule }) => rule)).toContain('JWT-A04')
    const done = contextOf({ verification: verified({}, { expect: { alg: ['RS256'] } }) })
    expect(done.policy?.alg).toEqual(['RS256'])
    expect(contextOf({}).policy).not.toHaveProperty('alg')
  })
  it('takes a suggestion for a word of the person only once it was verified with', () => {
    const suggested = { ...emptyAs, as: 'id_token' as const }
    expect(contextOf({ validate: suggested })).not.toHaveProperty('as')
    expect(contextOf({ validate: { ...suggested, chosen: true } }).as).toBe('id_token')
    expect(contextOf({ validate: suggested, verification: verified({}, { as: 'id_token' }) }).as).toBe(
      'id_token',
    )
  })
  it('lets the form correct what the flow knew', () => {
    const flow = { client_id: 'web', nonce: null, max_age: null }
    expect(contextOf({ flow }).flow).toEqual(flow)
    const validate = formOfHandover('id_token', { client_id: 'app', max_age: 60 })
    const expected = { ...emptyExpect, nonce: 'n' }
    expect(contextOf({ flow, validate, expect: expected }).flow).toEqual({
      client_id: 'app',
      nonce: 'n',
      max_age: 60,
    })
  })
  it('lets the rules about the flow of an ID token run', () => {
    const flow = {
      usedAs: 'id_token',
      issuedFrom: 'token_endpoint',
      otherSubjects: ['someone else'],
      receivedAt: now + 1000,
      max_age: null,
    } as const
    const context = contextOf({ flow, expect: { ...emptyExpect, nonce: 'another' } })
    const report = lintToken(shown, context)
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['ID-08', 'ID-15', 'ID-17']),
    )
    expect(report.passed).toEqual(expect.arrayContaining(['ID-09', 'ID-11']))
  })
  it('lets the rules about the flow of an access token run', () => {
    const token = readToken(jws(accessHeader, accessClaims))
    const flow = { usedAs: 'bearer', requestedScope: 'openid', resource: 'https://api.test' } as const
    const report = lintToken(token, contextOf({ flow, shown: token }))
    expect(report.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['AT-05', 'AT-07']))
    expect(report.passed).toContain('JWT-T03')
    const confused = lintToken(token, contextOf({ flow: { usedAs: 'id_token' }, shown: token }))
    expect(confused.findings.map(({ rule }) => rule)).toContain('JWT-T03')
  })
})
