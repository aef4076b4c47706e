import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { runJobHere } from './crypto-jobs.ts'
import { parseKeyText } from './parse-key-text.ts'
import { parsePem } from './parse-pem.ts'
import { verifyToken } from './verify/verify-token.ts'

/** A self-signed certificate, and a token that its key signed; the private key was thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBtjCCAV2gAwIBAgIUKLoz6qhr6kS7TW1+B/PhhDzgAYAwCgYIKoZIzj0EAwIw
MTEUMBIGA1UEAwwLVGVzdCBzaWduZXIxGTAXBgNVBAoMEENsYWltc2NvcGUgdGVz
dHMwHhcNMjYxMTIzMTYyODE2WhcNMzYxMTIwMTYyODE2WjAxMRQwEgYDVQQDDAtU
ZXN0IHNpZ25lcjEZMBcGA1UECgwQQ2xhaW1zY29wZSB0ZXN0czBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABF1Yjc4yaAWWQca8xn8ly6/FQXfaTMQeHQc2IFSAwMVp
RE41njs+3X5J0VDxdonE9k/gIwOgY/oFxoa655tTnnajUzBRMB0GA1UdDgQWBBR9
Z7syZXWJ6HN2lI11aKEmB1clFzAfBgNVHSMEGDAWgBR9Z7syZXWJ6HN2lI11aKEm
B1clFzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEboVo02mAaY
ptGmUBGuUjKg3jTDf/BZEkLKPtP6r5rfAiB/b6ImJpYJ05w9XEMWJ3NLhCoJSITT
rfD4DVoZN69vew==
-----END CERTIFICATE-----`
const token =
  'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci50ZXN0In0.ml9bptP83lT6bqu5Mo3aCcZupEArMb1-JSdpctQbD_uTdMpARE3gGhnU6s7T_j4xRapC9S8msFqut9CSlmle6Q'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = pair.publicKey.export({ format: 'pem', type: 'spki' }) as string
const encrypted = pair.privateKey.export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'hidden words',
}) as string
const legacyEncrypted = pair.privateKey.export({
  format: 'pem',
  type: 'pkcs1',
  cipher: 'aes-256-cbc',
  passphrase: 'hidden words',
}) as string

const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => 1_800_000_000_000,
  run: runJobHere,
}

describe('parsePem', () => {
  it('takes the key of a certificate, and says that the chain is not checked', async () => {
    const request = { token, source: { kind: 'key', text: certificate } as const, expect: {} }
    const result = await verifyToken(request, deps)
    expect(result.verdict).toBe('valid')
    expect(result.checks[2]?.note).toMatch(
      /certificate for .*CN=Test signer.* chain and dates are not checked/,
    )
  })

  it.each([
    ['2026-11-22T00:00:00Z', /not valid yet at the moment of this check, but from 2026-11-23/],
    ['2026-11-24T00:00:00Z', /chain and dates are not checked\.$/],
    ['2037-01-01T00:00:00Z', /had expired at the moment of this check, on 2036-11-20/],
  ])('says of its dates what holds as of %s', async (at, note) => {
    const source = { kind: 'key', text: certificate } as const
    const result = await verifyToken({ token, source, expect: { at: Date.parse(at) / 1000 } }, deps)
    expect(result.verdict).toBe('valid')
    expect(result.checks[2]?.note).toMatch(note)
  })

  it('takes a chain, in PEM and as a list in base64, and says where its order breaks', () => {
    const body = certificate.replace(/-----[A-Z ]+-----|\s/g, '')
    const chain = parsePem(`${certificate}\n${certificate}`)
    expect('notes' in chain && chain.notes.join(' ')).toMatch(
      /There are 2 certificates, and the first was taken. Number 1 is signed by number 2. No trust anchor/,
    )
    const list = parseKeyText(JSON.stringify([body, body]))
    expect(list).toMatchObject({ kind: 'single', jwk: { kty: 'EC' } })
    expect(parseKeyText(body)).toMatchObject({ kind: 'single', jwk: { kty: 'EC' } })
    const odd = parsePem(`${certificate}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`)
    expect('notes' in odd && odd.notes.join(' ')).toMatch(/Only 1 of them were read/)
  })

  it('takes the first usable of several blocks, and says so', () => {
    const read = parsePem(`${encrypted}${certificate}${spki}`)
    expect(read).toMatchObject({ jwk: { kty: 'EC' } })
    expect('notes' in read && read.notes[0]).toMatch(/Of 3 PEM blocks/)
  })

  it.each([
    ['an encrypted key', encrypted, /encrypted with a passphrase/],
    ['an encrypted key of the old kind', legacyEncrypted, /encrypted with a passphrase/],
    ['a certificate request', spki.replaceAll('PUBLIC KEY', 'CERTIFICATE REQUEST'), /holds no key/],
    ['a private key under the name of a public one', spki.replaceAll('PUBLIC', 'PRIVATE'), /cannot be read/],
    ['a damaged body', spki.replace(/M/, '!'), /not base64/],
    ['an empty body', '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----', /not base64/],
    ['no END line', spki.slice(0, 120), /no END line/],
    ['a label from the prototype', spki.replaceAll('PUBLIC KEY', '__proto__'), /holds no key/],
    ['no block', 'hello', /no PEM block/],
  ])('says what is wrong with %s', (_name, text, problem) => {
    const read = parsePem(text)
    expect('problem' in read && read.problem).toMatch(problem)
  })

  it('never returns private members', () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const read = parsePem(pair.privateKey.export({ format: 'pem', type }) as string)
      expect('jwk' in read && Object.keys(read.jwk).sort()).toEqual(['e', 'kty', 'n'])
    }
  })

  it('is quick with a megabyte of begun blocks', () => {
    const started = performance.now()
    parsePem('-----BEGIN A-----\n'.repeat(60_000))
    parsePem('-----BEGIN '.repeat(90_000))
    parsePem(`${'-----BEGIN A-----\nAAAA\n-----END A-----\n'.repeat(25_000)}`)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
