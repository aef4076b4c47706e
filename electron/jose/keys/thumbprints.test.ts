import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runJobHere as run } from '../crypto-jobs.ts'
import { certificatePem } from './test-certificates.ts'

const vectors = new URL('../../../../shared/vectors/', import.meta.url)
const describeOne = async (text: string) => (await run('describeKeys', { text })).keys[0]

/** RFC 8037 A.1 to A.3: an Ed25519 key and its thumbprint. */
const ed25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }

it('is that of RFC 8037 A.3, whatever else the key says', async () => {
  const right = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
  for (const more of [{}, { kid: 'a', use: 'sig', alg: 'EdDSA', key_ops: ['verify'] }]) {
    const key = await describeOne(JSON.stringify({ ...more, ...ed25519 }))
    expect(key?.thumbprint).toBe(right)
    expect(key?.thumbprints).toContainEqual({
      label: 'URI',
      value: `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${right}`,
      spec: 'RFC 9278 §3',
    })
  }
})

it('of a certificate is that of its bytes', async () => {
  const key = await describeOne(certificatePem)
  const der = Buffer.from(certificatePem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const found = Object.fromEntries((key?.thumbprints ?? []).map(({ label, value }) => [label, value]))
  expect(found['x5t#S256']).toBe(createHash('sha256').update(der).digest('base64url'))
  expect(found.x5t).toBe(createHash('sha1').update(der).digest('base64url'))
})

describe.skipIf(!existsSync(vectors))('published keys', () => {
  const text = (name: string) => readFileSync(new URL(name, vectors), 'utf8')

  it('RFC 7638 §3.1', async () => {
    const key = await describeOne(text('rfc/rfc7638_3.1.jwk'))
    expect(key?.thumbprint).toBe(text('rfc/rfc7638_3.1.thp').trim())
  })

  it.each([
    ['3_1.ec_public_key.json', '3_2.ec_private_key.json'],
    ['3_3.rsa_public_key.json', '3_4.rsa_private_key.json'],
  ])('RFC 7520: %s is the public half of %s', async (publicName, privateName) => {
    const [one, other] = await Promise.all([
      describeOne(text(`cookbook/jwk/${publicName}`)),
      describeOne(text(`cookbook/jwk/${privateName}`)),
    ])
    expect([one?.hasPrivate, other?.hasPrivate, one?.flaw, other?.flaw]).toEqual([false, true, null, null])
    expect(one?.thumbprint).toBe(other?.thumbprint)
    const spki = (key: typeof one) => key?.publicForms.find(({ form }) => form === 'spki')?.text
    expect(spki(one)).toBe(spki(other))
  })

  it.each(['3_5.symmetric_key_mac_computation.json', '3_6.symmetric_key_encryption.json'])(
    'RFC 7520: %s is a secret',
    async (name) => {
      expect(await describeOne(text(`cookbook/jwk/${name}`))).toMatchObject({
        kty: 'oct',
        bits: 256,
        flaw: null,
        publicForms: [],
      })
    },
  )
})
