import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runJobHere } from './crypto-jobs.ts'
import { verifyToken } from './verify/verify-token.ts'

const folder = new URL('../../../shared/vectors/rfc/', import.meta.url)
/** A file that holds only a file's name stands for that file. */
const text = (name: string): string => {
  const content = readFileSync(new URL(name, folder), 'utf8').trim()
  return /^[\w.-]+\.jwk$/.test(content) ? text(content) : content
}
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  // Inside the lifetime of the RFC 7515 examples.
  now: () => 1_300_819_300_000,
  run: runJobHere,
}
const verify = (token: string, key: string) =>
  verifyToken({ token, source: { kind: 'key', text: key }, expect: {} }, deps)

describe.skipIf(!existsSync(folder))('published examples', () => {
  it.each([
    'rfc7515_A.1',
    'rfc7515_A.2',
    'rfc7515_A.3',
    'rfc7515_A.4',
    'rfc7520_4.1',
    'rfc7520_4.2',
    'rfc7520_4.3',
    'rfc7520_4.4',
  ])('%s is proved, and broken by one changed bit', async (name) => {
    const token = text(`${name}.jwsc`).trim()
    const key = text(`${name}.jwk`)
    const result = await verify(token, key)
    expect([result.verdict, result.code]).toEqual(['valid', 'OK'])
    const at = token.lastIndexOf('.') + 5
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    expect((await verify(changed, key)).verdict).not.toBe('valid')
  })

  it('rfc7515_A.5 is unsecured and never accepted', async () => {
    const result = await verify(text('rfc7515_A.5.jwsc'), text('rfc7515_A.1.jwk'))
    expect([result.verdict, result.code]).toEqual(['invalid', 'UNSECURED'])
  })

  it('rfc8037 A.4, Ed25519', async () => {
    const token =
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'
    const key = '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
    expect((await verify(token, key)).verdict).toBe('valid')
  })
})
