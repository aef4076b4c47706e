import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../shared/oauth/run.ts'
import { flowFactsOf } from './flow-facts.ts'

const asked = (query: string) => ({
  id: 'authorize',
  status: 'done',
  exchanges: [{ request: { url: `https://login.acme.test/authorize?response_type=code&${query}` } }],
})
const token = { id: 'token', status: 'done', startedAt: 1_800_000_000_000, durationMs: 500, exchanges: [] }
const run = (...steps: readonly object[]) =>
  ({ clientId: 'web', steps, tokens: [{ kind: 'access_token' }] }) as unknown as Run

describe('flowFactsOf', () => {
  it('tells what was asked for, when the token came, and who the other answer is about', () => {
    const facts = flowFactsOf(
      run(asked('scope=openid+orders&nonce=x&max_age=60&resource=https://api.test'), token),
      'id_token',
      [
        { label: 'Access token of this run', text: 'a.b.c' },
        { label: 'Userinfo answer', text: '{"sub":"ada"}' },
      ],
    )
    expect(facts).toEqual({
      client_id: 'web',
      usedAs: 'id_token',
      issuedFrom: 'token_endpoint',
      withAccessToken: true,
      otherSubjects: ['ada'],
      receivedAt: 1_800_000_000,
      grant: 'authorization_code',
      requestedScope: 'openid orders',
      max_age: 60,
      resource: 'https://api.test',
      essentialAcr: null,
    })
  })
  it('tells what was known to be absent, and nothing of what is elsewhere', () => {
    expect(flowFactsOf(run(asked('a=b'), token), 'access_token', [])).toMatchObject({
      nonce: null,
      max_age: null,
      requestedScope: null,
      usedAs: 'bearer',
    })
    const pushed = flowFactsOf(run(asked('request=eyJ'), token), 'access_token', [])
    for (const name of ['nonce', 'max_age', 'requestedScope', 'essentialAcr'])
      expect(pushed).not.toHaveProperty(name)
    const several = flowFactsOf(run(asked('resource=a:b&resource=c:d'), token), 'access_token', [])
    expect(several).not.toHaveProperty('resource')
  })
  it.each([
    ['a refresh', run(asked('max_age=1'), token, { id: 'refresh', exchanges: [] })],
    ['no answer', run(asked('max_age=1'), { ...token, status: 'failed' })],
  ])('says nothing of the sign-in after %s', (_name, ran) => {
    expect(flowFactsOf(ran, 'id_token', [])).not.toHaveProperty('max_age')
    expect(flowFactsOf(ran, 'id_token', [])).not.toHaveProperty('receivedAt')
  })
  it.each(['', '{', '[{"sub":"a"}]', '{"sub":5}', 'null'])('takes no subject from %j', (text) => {
    expect(flowFactsOf(run(token), 'id_token', [{ label: 'Userinfo answer', text }])).not.toHaveProperty(
      'otherSubjects',
    )
  })
  it('does not compare the subject of an access token, which may name the person otherwise', () => {
    const beside = [{ label: 'Userinfo answer', text: '{"sub":"ada"}' }]
    expect(flowFactsOf(run(token), 'access_token', beside)).not.toHaveProperty('otherSubjects')
  })
})
