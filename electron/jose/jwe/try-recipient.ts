import { describeJwk, type Jwk } from '../jwk.ts'
import type { Finding } from '../verify-job.ts'
import { type JweDemand, maxPbes2Count } from './check-jwe-header.ts'
import { findKeyMisfit } from './fit-key.ts'
import { openRecipient } from './open-recipient.ts'
import type { HeaderObject, JweRecipient, ParsedJwe } from './parse-jwe.ts'

/** A search through keys and recipients ends: each try is a private key operation. */
const maxTries = 200

const maxIterations = 2 * maxPbes2Count

export type Search = {
  readonly keys: readonly Jwk[]
  readonly allowObsolete: readonly string[]
  /** Both go down. */
  tries: number
  iterations: number
}

export function createSearch(keys: readonly Jwk[], allowObsolete: readonly string[]): Search {
  return { keys, allowObsolete, tries: maxTries, iterations: maxIterations }
}

/** Tries the keys that fit one recipient, those that it names first and alone. Never throws. */
export async function tryRecipient(
  jwe: ParsedJwe,
  recipient: JweRecipient,
  demand: JweDemand,
  search: Search,
): Promise<{
  readonly finding: Finding
  readonly opened?: { readonly jwk: Jwk; readonly plaintext: Uint8Array }
}> {
  const { management, encryption, kid, header } = demand
  const { alg } = management
  if (management.obsolete && !search.allowObsolete.includes(alg)) return { finding: obsolete(alg) }
  const named = kid === null ? [] : search.keys.filter((jwk) => jwk.kid === kid)
  const candidates = named.length > 0 ? named : search.keys
  const misfits = candidates.map(
    (jwk) => findKeyMisfit(jwk, management, encryption, 'decrypt') ?? curveMisfit(jwk, demand),
  )
  const fitting = candidates.filter((_, index) => misfits[index] === null)
  if (fitting.length === 0) return { finding: misfits[0] ?? noKey(alg) }
  let last: Finding = decryptFailed
  for (const jwk of fitting) {
    search.tries -= 1
    if (management.kind === 'pbes2') search.iterations -= Number(header.p2c)
    if (search.tries < 0 || search.iterations < 0) return { finding: exhausted }
    const opening = await openRecipient(jwe, recipient, demand, jwk)
    if (opening.kind === 'opened') {
      const facts = { expected: `${alg}, ${encryption.enc}`, found: `${alg}, ${encryption.enc}` }
      const note = noteOf(demand)
      const finding: Finding = { status: 'pass', ...facts, ...(note ? { note } : {}), spec: 'RFC 7516 §5.2' }
      return { finding, opened: { jwk, plaintext: opening.plaintext } }
    }
    last = opening.kind === 'refused' ? opening.finding : decryptFailed
  }
  return { finding: last }
}

const decryptFailed: Finding = {
  status: 'fail',
  code: 'DECRYPT_FAILED',
  found: 'it does not open with this key',
  spec: 'RFC 7516 §5.2',
}
const exhausted: Finding = {
  status: 'not_checked',
  code: 'TOO_LARGE',
  expected: `${maxTries} tries and ${maxIterations} iterations`,
  found: 'more recipients and keys than are tried',
  spec: 'RFC 7516 §5.2',
}

function noKey(alg: string): Finding {
  return {
    status: 'not_checked',
    code: 'KEY_NOT_FOUND',
    expected: `a key for ${alg}`,
    found: 'no key at all',
    spec: 'RFC 7516 §4.1.6',
  }
}

function obsolete(alg: string): Finding {
  return {
    status: 'not_checked',
    code: 'ALG_NOT_ALLOWED',
    found: alg,
    note: `${alg} is obsolete: its padding leaks the content to whoever may ask often enough. It is opened only where you choose to allow it.`,
    spec: 'RFC 8725 §3.2',
  }
}

/** The ephemeral key decides the curve (RFC 7518 §4.6.1.1). */
function curveMisfit(jwk: Jwk, { management, header }: JweDemand): Finding | null {
  if (management.kind !== 'ecdh') return null
  const { crv } = header.epk as HeaderObject
  if (crv === jwk.crv) return null
  return {
    status: 'not_checked',
    code: 'KEY_TYPE_MISMATCH',
    expected: `a private key on ${String(crv)}, the curve of the ephemeral key`,
    found: describeJwk(jwk),
    spec: 'RFC 7518 §4.6.1.1',
  }
}

function noteOf({ management, header, zip }: JweDemand): string {
  const count =
    management.kind === 'pbes2' ? `The password was stretched with ${String(header.p2c)} iterations.` : ''
  const old = management.obsolete ? `${management.alg} is obsolete; ask the sender for RSA-OAEP-256.` : ''
  return [old, count, zip ? 'The content was compressed.' : ''].filter((text) => text).join(' ')
}
