import type { SignatureFinding } from '../../shared/oauth/check-id-token.ts'
import { plainText, plainValue } from '../../shared/oauth/plain-text.ts'
import type { RunProblem } from '../../shared/oauth/run.ts'
import { readToken } from '../../shared/token/read-token.ts'
import { checkParsed, toClaims } from '../../shared/verdict/check-parsed.ts'
import { algorithmNeeds } from '../jose/algorithms.ts'
import { checkHeader } from '../jose/check-header.ts'
import { checkSignature } from '../jose/check-signature.ts'
import type { Finding, VerifyOutcome } from '../jose/verify-job.ts'

/** Only algorithms whose keys the provider can publish: a shared secret among them would let anyone sign. */
export function isAsymmetric(alg: unknown): alg is string {
  const needs = typeof alg === 'string' ? algorithmNeeds(alg) : null
  return needs !== null && needs.kty !== 'oct'
}

/** The key set's text as it came, so that what two readers read differently is seen. */
export type KeySetFinding =
  | { readonly kind: 'keys'; readonly text: string }
  /** The client secret, agreed on for HMAC (OIDC Core §10.1). */
  | { readonly kind: 'secret'; readonly text: string }
  | { readonly kind: 'none'; readonly problem: RunProblem }

export type SignatureProof = {
  readonly finding: SignatureFinding
  /** What a person should know about the keys, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Verifies the ID token's signature with the provider's published keys, by the same engine that verifies any
 * other token here: a sign-in and a look at its token must not come to two verdicts.
 */
export async function verifyIdTokenSignature(token: string, keySet: KeySetFinding): Promise<SignatureProof> {
  const reading = readToken(token)
  const parsed = checkParsed(reading, true)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  const alg = header?.get('alg')
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') {
    return notVerified('UNSECURED', 'there is no signature')
  }
  if (parsed.status !== 'pass' || reading.format !== 'jws' || header === null) {
    return notVerified('MALFORMED', 'no signed ID token')
  }
  if (typeof alg !== 'string' || (!isAsymmetric(alg) && keySet.kind !== 'secret')) {
    return notVerified(
      'ALG_UNSUPPORTED',
      `no key of the provider’s key set verifies alg ${plainValue(alg, 40)}`,
    )
  }
  const decided = checkHeader(header, undefined)
  if (decided) return { finding: toFinding(decided, []), notes: [] }
  if (keySet.kind === 'none') return notVerified(keySet.problem.code, keySet.problem.message)
  const kid = header.get('kid')
  const outcome = await checkSignature({
    token,
    alg,
    kid: typeof kid === 'string' ? kid : null,
    material:
      keySet.kind === 'secret'
        ? { kind: 'secret', text: keySet.text, encoding: 'utf8' }
        : { kind: 'key', text: keySet.text, provenance: 'issuer_metadata' },
  })
  const notes = [...outcome.keyNotes, ...(outcome.signature.note ? [outcome.signature.note] : [])]
  return outcome.signature.status === 'pass'
    ? { finding: keySet.kind === 'secret' ? provedBySecret(alg) : proved(alg, outcome, notes), notes }
    : { finding: toFinding(outcome.signature, outcome.keyNotes), notes }
}

/** Two know the secret, so that it proves less than a signature does. */
function provedBySecret(alg: string): SignatureFinding {
  return {
    status: 'pass',
    note: `verified with the client secret, ${alg}: whoever knows the secret can have made it`,
  }
}

function proved(alg: string, { key }: VerifyOutcome, notes: readonly string[]): SignatureFinding {
  const named = key?.kid === undefined ? 'a key without kid' : `kid ${plainText(key.kid, 100)}`
  const which = `verified with ${named} of the provider’s key set, ${alg}`
  return { status: 'pass', note: notes.length === 0 ? which : `${which}. ${notes.join(' ')}` }
}

function toFinding(finding: Finding, notes: readonly string[]): SignatureFinding {
  const { status, code = 'INTERNAL', expected, found, spec } = finding
  const note = [finding.note, ...notes].filter((text) => text).join(' ')
  return {
    status: status === 'pass' ? 'not_checked' : status,
    code,
    ...(expected === undefined ? {} : { expected: plainText(expected) }),
    ...(found === undefined ? {} : { found: plainText(found) }),
    ...(note === '' ? {} : { note: plainText(note) }),
    ...(spec === undefined ? {} : { spec }),
  }
}

function notVerified(
  code: Exclude<SignatureFinding, { status: 'pass' }>['code'],
  note: string,
): SignatureProof {
  return { finding: { status: 'not_checked', code, note }, notes: [] }
}
