import { describe, expect, it } from 'vitest'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { ecKey, jws } from '../jose/test-tokens.ts'
import { createNegativeDesk } from './negative-desk.ts'

const request = {
  url: 'https://api.test/x',
  method: 'GET' as const,
  header: { name: 'Authorization', template: 'Bearer {token}' },
  tokens: [{ id: 'baseline', token: 'good' }],
  confirmed: true as const,
}

function world(answer: boolean) {
  const asked: unknown[] = []
  const sent: string[] = []
  const key = ecKey('P-256')
  const desk = createNegativeDesk({
    run: runJobHere,
    vaultKey: async () => ({ text: JSON.stringify(key.privateKey.export({ format: 'jwk' })), name: 'mine' }),
    fetch: async (url) => {
      sent.push(url)
      return new Response('')
    },
    now: () => 0,
    confirm: async (what) => {
      asked.push(what)
      return answer
    },
    onAnswer: () => undefined,
  })
  return { desk, asked, sent, key }
}
const { signal } = new AbortController()

describe('the negative desk', () => {
  it('sends nothing where the person declines', async () => {
    const { desk, asked, sent } = world(false)
    expect(await desk.send('r', request, signal)).toEqual({ kind: 'declined' })
    expect(asked).toEqual([{ host: 'api.test', count: 1 }])
    expect(sent).toEqual([])
  })
  it('sends where they agree, and asks each time', async () => {
    const { desk, asked, sent } = world(true)
    await desk.send('r', request, signal)
    await desk.send('r', request, signal)
    expect([asked.length, sent.length]).toEqual([2, 2])
  })
  it('does not even ask for an address that is not to be sent to', async () => {
    const { desk, asked } = world(true)
    await expect(desk.send('r', { ...request, url: 'http://api.test/' }, signal)).rejects.toMatchObject({
      code: 'ERR_URL_REFUSED',
    })
    expect(asked).toEqual([])
  })
  it('signs with a kept key that does not come back', async () => {
    const { desk, key } = world(true)
    const token = jws({ alg: 'ES256' }, { iss: 'a', aud: 'b', exp: 5 }, key.privateKey)
    const set = await desk.make({ token, key: { kind: 'vault', keyId: 'k' } })
    expect(set.tokens.map(({ id }) => id)).toContain('expired')
    expect(JSON.stringify(set)).not.toContain(String(key.privateKey.export({ format: 'jwk' }).d))
  })
})
