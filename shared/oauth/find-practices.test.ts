import { describe, expect, test } from 'vitest'
import { findPractices, type PracticeFacts } from './find-practices.ts'

const sound: PracticeFacts = {
  grantType: 'authorization_code',
  authMethod: 'private_key_jwt',
  scopeAsked: 'openid orders.read',
  scopeGranted: null,
  redirectUri: 'http://127.0.0.1:8080/callback',
  metadata: { code_challenge_methods_supported: ['S256'] },
  tokenType: 'dpop',
  accessTokenClaims: { aud: 'https://api.test', cnf: { jkt: 'x' } },
  hasRefreshToken: true,
}
const bearer = { ...sound, tokenType: 'bearer', accessTokenClaims: { aud: 'https://api.test' } }

const idsOf = (facts: PracticeFacts) => findPractices(facts).map(({ id, severity }) => `${id} ${severity}`)

test('a run as RFC 9700 wants it brings nothing', () => {
  expect(findPractices(sound)).toEqual([])
})

describe('each rule finds its case and leaves its neighbour alone', () => {
  const cases: readonly (readonly [string, PracticeFacts, PracticeFacts])[] = [
    ['OA-06 warning', { ...sound, metadata: {} }, { ...sound, metadata: {}, redirectUri: null }],
    ['OA-08 error', { ...sound, grantType: 'password' }, { ...sound, grantType: 'client_credentials' }],
    [
      'OA-11 error',
      { ...sound, redirectUri: 'http://app.test/cb' },
      { ...sound, redirectUri: 'https://app.test/cb' },
    ],
    [
      'OA-11 error',
      { ...sound, redirectUri: 'http://127.0.0.1.evil.test/' },
      { ...sound, redirectUri: 'http://[::1]:1/' },
    ],
    ['OA-13 info', bearer, { ...bearer, accessTokenClaims: { aud: 'a', cnf: {} } }],
    ['OA-13 info', { ...bearer, accessTokenClaims: null }, { ...bearer, tokenType: 'dpop' }],
    [
      'OA-14 warning',
      { ...bearer, authMethod: 'none' },
      { ...bearer, authMethod: 'none', hasRefreshToken: false },
    ],
    ['OA-15 warning', { ...sound, accessTokenClaims: { cnf: {} } }, { ...sound, accessTokenClaims: null }],
    ['OA-15 warning', { ...sound, scopeGranted: 'openid admin' }, { ...sound, scopeGranted: 'openid' }],
    [
      'OA-16 info',
      {
        ...sound,
        authMethod: 'client_secret_post',
        metadata: { ...sound.metadata, token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      },
      {
        ...sound,
        authMethod: 'client_secret_post',
        metadata: { ...sound.metadata, token_endpoint_auth_methods_supported: ['client_secret_post'] },
      },
    ],
  ]
  test.each(cases)('%s', (id, found, neighbour) => {
    expect(idsOf(found)).toContain(id)
    expect(idsOf(neighbour)).not.toContain(id)
  })
})

test('granted scope is foreign text and is shown plain', () => {
  const [finding] = findPractices({ ...sound, scopeGranted: 'openid \u202eadmin\u0007' })
  expect(finding?.sentence).not.toMatch(/[\u202e\u0007]/)
})
