import { expect, it } from 'vitest'
import { explainCheck } from '../../shared/verdict/explain-check.ts'
import { resolveKeySource } from './resolve-key-source.ts'

const url = 'https://keys.test/jwks'

it('says how many requests a cancelled search had sent', async () => {
  const controller = new AbortController()
  const never = (_url: string, init: RequestInit) =>
    new Promise<Response>((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new Error('aborted')))
      queueMicrotask(() => controller.abort())
    })
  await expect(
    resolveKeySource({ kind: 'jwks_url', url }, { fetch: never, signal: controller.signal }),
  ).rejects.toMatchObject({ code: 'ERR_CANCELLED', details: { requests: 1 } })
})

it('names a port that no web request may use, and counts no request for it', async () => {
  const { finding, requests } = await resolveKeySource(
    { kind: 'jwks_url', url: 'http://127.0.0.1:1/' },
    { fetch: (address, init) => fetch(address, init) },
  )
  expect(finding).toMatchObject({ code: 'NETWORK', found: 'port 1 is not allowed for web requests' })
  expect(requests).toEqual([])
})

it.each([
  ['a name that cannot be found', () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))],
  ['nothing that answers', () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' }))],
  ['no content type', () => Promise.resolve(new Response(new Uint8Array([60])))],
])('puts one full stop behind %s', async (_name, fetch) => {
  const { finding } = await resolveKeySource({ kind: 'jwks_url', url }, { fetch })
  const text = explainCheck({ id: 'key', spec: 's', ...finding })
  expect(text).not.toMatch(/[.?]\.|\?\.| is no content type/)
})
