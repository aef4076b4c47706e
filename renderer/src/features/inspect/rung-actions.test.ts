import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import type { Check, VerdictCode } from '../../../../shared/verdict/check.ts'
import { rungActions, sourceAction } from './rung-actions.ts'

const reading = (payload: object, header: object = { alg: 'RS256', typ: 'JWT' }) =>
  readToken(
    `${[header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.AAAA`,
  )
const fail = (id: string, code: VerdictCode): Check => ({ id, status: 'fail', code, spec: 'RFC 7519 §4' })
const changes = (check: Check, payload: object) =>
  rungActions(check, reading(payload), { settled: false, asks: null, discovered: false }).map((action) =>
    action.kind === 'expect' ? action.change : action.kind,
  )

describe('rungActions', () => {
  it.each<[Check, object, unknown[]]>([
    [fail('audience', 'AUDIENCE'), { aud: 'api://orders' }, [{ aud: 'api://orders' }]],
    [fail('audience', 'AUDIENCE'), { aud: ['a', 'b'] }, [{ aud: 'a' }]],
    [fail('audience', 'AUDIENCE'), { aud: 7 }, []],
    [fail('audience', 'AUDIENCE'), { aud: 'x'.repeat(500) }, []],
    [fail('issuer', 'ISSUER'), { iss: 'https://a.test' }, [{ iss: 'https://a.test' }]],
    [fail('issuer', 'ISSUER'), { iss: ' https://a.test' }, []],
    [fail('time', 'EXPIRED'), { exp: 1795447800 }, [{ at: '2026-11-23T15:29:59Z' }]],
    [fail('time', 'EXPIRED'), { exp: 1e15 }, []],
    [fail('time', 'EXPIRED'), { exp: 'soon' }, []],
    [fail('time', 'NOT_YET_VALID'), { nbf: 1795447800 }, [{ at: '2026-11-23T15:30:00Z' }]],
    [fail('signature', 'SIGNATURE_INVALID'), {}, ['choose_key']],
    [fail('signature', 'PASSPHRASE'), {}, ['choose_key']],
    [fail('key', 'NETWORK'), {}, ['again', 'choose_key']],
    [fail('parsed', 'MALFORMED'), {}, []],
  ])('%j for %j', (check, payload, expected) => {
    expect(changes(check, payload)).toEqual(expected)
  })

  it('offers the field itself once there is a verdict', () => {
    const actions = rungActions({ id: 'nonce', status: 'not_checked', spec: 'OIDC Core §2' }, reading({}), {
      settled: true,
      asks: null,
      discovered: false,
    })
    expect(actions).toEqual([{ kind: 'edit', label: 'Say what to expect', field: 'nonce' }])
  })

  it('announces the host that trying again would ask', () => {
    const situation = { settled: false, asks: 'login.acme.test', discovered: true }
    const labels = rungActions(fail('key', 'NETWORK'), reading({}), situation).map(({ label }) => label)
    expect(labels).toEqual(['Try again, asking login.acme.test', 'Choose another key'])
  })

  it('does not offer to expect another issuer than the one whose keys were fetched', () => {
    const situation = { settled: false, asks: 'login.acme.test', discovered: true }
    const actions = rungActions(fail('issuer', 'ISSUER'), reading({ iss: 'https://evil.test' }), situation)
    expect(actions).toEqual([{ kind: 'choose_key', label: 'Ask another issuer' }])
  })
})

it('offers only another way to read the person’s own secret', () => {
  const found = { cause: 'SECRET_ENCODING', sentence: '', advice: '' }
  expect(sourceAction(found)).toBeNull()
  expect(sourceAction({ ...found, source: { kind: 'key', text: '{}' } })).toBeNull()
  expect(sourceAction({ ...found, source: { kind: 'discovery', issuer: 'https://a.test' } })).toBeNull()
  expect(sourceAction({ ...found, source: { kind: 'secret', text: 'c2U=', encoding: 'base64' } })).toEqual({
    kind: 'secret',
    label: 'Read the secret as base64',
    secret: 'c2U=',
    encoding: 'base64',
  })
})
