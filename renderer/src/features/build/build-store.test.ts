import { describe, expect, test, vi } from 'vitest'
import type { SignRequest } from '../../../../shared/build/sign-request.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { isUnchanged } from './build-state.ts'
import { createBuildStore } from './build-store.ts'

const encode = (text: string) => Buffer.from(text).toString('base64url')
const token = `${encode('{"alg":"RS256","kid":"old"}')}.${encode('{ "exp" : 1, "n": 12345678901234567890 }')}.c2ln`
const record: KeyRecord = {
  id: 'k1',
  name: 'staging',
  note: '',
  createdAt: 1,
  keptIn: 'memory',
  kty: 'EC',
  description: 'EC P-256',
  crv: 'P-256',
  bits: null,
  alg: 'ES256',
  use: 'sig',
  kid: 'tp',
  thumbprint: 'tp',
  hasPrivate: true,
}
const facts = {
  kind: 'key',
  description: 'EC P-256',
  kid: 'tp',
  thumbprint: 'tp',
  algorithms: ['ES256'],
  publicJwk: '{"kty":"EC","crv":"P-256","x":"x","y":"y","kid":"tp"}',
} as const

function world() {
  const requests: SignRequest[] = []
  const answers: Record<string, (input: never) => unknown> = {
    'keys.list': () => [record],
    'keys.generate': () => record,
    'keys.keep': () => ({ ...record, id: 'k2', keptIn: 'vault' }),
    'keys.convert': ({ text }: { text: string }) => ({
      keys: [text === 'rsa' ? { ...record, kty: 'RSA', alg: 'RSA-OAEP' } : { ...record, alg: null }],
    }),
    'vault.status': () => ({ kind: 'sealed', backend: 'x', notice: null }),
    'tokens.signingKey': () => facts,
    'tokens.sign': (request: SignRequest) => {
      requests.push(request)
      return {
        kind: 'signed',
        token: 'a.b.c',
        alg: request.key.kind === 'none' ? null : 'ES256',
        keyDescription: 'EC P-256',
        kid: null,
        thumbprint: null,
        warnings: [],
      }
    },
  }
  const bridge = new Proxy(
    {},
    {
      get: (_, name: string) =>
        name === 'on'
          ? () => () => {}
          : async (input: never) => ({ ok: true, value: answers[name]?.(input) }),
    },
  ) as Bridge
  const store = createBuildStore({ bridge, now: () => 1_700_000_000_000, uuid: () => 'uuid-1' })
  return { store, state: () => store.getState(), requests }
}
const chooseKey = async ({ state }: ReturnType<typeof world>) => {
  await state().load()
  state().changeKey({ kind: 'vault', keyId: 'k1' })
  await vi.waitFor(() => expect(state().knowledge.kind).toBe('known'))
}

describe('a token that came', () => {
  test('is taken apart as it is; a change is named and undone to the same bytes', () => {
    const { state } = world()
    state().open(token)
    expect(isUnchanged(state())).toBe(true)
    state().edit({ payload: '{ "exp" : 2, "n": 12345678901234567890 }' })
    expect(isUnchanged(state())).toBe(false)
    const redo = state().undo()
    expect([isUnchanged(state()), state().original?.token]).toEqual([true, token])
    redo?.run()
    expect(state().payload).toContain('2')
  })

  test('is signed with exactly what stands there', async () => {
    const it = world()
    it.state().open(token)
    await chooseKey(it)
    // The key cannot do RS256: the algorithm follows it, and that is said.
    expect(it.state().algNote).toContain('Set to ES256')
    await it.state().build()
    expect(it.requests[0]).toMatchObject({
      header: '{"alg":"ES256","kid":"old"}',
      payload: '{ "exp" : 1, "n": 12345678901234567890 }',
      key: { kind: 'vault', keyId: 'k1' },
    })
    expect(it.state().outcome).toMatchObject({ kind: 'made', made: { how: 'signed', token: 'a.b.c' } })
  })

  test('placeholders it came with are left alone', async () => {
    const it = world()
    it.state().open(`${encode('{"alg":"ES256"}')}.${encode('{"exp":"{{now}}"}')}.c2ln`)
    await chooseKey(it)
    await it.state().build()
    expect(it.requests[0]?.payload).toBe('{"exp":"{{now}}"}')
  })

  test('can keep its old signature, and says that it fits nowhere', () => {
    const { state } = world()
    state().open(token)
    state().edit({ payload: '{}' })
    state().keepSignature()
    expect(state().outcome).toMatchObject({
      kind: 'made',
      made: { how: 'kept', token: `${token.split('.')[0]}.${encode('{}')}.c2ln` },
    })
  })

  test('a time told from now is a number also beside the old signature', () => {
    const { state } = world()
    state().open(token)
    state().edit({ payload: '{"exp":"{{now + 1h}}"}' })
    state().keepSignature()
    expect(state().outcome).toMatchObject({
      made: { token: expect.stringContaining(encode('{"exp":1700003600}')) },
    })
  })

  test('is left without a signature only by choice, and then says alg none', async () => {
    const { state, requests } = world()
    state().open(token)
    await state().withoutSignature()
    expect(requests[0]).toMatchObject({ header: '{"alg":"none","kid":"old"}', key: { kind: 'none' } })
    expect(state().outcome).toMatchObject({ kind: 'made', made: { how: 'unsigned' } })
  })
})

describe('a token from a template', () => {
  test('has its times and names filled in, without white space', async () => {
    const it = world()
    it.state().startFrom('dpop_proof')
    await chooseKey(it)
    await it.state().build()
    expect(it.requests[0]?.header).toBe(
      '{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":"P-256","x":"x","y":"y"}}',
    )
    expect(JSON.parse(it.requests[0]?.payload ?? '')).toMatchObject({ iat: 1_700_000_000, jti: 'uuid-1' })
  })

  test('is not signed while no key is chosen, and nothing is asked', async () => {
    const { state, requests } = world()
    await state().build()
    expect([requests.length, state().outcome]).toEqual([
      0,
      expect.objectContaining({ kind: 'refused', at: 'key' }),
    ])
  })

  test('a template that replaces what was typed can be undone', () => {
    const { state } = world()
    expect(state().startFrom('access_token')).toBeNull()
    state().edit({ payload: '{"mine":1}' })
    const restore = state().startFrom('id_token')
    restore?.run()
    expect([state().payload, state().template]).toEqual(['{"mine":1}', 'access_token'])
  })
})

describe('a field of the list that holds no value', () => {
  const banana = { text: 'banana', raw: '"{{now + 1h}}"', problem: 'A time is expected.' }
  const key = 'payload 0 exp'

  test.each(['build', 'withoutSignature', 'keepSignature'] as const)(
    '%s makes nothing, and names it',
    async (how) => {
      const it = world()
      if (how === 'keepSignature') it.state().open(token)
      await chooseKey(it)
      it.state().setDraft(key, how === 'keepSignature' ? { ...banana, raw: '1' } : banana)
      await it.state()[how]()
      expect(it.requests).toEqual([])
      expect(it.state().outcome).toMatchObject({
        kind: 'refused',
        at: 'payload',
        field: key,
        message: expect.stringContaining('banana'),
      })
    },
  )

  test.each([
    ['another value', (it: ReturnType<typeof world>) => it.state().edit({ payload: '{"exp":5}' })],
    ['the field gone', (it: ReturnType<typeof world>) => it.state().setDraft(key, null)],
    ['another template', (it: ReturnType<typeof world>) => it.state().startFrom('access_token')],
  ])('%s ends it', async (_, act) => {
    const it = world()
    await chooseKey(it)
    it.state().setDraft(key, banana)
    act(it)
    await it.state().build()
    expect(it.state().outcome.kind).toBe('made')
  })

  test('ends what was made before', async () => {
    const it = world()
    await chooseKey(it)
    await it.state().build()
    it.state().setDraft(key, banana)
    expect(it.state().outcome.kind).toBe('idle')
  })
})

test('whom the last token was encrypted to is forgotten when another token comes', async () => {
  const it = world()
  it.state().changeEncrypt({ on: true, text: 'a key' })
  it.state().open('eyJhbGciOiJIUzI1NiJ9.e30.AA')
  expect(it.state().encrypt).toMatchObject({ on: false, text: '' })
  expect(it.state().recipient).toBeNull()
})

test('the algorithm to encrypt with follows the key, also a later one', async () => {
  const it = world()
  await it.state().load()
  it.state().changeEncrypt({ on: true, text: 'rsa' })
  await vi.waitFor(() => expect(it.state().encrypt.alg).toBe('RSA-OAEP'))
  it.state().changeEncrypt({ text: 'ec' })
  await vi.waitFor(() => expect(it.state().encrypt.alg).toBe('ECDH-ES+A256KW'))
  it.state().changeEncrypt({ keyId: 'k1' })
  await vi.waitFor(() => expect(it.state().recipient).toEqual({ description: 'EC P-256', algorithms: [] }))
})

test('a pasted key is forgotten when the room is left, and no way back brings it again', async () => {
  const { state } = world()
  state().open(token)
  state().changeKey({ kind: 'key', text: 'PRIVATE', passphrase: 'pass' })
  state().edit({ payload: '{}' })
  const redo = state().undo()
  state().forgetPasted()
  redo?.run()
  expect(state().payload).toBe('{}')
  expect(JSON.stringify(state())).not.toMatch(/PRIVATE|pass"/)
  expect(state().knowledge).toEqual({ kind: 'none' })
})

test('a key that is kept has another record, and stays chosen', async () => {
  const it = world()
  await chooseKey(it)
  await it.state().keepKey()
  expect(it.state().key.keyId).toBe('k2')
  expect(it.state().keys.map(({ id }) => id)).toEqual(['k2'])
})

test('another token takes the place of changes only with a way back', () => {
  const { state } = world()
  expect(state().open(token)).toBeNull()
  state().edit({ payload: '{"mine":1}' })
  const restore = state().open(`${encode('{"alg":"ES256"}')}.${encode('{}')}.c2ln`)
  expect(state().payload).toBe('{}')
  restore?.run()
  expect([state().payload, state().original?.token]).toEqual(['{"mine":1}', token])
  state().open('opaque')
  expect([state().unreadable === null, state().payload]).toEqual([false, '{"mine":1}'])
})

test('an SD-JWT is asked for with nested places, decoys and a holder; nothing half said is sent', async () => {
  const it = world()
  await chooseKey(it)
  it.state().startFrom('sd_jwt')
  it.state().edit({ disclose: [['sub'], ['nationalities', 0]] })
  it.state().changeSd({ decoys: 2, hasHolder: true })
  await it.state().build()
  expect(it.state().outcome).toMatchObject({ kind: 'refused', at: 'holder' })
  it.state().changeSd({ text: 'HOLDER', binds: true, aud: 'v' })
  await it.state().build()
  expect(it.state().outcome).toMatchObject({ kind: 'refused', at: 'holder' })
  it.state().changeSd({ nonce: 'n' })
  await it.state().build()
  expect(it.requests.at(-1)).toMatchObject({
    disclose: [['sub'], ['nationalities', 0]],
    decoys: 2,
    holder: { key: { kind: 'key', text: 'HOLDER' }, binding: { aud: 'v', nonce: 'n' } },
  })
  it.state().forgetPasted()
  expect(JSON.stringify(it.state())).not.toContain('HOLDER')
})

test('a way back is gone once something else stands there, and then takes nothing back', () => {
  const { state } = world()
  state().open(token)
  state().edit({ payload: '{"mine":1}' })
  const undo = state().undo()
  let gone = 0
  const stop = undo?.watch?.(() => {
    gone += 1
  })
  state().changeKey({ kind: 'none' })
  state().open(`${encode('{"alg":"ES256"}')}.${encode('{"other":1}')}.c2ln`)
  expect(gone).toBeGreaterThan(0)
  undo?.run()
  expect(state().payload).toBe('{"other":1}')
  stop?.()
})

test('what was made goes when anything changes, also when the answer comes late', async () => {
  const it = world()
  await chooseKey(it)
  const pending = it.state().build()
  it.state().edit({ payload: '{}' })
  await pending
  expect(it.state().outcome.kind).toBe('idle')
  await it.state().build()
  expect(it.state().outcome.kind).toBe('made')
  it.state().setHeader('kid', 'x')
  expect(it.state().outcome.kind).toBe('idle')
})
