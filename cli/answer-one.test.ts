import { expect, it } from 'vitest'
import { jws } from '../electron/jose/test-tokens.ts'
import { answerOne } from './answer-one.ts'

const line = JSON.stringify({
  id: 'a',
  token: jws({ alg: 'HS256' }, {}, Buffer.from('canary-secret-of-this-very-line!')),
  secret: 'canary-secret-of-this-very-line!',
})
const broken = {
  fetch: () => Promise.reject(new Error('a batch fetches nothing')),
  now: () => {
    throw new Error(`nobody expected canary`)
  },
}

it('answers a line for which something unexpected happens, and repeats nothing of it', async () => {
  const io = { ...broken, signal: new AbortController().signal }
  const { outcome, json } = await answerOne('verify', line, io)
  expect(outcome).toBe('unread')
  expect(JSON.parse(json)).toMatchObject({ id: 'a', valid: false, code: 'INTERNAL' })
  expect(json).not.toContain('canary')
})

it('ends with the batch where that was ended', async () => {
  await expect(answerOne('verify', line, { ...broken, signal: AbortSignal.abort() })).rejects.toThrow()
})
