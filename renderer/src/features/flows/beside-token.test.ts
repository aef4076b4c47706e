import { expect, test } from 'vitest'
import type { Run } from '../../../../shared/oauth/run.ts'
import { besideOf } from './beside-token.ts'

const received = (kind: string, format: string) => ({ kind, format })
const userinfo = (body: string, truncated = false) => ({
  id: 'userinfo',
  status: 'done',
  exchanges: [{ response: { status: 200, body, truncated } }],
})
function run(tokens: readonly object[], steps: readonly object[] = []): Run {
  return { id: 'r', tokens, steps } as unknown as Run
}
const state = { token: async (_: string, kind: string) => ({ token: `the ${kind}` }) }

test('the other tokens that can be read and the last userinfo answer', async () => {
  const tokens = [received('id_token', 'jwt'), received('access_token', 'jwt')]
  const steps = [userinfo('{"sub":"old"}'), userinfo('{"sub":"ada"}')]
  expect(await besideOf(run(tokens, steps), 'id_token', state)).toEqual([
    { label: 'Access token of this run', text: 'the access_token' },
    { label: 'Userinfo answer', text: '{"sub":"ada"}' },
  ])
})

test('nothing that cannot be read: opaque tokens, cut answers, the token itself', async () => {
  const tokens = [received('id_token', 'jwt'), received('access_token', 'opaque')]
  expect(await besideOf(run(tokens, [userinfo('{"sub"', true)]), 'id_token', state)).toEqual([])
})
