import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseProfileFile } from '../shared/profile/export/profile-file.ts'
import { profileCommand } from './profile.ts'
import { readRunOptions } from './run-options.ts'
import { callCommand } from './test-io.ts'

const folder = new URL('../shared/profile/import/test-data/', import.meta.url)
const readFile = (path: string) => Promise.resolve(new Uint8Array(readFileSync(new URL(path, folder))))
const file = (content: unknown) => ({
  readFile: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(content))),
})
const profile = {
  issuer: 'https://{{tenant}}.example',
  client_id: 'nightly',
  grant_type: 'client_credentials',
  endpoints: { token_endpoint: 'https://{{tenant}}.example/token' },
  environments: [
    { id: 'dev', name: 'Dev', variables: [{ name: 'tenant', value: 'dev' }] },
    { id: 'prod', name: 'Prod', variables: [{ name: 'tenant', value: 'prod' }] },
  ],
  secrets: { client_secret: { env: 'BASE' } },
  variant_secrets: { 'client_secret@env.dev': { env: 'DEV' } },
}

describe('profile import', () => {
  test('one of a collection becomes a file that run takes, and no secret is in it or said', async () => {
    const { out, err, code } = await callCommand(
      profileCommand,
      ['import', 'postman-collection.json', '--name', 'Orders API / Batch'],
      { readFile },
    )
    expect(code).toBe(0)
    expect(out + err).not.toContain('canary')
    expect(JSON.parse(out).secrets).toEqual({ client_secret: { env: 'ORDERS_API_BATCH_CLIENT_SECRET' } })
    const options = await readRunOptions(['--profile', 'x'], {
      ...(await ioOf(JSON.parse(out), { ORDERS_API_BATCH_CLIENT_SECRET: 's' })),
    })
    expect(options?.config).toMatchObject({
      client_id: 'batch',
      secrets: { client_secret: 's' },
      endpoints: { token_endpoint: 'https://auth.acme.example/token' },
    })
  })

  test('all of a collection as JSON', async () => {
    const { out } = await callCommand(profileCommand, ['import', 'postman-collection.json', '--json'], {
      readFile,
    })
    expect(out).not.toContain('canary')
    const { profiles } = JSON.parse(out) as { profiles: { profile: unknown }[] }
    expect(profiles).toHaveLength(4)
    for (const each of profiles) expect(parseProfileFile(JSON.stringify(each.profile))).toHaveProperty('file')
  })

  test('several and none chosen is wrong usage', async () => {
    await expect(callCommand(profileCommand, ['import', 'yaak.json'], { readFile })).rejects.toThrow(/--name/)
  })
})

describe('profile check', () => {
  test('what could be run, and what each environment lacks', async () => {
    const good = await callCommand(
      profileCommand,
      ['check', 'a.json'],
      file({ ...profile, environments: [profile.environments[0]] }),
    )
    expect(good.code).toBe(0)
    const lacking = await callCommand(profileCommand, ['check', 'a.json'], file(profile))
    expect(lacking.code).toBe(1)
    expect(lacking.out).toMatch(/in prod .*client secret/)
    const unfilled = await callCommand(
      profileCommand,
      ['check', 'a.json'],
      file({ ...profile, environments: undefined }),
    )
    expect(unfilled.out).toMatch(/no value is given for \{\{tenant\}\}/)
    const wrong = await callCommand(
      profileCommand,
      ['check', 'a.json'],
      file({ ...profile, secrets: { client_secret: 'canary' } }),
    )
    expect(wrong).toMatchObject({ code: 1, out: expect.stringMatching(/never itself/) })
    expect(wrong.out).not.toContain('canary')
  })
})

describe('run --environment', () => {
  test('takes its values and its secret, and never another one’s', async () => {
    const io = await ioOf(profile, { BASE: 'base', DEV: 'dev-secret' })
    const options = await readRunOptions(['--profile', 'x', '--environment', 'Dev'], io)
    expect(options?.config).toMatchObject({
      issuer: 'https://dev.example',
      endpoints: { token_endpoint: 'https://dev.example/token' },
      secrets: { client_secret: 'dev-secret' },
    })
    // Without a secret of its own it has none, and the client is public then.
    const prod = await readRunOptions(['--profile', 'x', '--environment', 'prod'], io)
    expect(prod?.config.secrets).toEqual({})
    await expect(readRunOptions(['--profile', 'x', '--environment', 'qa'], io)).rejects.toThrow(/dev, prod/)
    await expect(readRunOptions(['--profile', 'x'], io)).rejects.toThrow(/choose --environment: dev, prod/)
    await expect(readRunOptions(['--environment', 'dev'], io)).rejects.toThrow(/--profile/)
  })
})

async function ioOf(content: unknown, env: Record<string, string>) {
  const found: { io: Parameters<typeof profileCommand>[1] }[] = []
  await callCommand(
    async (_, io) => {
      found.push({ io })
      return 0
    },
    [],
    { ...file(content), env },
  )
  return found[0]!.io
}
