import { expect, test } from 'vitest'
import { defaultFlow, grantTypes } from '../../../../shared/profile/flow-settings.ts'
import { missingInput } from '../../../../shared/profile/missing-input.ts'
import { clientAuthMethod } from '../../../../shared/profile/profile.ts'
import { type SecretName, secretNames } from '../../../../shared/profile/secret-name.ts'
import { secretsOfGrant, secretsOfMethod, unusedSecrets } from './used-secrets.ts'

test.each(grantTypes.flatMap((grant) => clientAuthMethod.options.map((method) => [grant, method] as const)))(
  'every secret that %s by %s cannot do without has its field',
  (grant_type, method) => {
    const settings = {
      token_endpoint_auth_method: method,
      flow: { ...defaultFlow, grant_type, username: 'ada', actor_token_type: 'urn:x' },
    }
    const shown: readonly SecretName[] = [...secretsOfMethod(method), ...secretsOfGrant(grant_type)]
    expect(missingInput(settings, (name) => shown.includes(name))).toBeNull()
  },
)

test('a secret is either used or named as unused, never unseen', () => {
  const settings = {
    token_endpoint_auth_method: 'private_key_jwt',
    flow: { grant_type: 'password' },
  } as const
  const connection = ['client_certificate', 'certificate_passphrase', 'proxy_credentials']
  const used = ['registration', 'client_key', 'password', 'decryption_key', ...connection]
  expect(unusedSecrets(settings, () => true)).toEqual(secretNames.filter((name) => !used.includes(name)))
  expect(unusedSecrets(settings, (name) => name === 'password')).toEqual([])
})
