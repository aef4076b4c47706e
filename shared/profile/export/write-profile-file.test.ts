import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importProfiles } from '../import/import-profiles.ts'
import { emptyDraft, type ProfileDraft } from '../profile.ts'
import { draftOfFile } from './draft-of-file.ts'
import { parseProfileFile } from './profile-file.ts'
import { slugOf, writeProfileFile, writeProfileFiles } from './write-profile-file.ts'

const draft: ProfileDraft = {
  ...emptyDraft,
  name: 'Acme staging',
  issuer: 'https://login.example',
  client_id: 'a',
  token_endpoint_auth_method: 'client_secret_basic',
}
const readBack = (text: string) => {
  const parsed = parseProfileFile(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return draftOfFile(parsed.file, 'x')
}

test('secrets are named, never written; keys stand in the order of the schema', () => {
  const { text } = writeProfileFile({
    draft: { ...draft, flow: { ...draft.flow, dpop: true } },
    secretKeys: ['client_secret@env.staging.client.b', 'client_secret'],
  })
  expect(JSON.parse(text)).toEqual({
    name: 'Acme staging',
    issuer: 'https://login.example',
    client_id: 'a',
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid',
    redirect_uri: 'http://127.0.0.1/callback',
    secrets: { client_secret: { env: 'ACME_STAGING_CLIENT_SECRET' } },
    variant_secrets: {
      'client_secret@env.staging.client.b': { env: 'ACME_STAGING_CLIENT_SECRET_STAGING_B' },
    },
    grant_type: 'authorization_code',
    dpop: true,
  })
})

test('what looks like a secret in another place is left out and named', () => {
  const { text, leftOut } = writeProfileFile({
    draft: {
      ...draft,
      parameters: [
        { name: 'X-Api-Key', value: 'canary', target: { request: 'token', place: 'header' } },
        { name: 'client_assertion', value: 'canary', target: { request: 'token', place: 'body' } },
        { name: 'prompt', value: 'login' },
      ],
      variables: [
        { name: 'api_token', value: 'canary' },
        { name: 'tenant', value: 'acme' },
      ],
      environments: [{ id: 'e', name: 'E', variables: [{ name: 'db_password', value: 'canary' }] }],
    },
    secretKeys: [],
  })
  expect(text).not.toContain('canary')
  expect(text).toContain('"tenant"')
  expect(leftOut).toEqual([
    'header X-Api-Key',
    'parameter client_assertion',
    'variable api_token',
    'variable db_password',
  ])
})

test('what was imported comes back the same from its file, and no secret is in it', async () => {
  const folder = new URL('../import/test-data/', import.meta.url)
  for (const name of readdirSync(folder)) {
    if (name === 'postman-environment.json') continue
    const { profiles } = await importProfiles([{ name, text: readFileSync(new URL(name, folder), 'utf8') }])
    for (const { draft, secrets } of profiles) {
      const whole = { ...draft, issuer: draft.issuer || 'https://a.test', client_id: draft.client_id || 'c' }
      const { text, leftOut } = writeProfileFile({ draft: whole, secretKeys: Object.keys(secrets) })
      expect(text).not.toContain('canary')
      expect(leftOut).toEqual([])
      expect(readBack(text)).toEqual(whole)
    }
  }
})

test('file names are taken by every system and differ', () => {
  const names = [
    'Äcme / Stagïng',
    'acme staging',
    '../../etc/passwd',
    'CON',
    '',
    '日本',
    '日本',
    'a'.repeat(300),
  ]
  const files = writeProfileFiles(names.map((name) => ({ draft: { ...draft, name }, secretKeys: [] })))
  expect(files.map(({ fileName }) => fileName)).toEqual([
    'acme-staging.json',
    'acme-staging-2.json',
    'etc-passwd.json',
    'con-profile.json',
    'profile.json',
    'profile-2.json',
    'profile-3.json',
    `${'a'.repeat(60)}.json`,
  ])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(slugOf(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,67}$/)
    }),
  )
})
