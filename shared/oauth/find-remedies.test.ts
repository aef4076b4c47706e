import { describe, expect, test } from 'vitest'
import { emptyDraft } from '../profile/profile.ts'
import { findRemedies, type Refusal, runChange, sentDifferences } from './find-remedies.ts'

const refusal: Refusal = {
  error: 'invalid_client',
  profile: { ...emptyDraft, token_endpoint_auth_method: 'client_secret_basic', scope: 'openid api' },
  secrets: ['client_secret'],
  metadata: { token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'] },
  redirectUri: 'http://127.0.0.1:1234/callback',
}
const labels = (change: Partial<Refusal>) => findRemedies({ ...refusal, ...change }).map(({ label }) => label)
const flow = emptyDraft.flow

describe('what can be tried', () => {
  test.each<[string, Partial<Refusal>, readonly string[]]>([
    ['what is announced comes first', {}, ['Run with client_secret_post', 'Run with raw credentials']],
    [
      'nothing announced: the other one',
      { metadata: {} },
      ['Run with client_secret_post', 'Run with raw credentials'],
    ],
    [
      'not announced is not offered',
      { metadata: { token_endpoint_auth_methods_supported: ['client_secret_basic'] } },
      ['Run with raw credentials'],
    ],
    ['without a secret only the spelling', { secrets: [] }, ['Run with raw credentials']],
    [
      'a public client has nothing to try',
      { profile: { ...refusal.profile, token_endpoint_auth_method: 'none' } },
      [],
    ],
    [
      'an assertion for the other audience',
      { profile: { ...refusal.profile, token_endpoint_auth_method: 'private_key_jwt' } },
      ['Run with the token endpoint as audience'],
    ],
    [
      'and back',
      {
        profile: {
          ...refusal.profile,
          token_endpoint_auth_method: 'client_secret_jwt',
          flow: { ...flow, client_assertion_audience: 'token_endpoint' },
        },
      },
      ['Run with the issuer as audience'],
    ],
    [
      'the scopes that are announced',
      { error: 'invalid_scope', metadata: { scopes_supported: ['openid', 'email'] } },
      ['Run with scope openid'],
    ],
    ['no scope is announced', { error: 'invalid_scope', metadata: {} }, []],
    ['none of them is', { error: 'invalid_scope', metadata: { scopes_supported: ['x'] } }, []],
    ['a refused code is not tried again', { error: 'invalid_grant' }, []],
    ['no', { error: 'access_denied' }, []],
    ['hostile', { error: 'constructor' }, []],
  ])('%s', (_, change, expected) => expect(labels(change)).toEqual(expected))

  test('a change is never a secret, and passes the contract', () => {
    for (const { change } of findRemedies(refusal)) expect(runChange.parse(change)).toEqual(change)
    expect(runChange.safeParse({ client_secret: 'x' }).success).toBe(false)
  })
})

describe('what was sent against what is announced', () => {
  test.each<[string, Partial<Refusal>, RegExp | null]>([
    ['another method', {}, /client_secret_basic is not announced; announced: client_secret_post/],
    [
      'the same method',
      { metadata: { token_endpoint_auth_methods_supported: ['client_secret_basic'] } },
      /Sent: client authentication client_secret_basic, form-encoded/,
    ],
    ['a code', { error: 'invalid_grant' }, /Sent: redirect_uri http:\/\/127\.0\.0\.1:1234\/callback/],
    ['a code without a redirect', { error: 'invalid_grant', redirectUri: null }, null],
    [
      'a grant',
      { error: 'unsupported_grant_type', metadata: { grant_types_supported: ['password'] } },
      /Grant authorization_code is not announced; announced: password/,
    ],
    [
      'a scope',
      { error: 'invalid_scope', metadata: { scopes_supported: ['openid'] } },
      /Scope not announced: api/,
    ],
    ['nothing to say', { error: 'access_denied' }, null],
    ['hostile', { error: '__proto__' }, null],
  ])('%s', (_, change, expected) => {
    const said = sentDifferences({ ...refusal, ...change }).join(' ')
    if (expected === null) expect(said).toBe('')
    else expect(said).toMatch(expected)
  })
})
