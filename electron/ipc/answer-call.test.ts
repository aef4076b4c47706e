import { describe, expect, test, vi } from 'vitest'
import { AppError } from '../../shared/error.ts'
import type { Handlers } from '../../shared/ipc/bridge.ts'
import type { CallName } from '../../shared/ipc/contract.ts'
import { callNames } from '../../shared/ipc/names.ts'
import { emptyDraft } from '../../shared/profile/profile.ts'
import { answerCall } from './answer-call.ts'

const refuse = () => {
  throw new Error('a refused call reached its handler')
}
const unreachable = Object.fromEntries(callNames.map((name) => [name, refuse])) as unknown as Handlers
const draft = { ...emptyDraft, name: 'Acme', issuer: 'https://login.acme.test', client_id: 'app' }
const tenMegabytes = 'x'.repeat(10_000_000)
const request = { token: 'a.b.c', source: { kind: 'none' }, expect: {} }
const polluted = JSON.parse('{"__proto__": {"polluted": true}, "id": "p1"}')

describe('hostile input is refused with the path of the field', () => {
  test.each<[what: string, name: CallName, input: unknown, path: string]>([
    ['input where none is taken', 'app.info', {}, ''],
    ['null for nothing', 'vault.status', null, ''],
    ['nothing for an object', 'clipboard.write', undefined, ''],
    ['a list for an object', 'clipboard.write', ['text'], ''],
    ['a missing field', 'clipboard.write', {}, 'text'],
    ['a number for text', 'clipboard.write', { text: 1 }, 'text'],
    ['an object that looks like text', 'clipboard.write', { text: { toString: 'x' } }, 'text'],
    [
      'a key type nobody makes',
      'keys.generate',
      { spec: { type: 'RSA-512' }, name: 'x', keep: true },
      'spec.type',
    ],
    ['a key without a name', 'keys.generate', { spec: { type: 'EC-P-256' }, name: ' ', keep: true }, 'name'],
    ['a 10 MB key', 'keys.import', { text: tenMegabytes, name: 'x', keep: true }, 'text'],
    ['a form that is none', 'keys.reveal', { id: 'x', form: 'raw' }, 'form'],
    ['a 10 MB address', 'keys.checkSetAt', { url: tenMegabytes }, 'url'],
    ['an unknown field', 'clipboard.write', { text: 'x', path: '/etc/passwd' }, 'path'],
    ['a field named __proto__', 'profiles.delete', polluted, '__proto__'],
    ['a field named constructor', 'profiles.delete', { id: 'p1', constructor: {} }, 'constructor'],
    ['an empty id', 'profiles.delete', { id: '' }, 'id'],
    ['a 10 MB id', 'flows.cancel', { runId: tenMegabytes }, 'runId'],
    [
      'an address for a specification',
      'app.openSpec',
      { spec: `https://evil.example/${'x'.repeat(100)}` },
      'spec',
    ],
    [
      'a 10 MB token',
      'tokens.verify',
      { requestId: '1', request: { ...request, token: tenMegabytes } },
      'request.token',
    ],
    [
      'an unknown key source',
      'tokens.verify',
      { requestId: '1', request: { ...request, source: { kind: 'file', path: '/etc/passwd' } } },
      'request.source.kind',
    ],
    [
      'a tolerance that is not a number',
      'tokens.verify',
      { requestId: '1', request: { ...request, expect: { skew: Number.NaN } } },
      'request.expect.skew',
    ],
    [
      'an endless tolerance',
      'tokens.verify',
      { requestId: '1', request: { ...request, expect: { skew: Number.POSITIVE_INFINITY } } },
      'request.expect.skew',
    ],
    [
      'a time beyond time',
      'tokens.verify',
      { requestId: '1', request: { ...request, expect: { at: Number.POSITIVE_INFINITY } } },
      'request.expect.at',
    ],
    ['a missing draft', 'profiles.save', {}, 'draft'],
    [
      'a deep missing field',
      'profiles.save',
      { draft: { ...draft, redirect: { host: '127.0.0.1', port: 0 } } },
      'draft.redirect.path',
    ],
    [
      'a listener on every interface',
      'profiles.save',
      { draft: { ...draft, redirect: { host: '0.0.0.0', port: 0, path: '/' } } },
      'draft.redirect.host',
    ],
    [
      'a port that is none',
      'profiles.save',
      { draft: { ...draft, redirect: { host: '[::1]', port: 65_536, path: '/' } } },
      'draft.redirect.port',
    ],
    [
      'a path with a query',
      'profiles.save',
      { draft: { ...draft, redirect: { host: '[::1]', port: 0, path: '/a?b' } } },
      'draft.redirect.path',
    ],
    [
      'an authentication method of another time',
      'profiles.save',
      { draft: { ...draft, token_endpoint_auth_method: 'magic' } },
      'draft.token_endpoint_auth_method',
    ],
    ['an issuer of words', 'profiles.save', { draft: { ...draft, issuer: 'acme' } }, 'draft.issuer'],
    [
      'an issuer with a query',
      'profiles.save',
      { draft: { ...draft, issuer: 'https://a.test?b=1' } },
      'draft.issuer',
    ],
    ['an empty secret', 'profiles.save', { draft, secrets: { client_secret: '' } }, 'secrets.client_secret'],
    ['a secret of another name', 'profiles.save', { draft, secrets: { pin: '1' } }, 'secrets.pin'],
    [
      'a secret of a variant that cannot be',
      'profiles.save',
      { draft, secrets: { 'client_secret@../p2': '1' } },
      'secrets.client_secret@../p2',
    ],
    ['a secret of no name', 'profiles.revealSecret', { id: 'p1' }, 'key'],
    [
      'a parameter with a field too many',
      'profiles.save',
      { draft: { ...draft, parameters: [{ name: 'a', value: 'b', x: 1 }] } },
      'draft.parameters.0.x',
    ],
    [
      'a flag that is a word',
      'profiles.discover',
      { id: null, issuer: 'https://a.test', allowHttp: 'yes', flow: { ca_certificates: '', proxy: '' } },
      'allowHttp',
    ],
    ['a token kind there is not', 'flows.token', { runId: '1', kind: 'client_secret' }, 'kind'],
    ['revoking an ID token', 'flows.revoke', { runId: '1', kind: 'id_token' }, 'kind'],
  ])('%s', async (_what, name, input, path) => {
    const answer = await answerCall(unreachable, name, input)
    expect(answer).toMatchObject({ ok: false, error: { code: 'ERR_INPUT', details: { path } } })
  })

  test('a refusal never repeats what was sent', async () => {
    const answer = await answerCall(unreachable, 'profiles.save', {
      draft: { ...draft, name: '' },
      secret: { value: 'hunter2' },
    })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
  })

  test('nothing was polluted', () => expect(({} as { polluted?: boolean }).polluted).toBeUndefined())
})

describe('answers', () => {
  const handlers = (part: Partial<Handlers>) => ({ ...unreachable, ...part }) as Handlers

  test('a value', async () => {
    const copied: string[] = []
    const answer = await answerCall(
      handlers({ 'clipboard.write': ({ text }) => void copied.push(text) }),
      'clipboard.write',
      { text: 'x' },
    )
    expect(answer).toEqual({ ok: true, value: undefined })
    expect(copied).toEqual(['x'])
  })

  test('an error of ours crosses with code, message and details', async () => {
    const failing = handlers({
      'flows.cancel': () => {
        throw new AppError('ERR_NOT_FOUND', 'there is no such run', { details: { runId: '1' } })
      },
    })
    expect(await answerCall(failing, 'flows.cancel', { runId: '1' })).toEqual({
      ok: false,
      error: { code: 'ERR_NOT_FOUND', message: 'there is no such run', details: { runId: '1' } },
    })
  })

  test('an unforeseen error keeps its text to itself and is reported', async () => {
    const report = vi.fn()
    const failing = handlers({
      'flows.cancel': () => {
        throw new Error('secret=hunter2')
      },
    })
    const answer = await answerCall(failing, 'flows.cancel', { runId: '1' }, report)
    expect(answer).toMatchObject({ ok: false, error: { code: 'ERR_INTERNAL' } })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(report).toHaveBeenCalledOnce()
  })

  test('an answer of another form than agreed does not cross', async () => {
    const leaking = handlers({
      'profiles.revealSecret': () => ({ secret: 's', everything: 'else' }) as { secret: string },
    })
    expect(
      await answerCall(leaking, 'profiles.revealSecret', { id: 'p1', key: 'client_secret' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'ERR_OUTPUT' },
    })
  })
})

test('a missing, a wrong and a surplus handler do not compile', () => {
  const { 'app.info': _left, ...rest } = unreachable
  // @ts-expect-error one call has no handler
  const missing: Handlers = rest
  // @ts-expect-error the handler answers another type than agreed
  const wrong: Handlers = { ...unreachable, 'profiles.revealSecret': () => ({ secret: 1 }) }
  const surplus: Handlers = {
    ...unreachable,
    // @ts-expect-error there is no such call
    'files.read': () => '',
  }
  expect([missing, wrong, surplus]).toHaveLength(3)
})
