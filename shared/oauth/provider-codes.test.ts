import { describe, expect, test } from 'vitest'
import { explainProviderError } from './explain-problem.ts'
import { providerCodeOf } from './provider-codes.ts'

describe('texts of providers', () => {
  test.each([
    ['AADSTS50011: The redirect URI specified in the request does not match.', 'Entra ID', 'not registered'],
    [
      'AADSTS500113: No reply address is registered for the application.',
      'Entra ID',
      'no redirect URI at all',
    ],
    ['AADSTS7000215: Invalid client secret provided.', 'Entra ID', 'secret is wrong'],
    ['Callback URL mismatch. http://127.0.0.1 is not in the list', 'Auth0', 'Allowed Callback URLs'],
    ['Service not found: https://api.test', 'Auth0', 'no API has this audience'],
    ['User is not assigned to the client application.', 'Okta', 'not assigned'],
    ['Client not enabled to retrieve service account', 'Keycloak', 'service accounts are off'],
    ['Token has been expired or revoked.', 'Google', 'refresh token is gone'],
  ])('%s', (text, provider, meaning) => {
    expect(providerCodeOf(text)).toMatchObject({ provider, meaning: expect.stringContaining(meaning) })
  })

  test.each(['', 'AADSTS', 'AADSTS5001', 'AADSTS500111234', 'something else', 'x'.repeat(5_000_000)])(
    'unknown: %.20s',
    (text) => {
      expect(providerCodeOf(text)).toBeNull()
    },
  )
})

test('the provider’s own code stands before the general meaning, and its advice wins', () => {
  const { message, advice } = explainProviderError('invalid_client', 'AADSTS7000222: keys are expired.')
  expect(message).toBe(
    'The provider refused: invalid_client. It says: “AADSTS7000222: keys are expired.”. At Entra ID this usually means that the client secret has expired.',
  )
  expect(advice).toBe('Make a new secret in the app registration.')
})

test('no grant is blamed that was not used', () => {
  expect(explainProviderError('unauthorized_client', null).advice).not.toContain('authorization code')
  expect(explainProviderError('invalid_grant', null).message).toContain('assertion')
})
