import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../../shared/token/read-token.ts'
import type { VerifyResult } from '../../../../../shared/verdict/verification.ts'
import { emptyExpect, emptyKey } from '../key-choice.ts'
import {
  currentOpened,
  emptyOpening,
  isOpeningOnly,
  openingKey,
  parseRequestForm,
  readOpened,
} from './opening.ts'
import { partOutcome, partStatus, withOpening } from './part-words.ts'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const jwe = (header: object) => readToken(`${encode(header)}.AAAA.AAAA.AAAA.AAAA`)
const outer = jwe({ alg: 'RSA-OAEP', enc: 'A128GCM', cty: 'JWT' })
const signed = `${encode({ alg: 'ES256' })}.${encode({ sub: 'u' })}.AAAA`
const opening = { ...emptyOpening, key: { ...emptyKey, key: '{"kty":"RSA"}' } }
const result = (text: string | null): VerifyResult => ({
  verdict: 'unverified',
  code: 'NOT_VERIFIED',
  checks: [
    { id: 'parsed', status: 'pass', spec: '' },
    { id: 'decrypted', status: 'pass', spec: '' },
    { id: 'signature', status: 'not_checked', spec: '' },
  ],
  key: null,
  requests: [],
  decrypted: { text, base64url: encode(text ?? ''), algorithms: 'RSA-OAEP, A128GCM' },
  asOf: 0,
})
const form = { reading: outer, key: emptyKey, expect: emptyExpect, opening, opened: null }

describe('the request for an encrypted token', () => {
  it('asks first for what opens it, and names nothing for a signature nobody has seen', () => {
    const empty = parseRequestForm({ ...form, opening: emptyOpening }, false)
    expect(empty).toMatchObject({ ok: false, problem: { field: 'key', opening: true } })
    const first = parseRequestForm(form, false)
    expect(first).toMatchObject({ ok: true, request: { source: { kind: 'none' }, decrypt: { kind: 'key' } } })
    expect(first.ok && isOpeningOnly(first.request)).toBe(true)
  })

  it('asks for the key of the signature once there is one inside', () => {
    const opened = readOpened(outer, opening, result(signed))
    expect(parseRequestForm({ ...form, opened }, false)).toMatchObject({
      ok: false,
      problem: { field: 'key' },
    })
    const key = { ...emptyKey, key: '{"kty":"EC"}' }
    const both = parseRequestForm({ ...form, opened, key }, false)
    expect(both).toMatchObject({ ok: true, request: { source: { kind: 'key' }, decrypt: { kind: 'key' } } })
    expect(both.ok && isOpeningOnly(both.request)).toBe(false)
  })

  it('allows what is obsolete only by choice', () => {
    expect(parseRequestForm(form, false)).not.toHaveProperty('request.allowObsolete')
    const allowed = parseRequestForm({ ...form, opening: { ...opening, allowObsolete: true } }, false)
    expect(allowed).toMatchObject({ request: { allowObsolete: ['RSA1_5'] } })
  })

  it.each([
    ['dir', 'secret'],
    ['A256KW', 'secret'],
    ['A128GCMKW', 'secret'],
    ['PBES2-HS256+A128KW', 'secret'],
    ['RSA-OAEP', 'key'],
    ['ECDH-ES+A128KW', 'key'],
  ])('with %s asks for a %s first', (alg, kind) => {
    const reading = jwe({ alg, enc: 'A128GCM' })
    expect(openingKey(emptyOpening, reading).kind).toBe(kind)
    const chosen = { ...emptyOpening, chosen: true, key: { ...emptyKey, kind: 'vault' as const } }
    expect(openingKey(chosen, reading).kind).toBe('vault')
  })
})

describe('what was opened', () => {
  it('counts for its token and its key only', () => {
    const opened = readOpened(outer, opening, result(signed))
    expect(currentOpened({ reading: outer, opening, opened })?.isToken).toBe(true)
    expect(currentOpened({ reading: outer, opening: { ...opening }, opened })).toBeNull()
    expect(currentOpened({ reading: jwe({ alg: 'dir', enc: 'A128GCM' }), opening, opened })).toBeNull()
  })

  it.each([
    ['a token', signed, true, ['sub']],
    ['claims', '{"iss":"i"}', false, ['iss']],
    ['text', 'hello', false, undefined],
    ['a token in a sentence', `the token is ${signed}`, false, undefined],
  ])('shows %s', (_name, text, isToken, names) => {
    const opened = readOpened(outer, opening, result(text))
    const payload = opened?.reading.segments.find(({ name }) => name === 'payload')
    expect([opened?.isToken, payload?.members?.map(({ name }) => name)]).toEqual([isToken, names])
  })

  it('is nothing where nothing came out', () => {
    const { decrypted: _, ...closed } = result(null)
    expect(readOpened(outer, opening, closed)).toBeNull()
  })
})

describe('words for parts', () => {
  const part = { id: 'layer-0', title: 'Encryption', checks: [], key: null } as const
  it('never shows what was only opened as passed', () => {
    const opened = { ...part, verdict: 'unverified', code: 'NOT_AUTHENTICATED' } as const
    expect([partStatus(opened), partOutcome(opened)]).toEqual(['info', 'opened, not authenticated'])
    expect(partStatus({ ...part, verdict: 'unverified', code: 'NOT_VERIFIED' })).toBe('not_checked')
    expect(partStatus({ ...part, verdict: 'valid', code: 'OK' })).toBe('pass')
    expect(partStatus({ ...part, verdict: 'invalid', code: 'DECRYPT_FAILED' })).toBe('fail')
  })

  it('says that opening proves nothing, and leaves every other verdict alone', () => {
    const opened = readOpened(outer, opening, result(signed))
    const nothing = { tone: 'none', text: 'Nothing proved', spoken: '' } as const
    const failed = { tone: 'fail', text: 'Expired', spoken: '' } as const
    expect(withOpening(nothing, opened).text).toBe('Opened, not proved')
    expect(withOpening(nothing, null)).toBe(nothing)
    expect(withOpening(failed, opened)).toBe(failed)
  })
})
