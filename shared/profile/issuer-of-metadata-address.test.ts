import { expect, test } from 'vitest'
import { issuerOfMetadataAddress } from './issuer-of-metadata-address.ts'

test.each([
  ['https://a.test/.well-known/openid-configuration', 'https://a.test'],
  [' https://a.test/.well-known/openid-configuration/ ', 'https://a.test'],
  ['https://a.test/realms/x/.well-known/openid-configuration', 'https://a.test/realms/x'],
  ['https://a.test/.well-known/oauth-authorization-server', 'https://a.test'],
  ['https://a.test/.well-known/oauth-authorization-server/tenant/1', 'https://a.test/tenant/1'],
  ['http://127.0.0.1:9000/.well-known/openid-configuration', 'http://127.0.0.1:9000'],
  ['https://a.test', null],
  ['https://a.test/', null],
  ['https://a.test/.well-known/jwks.json', null],
  ['https://a.test/.well-known/oauth-authorization-servers', null],
  ['https://a.test/?u=/.well-known/openid-configuration', null],
  ['/.well-known/openid-configuration', null],
  ['', null],
])('%s → %s', (text, issuer) => {
  expect(issuerOfMetadataAddress(text)).toBe(issuer)
})
