// Finding, decoding and judging tokens, against the bare limit in the same run: the shortest regular expression that
// finds them, and a decoder that only parses header and claims.
import { randomBytes } from 'node:crypto'
import { lintToken } from '../../shared/lint/lint-token.ts'
import { readToken } from '../../shared/token/read-token.ts'
import { scanTokens } from '../../shared/token/scan/scan-tokens.ts'
import { createFactReader } from '../../shared/token/scan/token-facts.ts'
import { median, type Row } from './row.ts'

const count = 100_000
const bareToken = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g

export async function run(runs: number): Promise<readonly Row[]> {
  const text = makeLog()
  const tokens = text.match(bareToken) ?? []
  return [scanRow(text, runs), decodeRow(tokens, runs), lintRow(runs)]
}

function scanRow(text: string, runs: number): Row {
  const { own, bare } = compare(
    runs,
    () => {
      let found = 0
      for (const { tokens } of scanTokens(text)) found += tokens.length
      assertCount(found)
    },
    () => assertCount(text.match(bareToken)?.length ?? 0),
  )
  return {
    name: `scan ${Math.round(text.length / 1e6)} MB with ${count.toLocaleString('en')} tokens`,
    own,
    bare,
    unit: 'ms',
    against: 'the bare expression',
    goal: 'at most 2',
  }
}

function decodeRow(tokens: readonly string[], runs: number): Row {
  const { own, bare } = compare(
    runs,
    () => {
      const facts = createFactReader()
      let named = 0
      for (const token of tokens) if (facts.read('jws', token, null).issuer !== null) named++
      assertCount(named)
    },
    () => {
      let named = 0
      for (const token of tokens) if (decodeBarely(token).iss !== undefined) named++
      assertCount(named)
    },
  )
  return {
    name: `decode them (${Math.round((count / own) * 1000).toLocaleString('en')} a second)`,
    own,
    bare,
    unit: 'ms',
    against: 'Buffer and JSON.parse',
    goal: '300,000 a second',
  }
}

function lintRow(runs: number): Row {
  const token = makeToken(1, 'x'.repeat(420))
  const rounds = 500
  const { own, bare } = compare(
    runs,
    () => {
      for (let round = 0; round < rounds; round++) lintToken(readToken(token))
    },
    () => {
      for (let round = 0; round < rounds; round++) decodeBarely(token)
    },
  )
  return {
    name: `decode and lint one token of ${token.length} bytes`,
    own: (own / rounds) * 1000,
    bare: (bare / rounds) * 1000,
    unit: 'µs',
    against: 'Buffer and JSON.parse',
    goal: 'under 200 µs',
  }
}

/** The two alternate, so that a busy machine weighs on both; the first pair warms up and is left out. */
function compare(runs: number, ours: () => void, theirs: () => void) {
  const own: number[] = []
  const bare: number[] = []
  for (let run = 0; run <= runs; run++) {
    const a = timed(ours)
    const b = timed(theirs)
    if (run === 0) continue
    own.push(a)
    bare.push(b)
  }
  return { own: median(own), bare: median(bare) }
}

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function assertCount(found: number): void {
  if (found !== count) throw new Error(`${found} tokens were found, not ${count}`)
}

function decodeBarely(token: string): { readonly iss?: unknown } {
  const [header = '', payload = ''] = token.split('.', 2)
  JSON.parse(Buffer.from(header, 'base64url').toString())
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

/** Lines as a gateway writes them, about 900 characters each. */
function makeLog(): string {
  const lines = Array.from(
    { length: count },
    (_, at) =>
      `2026-11-23T14:47:00.${at % 1000}Z INFO [http-nio-8080-exec-${at % 20}] c.a.gateway.AuthFilter - request GET /api/orders/${at}?page=2 user=ada ip=10.0.0.${at % 255} authorization="Bearer ${makeToken(at)}" status=200 duration=12ms trace=4bf92f3577b34da6a3ce929d0e0e4736 span=00f067aa0ba902b7 agent="Mozilla/5.0 (X11; Linux x64)"`,
  )
  // One flat string of one byte a character, as a file that was read is.
  return Buffer.from(lines.join('\n'), 'latin1').toString('latin1')
}

function makeToken(at: number, padding?: string): string {
  const header = { alg: 'RS256', kid: `key-${at % 7}`, typ: 'JWT' }
  const claims = {
    iss: 'https://login.acme.test',
    sub: `user-${at}`,
    aud: 'api://orders',
    exp: 1_795_429_800 + at,
    iat: 1_795_426_200,
    scope: 'openid profile',
    jti: `x${at}`,
    padding,
  }
  return `${encode(header)}.${encode(claims)}.${randomBytes(256).toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
