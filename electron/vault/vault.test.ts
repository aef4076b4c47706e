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
    const saved = vault.save({ draft: createDraft('Orders'), secret: 'swordfish' })
    expect(profileSchema.parse(saved)).toMatchObject({ name: 'Orders', hasSecret: true, builtIn: false })
    expect(vault.profiles()).toEqual([saved])
    expect(vault.profile(saved.id)).toEqual(saved)
    expect(vault.secret(saved.id)).toBe('swordfish')
  })

  it('keeps, replaces and removes a secret as asked', async () => {
    const vault = await open(options)
    const draft = createDraft('Orders')
    const { id } = vault.save({ draft, secret: 'first' })
    expect(vault.save({ id, draft: { ...draft, scope: 'openid email' } })).toMatchObject({
      scope: 'openid email',
      hasSecret: true,
    })
    expect(vault.secret(id)).toBe('first')
    vault.save({ id, draft, secret: 'second' })
    expect(vault.secret(id)).toBe('second')
    expect(vault.save({ id, draft, secret: null }).hasSecret).toBe(false)
    expect(vault.secret(id)).toBeNull()
  })

  it('never lets a secret into a profile', async () => {
    const vault = await open(options)
    vault.save({ draft: createDraft('Orders'), secret: 'swordfish' })
    expect(JSON.stringify([vault.profiles(), vault.status()])).not.toContain('swordfish')
  })

  it('duplicates with the secret, as a profile of its own', async () => {
    const vault = await open(options)
    const first = vault.save({ draft: createDraft('Orders'), secret: 'swordfish' })
    const copy = vault.duplicate(first.id)
    expect(copy).toMatchObject({ name: 'Orders copy', hasSecret: true, builtIn: false })
    expect(copy.id).not.toBe(first.id)
    vault.save({ id: first.id, draft: createDraft('Orders'), secret: null })
    expect(vault.secret(copy.id)).toBe('swordfish')
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
    const saved = vault.save({ draft: createDraft('Orders'), secret: 'swordfish' })
    vault.remove(saved.id)
    expect(vault.profiles()).toEqual([])
    expect(() => vault.secret(saved.id)).toThrow(code('ERR_NOT_FOUND'))
    expect(vault.restore(saved.id)).toEqual(saved)
    expect(vault.secret(saved.id)).toBe('swordfish')
    expect(() => vault.restore(saved.id)).toThrow(code('ERR_NOT_FOUND'))
  })

  it('answers ERR_NOT_FOUND for what is not there', async () => {
    const vault = await open(options)
    for (const call of [
      () => vault.profile('nope'),
      () => vault.secret('nope'),
      () => vault.duplicate('nope'),
      () => vault.remove('nope'),
      () => vault.restore('nope'),
      () => vault.save({ id: 'nope', draft: createDraft('Orders'), secret: 's' }),
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
    expect(vault.secret(first.id)).toBe('secret of basic')
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
          model.set(vault.save({ draft: createDraft('p'), secret }).id, secret ?? null)
        } else if (id === undefined) {
          return
        } else if (call === 'edit') {
          vault.save({ id, draft: createDraft('q'), secret })
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
        const found = vault.profiles().map((profile) => [profile.id, vault.secret(profile.id)])
        const expected = [...model].map(([key, value]) => [key, value && Buffer.from(value).toString()])
        expect(found.sort()).toEqual(expected.sort())
      }),
      { numRuns: 60 },
    )
  })
})
