import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KeyMaterial } from '../verify-job.ts'
import { decryptToken } from './decrypt-token.ts'

const vectors = new URL('../../../../shared/vectors/', import.meta.url)
const cookbook = new URL('cookbook/jwe/', vectors)
const rfc = new URL('rfc/', vectors)

const pasted = (text: string): KeyMaterial => ({ kind: 'key', text, provenance: 'pasted' })
const password = (text: string): KeyMaterial => ({ kind: 'secret', text, encoding: 'utf8' })
const textOf = (base64url: string | null) =>
  base64url === null ? null : Buffer.from(base64url, 'base64url').toString('utf8')

type Vector = {
  readonly input: {
    readonly plaintext: string
    readonly pwd?: string
    readonly key?: object | readonly object[]
  }
  readonly output: { readonly compact?: string; readonly json?: object; readonly json_flat?: object }
}

const files = existsSync(cookbook)
  ? [...readdirSync(cookbook).filter((name) => name.endsWith('.json')), '../curve25519/ecdh-es.json']
  : []
const cases = files.flatMap((name) => {
  const { input, output } = JSON.parse(readFileSync(new URL(name, cookbook), 'utf8')) as Vector
  const keys = [input.key ?? []].flat()
  const materials =
    input.pwd === undefined ? keys.map((key) => pasted(JSON.stringify(key))) : [password(input.pwd)]
  return Object.entries(output).flatMap(([form, value]) =>
    materials.map((material, index) => ({
      name: `${name} ${form}${materials.length > 1 ? ` key ${index + 1}` : ''}`,
      jwe: typeof value === 'string' ? value : JSON.stringify(value),
      material,
      plaintext: input.plaintext,
    })),
  )
})

describe.skipIf(!existsSync(cookbook))('the examples of RFC 7520 §5 and one on Curve25519', () => {
  it.each(cases)('$name opens', async ({ jwe, material, plaintext }) => {
    const outcome = await decryptToken({ jwe, material, allowObsolete: ['RSA1_5'] })
    expect([outcome.finding.status, textOf(outcome.plaintext)]).toEqual(['pass', plaintext])
  })

  it.each(cases)('$name does not open once a byte is changed', async ({ jwe, material }) => {
    const outcome = await decryptToken({ jwe: changed(jwe), material, allowObsolete: ['RSA1_5'] })
    expect([outcome.finding.status, outcome.finding.code, outcome.plaintext]).toEqual([
      'fail',
      'DECRYPT_FAILED',
      null,
    ])
  })
})

function changed(jwe: string): string {
  const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  if (!jwe.startsWith('{')) {
    return jwe
      .split('.')
      .map((part, index) => (index === 3 ? flip(part) : part))
      .join('.')
  }
  const value = JSON.parse(jwe) as { readonly ciphertext: string }
  return JSON.stringify({ ...value, ciphertext: flip(value.ciphertext) })
}

const rfcCases = existsSync(rfc)
  ? readdirSync(rfc)
      .filter((name) => /\.jwe[cfg]$/.test(name))
      .map((name) => ({ name, base: name.slice(0, name.lastIndexOf('.')) }))
  : []
const text = (name: string): string => {
  const content = readFileSync(new URL(name, rfc), 'utf8')
  return /^[\w.-]+\.\w+\s*$/.test(content) && existsSync(new URL(content.trim(), rfc))
    ? text(content.trim())
    : content
}

describe.skipIf(!existsSync(rfc))('the same in single files', () => {
  it.each(rfcCases)('$name opens', async ({ name, base }) => {
    const single = [`${base}.jwk`, `${base}.1.jwk`].find((file) => existsSync(new URL(file, rfc)))
    const pwd = `${base}.pwd`
    const material = existsSync(new URL(pwd, rfc))
      ? password(JSON.parse(text(pwd)) as string)
      : pasted(text(single ?? ''))
    const outcome = await decryptToken({ jwe: text(name).trim(), material, allowObsolete: ['RSA1_5'] })
    expect([outcome.finding, textOf(outcome.plaintext)]).toMatchObject([
      { status: 'pass' },
      text(`${base}.pt`),
    ])
  })
})
