import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { specUrl } from '../verdict/spec-url.ts'
import { claimInfo, headerInfo, isTimeClaim } from './claims.ts'
import { describeToken } from './describe-token.ts'
import { findToken } from './find-token.ts'
import { readToken } from './read-token.ts'
import { registeredClaims } from './registered-claims.ts'
import { registeredHeaders } from './registered-headers.ts'

const now = 1_800_000_000
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (header: object, claims: unknown) =>
  `${encode({ alg: 'RS256', ...header })}.${encode(claims)}.c2ln`
const about = (text: string) => describeToken(readToken(text), now)
const base = { iss: 'https://login.acme.test/realms/x', sub: 'u', aud: 'a', iat: now - 5, exp: now + 2580 }

describe('describeToken', () => {
  it.each([
    ['typ at+jwt', token({ typ: 'at+jwt' }, base), 'access_token', 'Access token (RFC 9068)'],
    [
      'typ as a media type',
      token({ typ: 'application/AT+jwt' }, base),
      'access_token',
      'Access token (RFC 9068)',
    ],
    ['nonce', token({}, { ...base, nonce: 'n' }), 'id_token', 'ID token'],
    ['auth_time without scope', token({}, { ...base, auth_time: 1 }), 'id_token', 'ID token'],
    ['scope', token({}, { ...base, scope: 'a' }), 'access_token', 'Access token'],
    [
      'Keycloak Bearer',
      token({ typ: 'JWT' }, { ...base, typ: 'Bearer', azp: 'x' }),
      'access_token',
      'Access token',
    ],
    ['Cognito id', token({}, { ...base, token_use: 'id' }), 'id_token', 'ID token'],
    [
      'logout event',
      token({}, { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
      'logout_token',
      'Logout token',
    ],
    ['typ dpop+jwt', token({ typ: 'dpop+jwt' }, {}), 'dpop_proof', 'DPoP proof'],
    [
      'request object',
      token({}, { response_type: 'code', client_id: 'c' }),
      'request_object',
      'Request object',
    ],
    [
      'client assertion',
      token({}, { ...base, iss: 'c', sub: 'c', jti: '1' }),
      'client_assertion',
      'Client assertion',
    ],
    ['claims of no kind', token({}, { hello: 1 }), 'jwt', 'JWT'],
    ['text', token({}, 'text'), 'jws', 'Signed text (JWS)'],
    ['typ __proto__', token({ typ: '__proto__' }, { hello: 1 }), 'jwt', 'JWT'],
    ['unsecured', `${encode({ alg: 'none' })}.${encode(base)}.`, 'unsecured', 'Unsecured token'],
    ['encrypted', `${encode({ alg: 'dir', enc: 'A128GCM' })}..AA.AA.AA`, 'jwe', 'Encrypted token (JWE)'],
    ['opaque', 'ya29.x', 'opaque', 'Opaque text'],
    [
      'JARM',
      token({}, { iss: 'i', aud: 'c', exp: 1, code: 'x', state: 's' }),
      'jarm_response',
      'Authorization response (JARM)',
    ],
    [
      'security event',
      token({}, { events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} } }),
      'security_event',
      'Security event token',
    ],
    ['introspection', token({ typ: 'token-introspection+jwt' }, {}), 'introspection', 'Introspection answer'],
    ['key binding', token({ typ: 'kb+jwt' }, {}), 'key_binding', 'Key binding JWT'],
    ['SD-JWT', `${token({}, base)}~`, 'sd_jwt', 'SD-JWT'],
    ['SD-JWT VC', `${token({ typ: 'dc+sd-jwt' }, base)}~`, 'sd_jwt_vc', 'SD-JWT credential'],
    ['SD-JWT with a vct', `${token({}, { ...base, vct: 'x' })}~`, 'sd_jwt_vc', 'SD-JWT credential'],
    ['a credential', token({}, { vc: {} }), 'verifiable_credential', 'Verifiable credential'],
    ['entity statement', token({ typ: 'entity-statement+jwt' }, {}), 'entity_statement', 'Entity statement'],
    ['trust mark', token({ typ: 'trust-mark+jwt' }, {}), 'federation', 'Trust mark'],
    [
      'client attestation',
      token({ typ: 'oauth-client-attestation+jwt' }, {}),
      'client_attestation',
      'Client attestation',
    ],
    ['software statement', token({}, { iss: 'i', software_id: 'x' }), 'registration', 'Software statement'],
    ['UserInfo', token({}, { iss: 'i', sub: 's', aud: 'a', email: 'x' }), 'userinfo', 'UserInfo answer'],
    [
      'Kubernetes',
      token({}, { ...base, 'kubernetes.io': {} }),
      'service_account',
      'Service account token (Kubernetes)',
    ],
    [
      'GitHub Actions',
      token({}, { ...base, iss: 'https://token.actions.githubusercontent.com' }),
      'workload_identity',
      'OIDC token of a GitHub Actions job',
    ],
    ['Keycloak refresh', token({}, { ...base, typ: 'Refresh' }), 'refresh_token', 'Refresh token'],
    [
      'JWS in JSON',
      JSON.stringify({ payload: encode(base), protected: encode({ alg: 'ES256' }), signature: 'c2ln' }),
      'jws_json',
      'JWS, JSON form',
    ],
    [
      'JWE in JSON',
      JSON.stringify({ protected: encode({ enc: 'A128GCM', alg: 'dir' }), ciphertext: 'c2ln' }),
      'jwe_json',
      'JWE, JSON form',
    ],
    [
      'a token in a JWE',
      `${encode({ alg: 'dir', enc: 'A128GCM', cty: 'JWT' })}..AA.AA.AA`,
      'nested',
      'Nested token: a JWT, encrypted',
    ],
    [
      'a token in a JWS',
      `${encode({ alg: 'HS256', cty: 'JWT' })}.${Buffer.from(token({}, base)).toString('base64url')}.AA`,
      'nested',
      'Nested token: a token, signed',
    ],
    ['a detached payload', `${encode({ alg: 'HS256' })}..AAAA`, 'jws', 'Detached signature (JWS)'],
    ['PASETO', 'v4.public.AAAA', 'paseto', 'PASETO v4, signed'],
    ['SAML', '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">', 'saml', 'SAML assertion'],
    ['an opaque text of a known shape', `glpat-${'a'.repeat(20)}`, 'opaque', 'Opaque text'],
    ['prose', 'hello world this is not a token', 'no_token', 'No token found'],
    ['JSON without a token', '{"access_token":"x y"}', 'no_token', 'No token found'],
    ['nothing', '', 'empty', 'Nothing yet'],
  ])('%s', (_name, text, kind, title) => {
    expect(about(text)).toMatchObject({ kind, title })
    expect(about(text).reason).toMatch(/\.$/)
  })

  it('takes a token for a refresh token only where the text around it says so', () => {
    const opaque = 'a'.repeat(40)
    expect(describeToken(readToken(opaque), now, 'refresh_token').kind).toBe('refresh_token')
    expect(describeToken(readToken(opaque), now, 'access_token').kind).toBe('opaque')
    expect(describeToken(findToken(`{"refresh_token":"${token({}, base)}"}`), now)).toMatchObject({
      kind: 'refresh_token',
      reason: expect.stringContaining('The text around it'),
    })
  })

  it('guesses whose an opaque text looks like, and says that it is a guess', () => {
    expect(about(`glpat-${'a'.repeat(20)}`).reason).toMatch(/GitLab.*a guess/)
  })

  it('sums up a JSON form by its first signature', () => {
    const general = {
      payload: encode(base),
      signatures: [{ protected: encode({ kid: 'a' }), header: { alg: 'ES256' }, signature: 'c2ln' }],
    }
    expect(about(JSON.stringify(general)).summary).toMatch(/^ES256 · login\.acme\.test/)
  })

  it('sums up in one line', () => {
    const text = token({}, base)
    expect(about(text).summary).toBe(`RS256 · login.acme.test · expires in 43 min · ${text.length} bytes`)
    expect(about(token({}, { ...base, exp: now - 60 })).summary).toContain('expired 1 min ago')
    expect(about(token({}, { ...base, nbf: now + 60 })).summary).toContain('valid in 1 min')
  })

  it('claims of a kind no more than its members show', () => {
    expect(about(token({}, { ...base, nonce: 'n' })).reason).toBe(
      'It has a nonce and an audience, as ID tokens do.',
    )
  })

  it('has no words for a moment that no calendar has', () => {
    expect(about(token({}, { ...base, exp: 1e19 })).summary).toContain('exp out of range')
  })

  it('reads no instant from what is no number', () => {
    expect(about(token({}, { exp: '1', iat: null, nbf: true }))).toMatchObject({
      expiresAt: null,
      issuedAt: null,
      notBefore: null,
    })
  })

  it('describes anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (header, claims) => {
        expect(about(`${encode(header)}.${encode(claims)}.AA`).byteLength).toBeGreaterThan(0)
        about(token({}, claims))
      }),
    )
  })
})

describe('registered names', () => {
  it('are explained', () => {
    for (const name of [
      'iss',
      'aud',
      'exp',
      'nonce',
      'at_hash',
      'act',
      'cnf',
      'sid',
      'events',
      'email_verified',
    ]) {
      expect(claimInfo(name)?.explanation).toMatch(/\.$/)
    }
    for (const name of ['alg', 'kid', 'jku', 'x5t#S256', 'crit', 'p2c'])
      expect(headerInfo(name)?.title).toBeTruthy()
    expect(headerInfo('kid')?.explanation).toMatch(/recipient/)
    expect(claimInfo('toString')).toBeNull()
    expect(headerInfo('__proto__')).toBeNull()
    expect([isTimeClaim('exp'), isTimeClaim('expires_in')]).toEqual([true, false])
  })

  it.each(['eat_nonce', 'orig', 'cdniv', 'authority_hints', 'verified_claims', 'vot', 'status_list', 'rcd'])(
    'are known in every field: %s',
    (name) => expect(claimInfo(name)?.explanation).toMatch(/\.$/),
  )

  it('lead to the page of their specification', () => {
    for (const [name, { spec }] of [...registeredClaims, ...registeredHeaders]) {
      expect(specUrl(spec), `${name}: ${spec}`).toMatch(/^https:/)
    }
  })
})
