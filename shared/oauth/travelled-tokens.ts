import { queryOf } from '../run-export/exchange-text.ts'
import { readBase64url } from '../token/base64url.ts'
import type { Exchange } from './run.ts'

/** A JWT that stood in an exchange, and where. */
export type TravelledToken = {
  readonly where: 'request' | 'answer'
  /** The parameter, member or header; empty where the whole body is the token. */
  readonly name: string
  readonly token: string
  /** As JSON text, read and not verified; null where it is encrypted or cannot be read. */
  readonly header: string | null
  readonly claims: string | null
}

const compact = /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)?$/
const deepest = 16

/** Every JWT of an exchange as it travelled, in order: parameters, headers, body. One that stands twice is told once. */
export function findTravelledTokens({ request, response }: Exchange): readonly TravelledToken[] {
  const { hash } = URL.canParse(request.url) ? new URL(request.url) : { hash: '' }
  const sent = [
    ...new URLSearchParams(queryOf(request.url)),
    ...new URLSearchParams(hash.slice(1)),
    ...request.headers,
    ...valuesOf(request.body ?? ''),
  ]
  const received = response === null ? [] : [...response.headers, ...valuesOf(response.body)]
  const seen = new Set<string>()
  return [
    ...sent.map(([name, value]) => ({ where: 'request' as const, name, value })),
    ...received.map(([name, value]) => ({ where: 'answer' as const, name, value })),
  ].flatMap(({ where, name, value }) => {
    const token = value.trim().replace(/^(?:Bearer|DPoP) +/i, '')
    if (!compact.test(token) || seen.has(token)) return []
    seen.add(token)
    return [{ where, name, token, ...read(token) }]
  })
}

function valuesOf(body: string): readonly (readonly [string, string])[] {
  if (compact.test(body.trim())) return [['', body]]
  try {
    return strings('', JSON.parse(body), 0)
  } catch {
    return [...new URLSearchParams(body)]
  }
}

function strings(name: string, value: unknown, depth: number): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[name, value]]
  if (typeof value !== 'object' || value === null || depth > deepest) return []
  return Object.entries(value).flatMap(([key, item]) =>
    strings(Array.isArray(value) ? name : key, item, depth + 1),
  )
}

function read(token: string): Pick<TravelledToken, 'header' | 'claims'> {
  const parts = token.split('.')
  return { header: jsonOf(parts[0] ?? ''), claims: parts.length === 3 ? jsonOf(parts[1] ?? '') : null }
}

function jsonOf(part: string): string | null {
  const { bytes, problem } = readBase64url(part)
  if (problem) return null
  const text = new TextDecoder().decode(bytes)
  return /^\s*\{/.test(text) ? text : null
}
