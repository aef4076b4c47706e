import { describe, expect, it } from 'vitest'
import { readToken } from '../token/read-token.ts'
import { listAllTokens } from '../token/scan/list-tokens.ts'
import { lintToken } from './lint-token.ts'
import { bytes, encode, es256, jws, plain, rs256 } from './test-cases/test-token.ts'
import { createWorkspaceReader, maxCompared } from './workspace-facts.ts'

function factsOf(text: string) {
  const reader = createWorkspaceReader()
  for (const found of listAllTokens(text).tokens) reader.add(text, found)
  return reader.facts()
}
const judge = (token: string, text: string) => lintToken(readToken(token), { workspace: factsOf(text) })
const rules = (token: string, text: string) => judge(token, text).findings.map(({ rule }) => rule)

const one = jws(es256, plain, bytes(64, 7))
const two = jws(es256, { ...plain, sub: 'user-2' }, bytes(64, 7))
const other = jws(es256, { ...plain, sub: 'user-3' }, bytes(64, 8))

describe('tokens of one text', () => {
  it('that share an ECDSA nonce are told, each of them', () => {
    const text = `a ${one}\nb ${two}\nc ${other}`
    expect(rules(one, text)).toContain('JWT-A12')
    expect(rules(two, text)).toContain('JWT-A12')
    expect(judge(other, text).passed).toContain('JWT-A12')
  })
  it('that are the same token twice share nothing', () => {
    expect(judge(one, `${one} ${one}`).passed).toContain('JWT-A12')
  })
  it('of different keys do not share a nonce', () => {
    const elsewhere = jws({ ...es256, kid: 'key-2' }, { ...plain, sub: 'user-2' }, bytes(64, 7))
    expect(judge(one, `${one} ${elsewhere}`).passed).toContain('JWT-A12')
  })
  it('that use one key with several algorithms are told, by issuer', () => {
    const signed = jws(rs256, plain)
    const padded = jws({ ...rs256, alg: 'PS256' }, plain)
    expect(rules(signed, `${signed} ${padded}`)).toContain('JWT-A13')
    const foreign = jws({ ...rs256, alg: 'PS256' }, { ...plain, iss: 'https://other.test' })
    expect(judge(signed, `${signed} ${foreign}`).passed).toContain('JWT-A13')
  })
  it('that are too many are not said to be compared', () => {
    const reader = createWorkspaceReader()
    const [found] = listAllTokens(other).tokens
    if (!found) throw new Error('a token is expected')
    for (let count = 0; count < maxCompared + 3; count++) reader.add(other, found)
    const workspace = reader.facts()
    expect(workspace.unseen).toBe(3)
    const report = lintToken(readToken(other), { workspace })
    for (const rule of ['JWT-A12', 'JWT-A13']) {
      expect(report.passed).not.toContain(rule)
      expect(report.notRun.find((each) => each.rule === rule)?.reason).toContain('3 more')
    }
  })
  it('that are broken, encrypted or not signed say nothing', () => {
    const odd = `${encode('[1]')}.${encode(plain)}.AAAA ${encode({ alg: 'none' })}.${encode(plain)}. ${encode({ alg: 'ES256', kid: {} })}.${encode(plain)}.${bytes(64)}`
    expect(factsOf(odd)).toEqual({ ecdsa: [], algorithms: [] })
  })
})
