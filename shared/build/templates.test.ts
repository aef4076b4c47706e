import { expect, test } from 'vitest'
import { describeToken } from '../token/describe-token.ts'
import { findToken } from '../token/find-token.ts'
import { readJson } from '../token/json-text.ts'
import { specUrl } from '../verdict/spec-url.ts'
import { resolvePlaceholders } from './placeholders.ts'
import { templates } from './templates.ts'

const sources = {
  nowSeconds: 1_700_000_000,
  uuid: () => '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  thumbprint: 'tp',
  publicJwk: '{"kty":"EC"}',
}
const encode = (text: string) => Buffer.from(text).toString('base64url')

test.each(templates.map((template) => [template.id, template] as const))('%s', (id, template) => {
  const header = resolvePlaceholders(template.header, sources)
  const payload = resolvePlaceholders(template.payload, sources)
  expect([...header.unresolved, ...payload.unresolved]).toEqual([])
  for (const { text } of [header, payload])
    expect(readJson(text)).toMatchObject({ isObject: true, problems: [] })
  expect(specUrl(template.spec)).not.toBeNull()
  const claims = JSON.parse(payload.text) as Record<string, unknown>
  for (const name of template.disclose ?? []) expect(claims).toHaveProperty(name)
  for (const name of ['exp', 'iat', 'auth_time']) {
    if (name in claims) expect(claims[name]).toBeTypeOf('number')
  }
  const reading = findToken(`${encode(header.text)}.${encode(payload.text)}.AA`)
  const kinds: Record<string, string> = { sd_jwt: 'sd_jwt_vc', blank: 'jwt' }
  expect(describeToken(reading, sources.nowSeconds).kind).toBe(kinds[id] ?? id)
})
