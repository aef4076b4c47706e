import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { profile as profileSchema } from '../../shared/profile/profile.ts'
import { vaultStatus } from '../../shared/vault-status.ts'
import { createFakeSealer } from './test-sealer.ts'
import { createDraft, createTestFolder, openAt } from './test-vault.ts'
import type { Vault } from './vault.ts'

let folder: ReturnType<typeof createTestFolder>
let opened: Vault[]

beforeEach(() => {
  folder = createTestFolder()
  opened = []
})
afterEach(() => {
  for (const vault of opened) vault.close()
  folder.remove()
})

async function open(...more: Parameters<typeof createFakeSealer>): Promise<Vault> {
  const vault = await openAt(folder.directory, createFakeSealer(...more))
  opened.push(vault)
  return vault
}

const code = (error: string) => expect.objectContaining({ code: error })

describe.each([
  ['sealed', {}],
  ['memory', { backend: 'basic_text', canSeal: false }],
] as const)('a vault that is %s', (kind, options) => {
  it('keeps profiles and says so', async () => {
    const vault = await open(options)
    expect(vaultStatus.parse(vault.status())).toMatchObject({ kind, notice: null })
    const saved = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    expect(profileSchema.parse(saved)).toMatchObject({
      name: 'Orders',
      secrets: ['client_secret'],
      builtIn: false,
    })
    expect(vault.profiles()).toEqual([saved])
    expect(vault.profile(saved.id)).toEqual(saved)
    expect(vault.secret(saved.id, 'client_secret')).toBe('swordfish')
  })

  it('keeps, replaces and removes a secret as asked', async () => {
    const vault = await open(options)
    const draft = createDraft('Orders')
    const { id } = vault.save({ draft, secrets: { client_secret: 'first' } })
    expect(vault.save({ id, draft: { ...draft, scope: 'openid email' } })).toMatchObject({
      scope: 'openid email',
      secrets: ['client_secret'],
    })
    expect(vault.secret(id, 'client_secret')).toBe('first')
    vault.save({ id, draft, secrets: { client_secret: 'second' } })
    expect(vault.secret(id, 'client_secret')).toBe('second')
    expect(vault.save({ id, draft, secrets: { client_secret: null } }).secrets).toEqual([])
    expect(vault.secret(id, 'client_secret')).toBeNull()
  })

  it('never lets a secret into a profile', async () => {
    const vault = await open(options)
    vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    expect(JSON.stringify([vault.profiles(), vault.status()])).not.toContain('swordfish')
  })

  it('duplicates with the secret, as a profile of its own', async () => {
    const vault = await open(options)
    const first = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    const copy = vault.duplicate(first.id)
    expect(copy).toMatchObject({ name: 'Orders copy', secrets: ['client_secret'], builtIn: false })
    expect(copy.id).not.toBe(first.id)
    vault.save({ id: first.id, draft: createDraft('Orders'), secrets: { client_secret: null } })
    expect(vault.secret(copy.id, 'client_secret')).toBe('swordfish')
  })

  it('keeps secrets by name, each for itself, and lets them go with their profile', async () => {
    const vault = await open(options)
    const secrets = { client_key: 'a key', certificate_passphrase: 'open', password: 'tulip' }
    const first = vault.save({ draft: createDraft('Orders'), secrets })
    expect(first.secrets).toEqual(['client_key', 'certificate_passphrase', 'password'])
    expect(
      vault.save({ id: first.id, draft: createDraft('Orders'), secrets: { password: null } }).secrets,
    ).toEqual(['client_key', 'certificate_passphrase'])
    const left = { client_key: 'a key', certificate_passphrase: 'open' }
    expect(vault.secrets(first.id)).toEqual(left)
    const copy = vault.duplicate(first.id)
    vault.remove(first.id)
    expect(vault.secrets(copy.id)).toEqual(left)
    expect(vault.restore(first.id).secrets).toEqual(['client_key', 'certificate_passphrase'])
    expect(vault.secrets(first.id)).toEqual(left)
  })

  it('counts the copies', async () => {
    const vault = await open(options)
    const { id } = vault.save({ draft: createDraft('Orders') })
    expect(vault.duplicate(id).name).toBe('Orders copy')
    const second = vault.duplicate(id)
    expect(second.name).toBe('Orders copy 2')
    expect(vault.duplicate(second.id).name).toBe('Orders copy 3')
  })

  it('duplicates a profile whose name is as long as names may be', async () => {
    const vault = await open(options)
    const { id } = vault.save({ draft: createDraft('n'.repeat(200)) })
    expect(profileSchema.parse(vault.duplicate(id)).name).toMatch(/^n+ copy$/)
  })

  it('removes and brings back, secret included, once', async () => {
    const vault = await open(options)
    const saved = vault.save({ draft: createDraft('Orders'), secrets: { client_secret: 'swordfish' } })
    vault.remove(saved.id)
    expect(vault.profiles()).toEqual([])
    expect(() => vault.secret(saved.id, 'client_secret')).toThrow(code('ERR_NOT_FOUND'))
    expect(vault.restore(saved.id)).toEqual(saved)
    expect(vault.secret(saved.id, 'client_secret')).toBe('swordfish')
    expect(() => vault.restore(saved.id)).toThrow(code('ERR_NOT_FOUND'))
  })

  it('answers ERR_NOT_FOUND for what is not there', async () => {
    const vault = await open(options)
    for (const call of [
      () => vault.profile('nope'),
      () => vault.secret('nope', 'client_secret'),
      () => vault.duplicate('nope'),
      () => vault.remove('nope'),
      () => vault.restore('nope'),
      () => vault.save({ id: 'nope', draft: createDraft('Orders'), secrets: { client_secret: 's' } }),
    ]) {
      expect(call).toThrow(code('ERR_NOT_FOUND'))
    }
    expect(vault.profiles()).toEqual([])
  })

  it('refuses a draft that is not one', async () => {
    const vault = await open(options)
    expect(() => vault.save({ draft: createDraft(' ') })).toThrow(code('ERR_INPUT'))
    for (const issuer of ['acme', 'https://idp.example?a=1', 'https://idp.example#a', 'file:///etc']) {
      expect(() => vault.save({ draft: createDraft('x', { issuer }) })).toThrow(code('ERR_INPUT'))
    }
    expect(() => vault.save({ draft: { ...createDraft('x'), secret: 'y' } as never })).toThrow(
      code('ERR_INPUT'),
    )
  })

  it('keeps exactly one built-in profile, and what the person changed of it', async () => {
    const vault = await open(options)
    vault.save({ draft: createDraft('Orders') })
    const draft = createDraft('Built-in provider', { issuer: 'http://127.0.0.1:4000' })
    const first = vault.ensureBuiltIn(draft, () => null)
    expect(vault.profiles()[0]).toEqual(first)
    expect(() => vault.remove(first.id)).toThrow(code('ERR_CONFLICT'))

    const edited = {
      ...draft,
      scope: 'openid',
      client_id: 'basic',
      name: 'Mine',
      issuer: 'https://evil.example',
    }
    const saved = vault.save({
      id: first.id,
      draft: { ...edited, token_endpoint_auth_method: 'client_secret_basic' },
    })
    expect(saved).toMatchObject({
      scope: 'openid',
      token_endpoint_auth_method: 'client_secret_basic',
      name: 'Built-in provider',
      issuer: 'http://127.0.0.1:4000',
    })

    const moved = vault.ensureBuiltIn(
      { ...draft, issuer: 'http://127.0.0.1:5000' },
      (id) => `secret of ${id}`,
    )
    expect(moved).toMatchObject({ id: first.id, scope: 'openid', issuer: 'http://127.0.0.1:5000' })
    expect(vault.secret(first.id, 'client_secret')).toBe('secret of basic')
    expect(vault.profiles().filter((profile) => profile.builtIn)).toHaveLength(1)
    expect(vault.ensureBuiltIn({ ...draft, issuer: 'http://127.0.0.1:5000' })).toEqual(moved)
    expect(vault.duplicate(first.id).builtIn).toBe(false)
  })

  it('does what a plain map does, whatever the order of the calls', async () => {
    const vault = await open(options)
    const model = new Map<string, string | null>()
    const gone = new Map<string, string | null>()
    const step = fc.record({
      call: fc.constantFrom('save', 'edit', 'remove', 'restore', 'duplicate'),
      pick: fc.nat(),
      secret: fc.oneof(
        fc.constant(undefined),
        fc.constant(null),
        fc.string({ minLength: 1, unit: 'binary' }),
      ),
    })
    fc.assert(
      fc.property(step, ({ call, pick, secret }) => {
        const from = call === 'restore' ? gone : model
        const id = [...from.keys()][pick % Math.max(from.size, 1)]
        if (call === 'save') {
          model.set(
            vault.save({ draft: createDraft('p'), secrets: { client_secret: secret } }).id,
            secret ?? null,
          )
        } else if (id === undefined) {
          return
        } else if (call === 'edit') {
          vault.save({ id, draft: createDraft('q'), secrets: { client_secret: secret } })
          if (secret !== undefined) model.set(id, secret)
        } else if (call === 'duplicate') {
          model.set(vault.duplicate(id).id, model.get(id) ?? null)
        } else if (call === 'remove') {
          vault.remove(id)
          gone.set(id, model.get(id) ?? null)
          model.delete(id)
        } else {
          vault.restore(id)
          model.set(id, gone.get(id) ?? null)
          gone.delete(id)
        }
        const found = vault
          .profiles()
          .map((profile) => [profile.id, vault.secret(profile.id, 'client_secret')])
        const expected = [...model].map(([key, value]) => [key, value && Buffer.from(value).toString()])
        expect(found.sort()).toEqual(expected.sort())
      }),
      { numRuns: 60 },
    )
  })
})
