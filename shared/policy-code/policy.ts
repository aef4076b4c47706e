import type { VerdictCode } from '../verdict/check.ts'
import { requiredClaims } from '../verdict/profiles/required-claims.ts'
import type {
  SecretEncoding,
  ValidationProfile,
  VerifyRequest,
  VerifyResult,
} from '../verdict/verification.ts'
import { partyOf, typeOfProfile, type UnmadeCheck, unmadeChecks } from './unmade-checks.ts'

/** Where the code is to get its key from. A secret and a pasted key are read from the environment, never written down. */
export type PolicyKey =
  | { readonly kind: 'none' }
  /** `jwksUrl`: the address that the metadata named when it was asked; null where it was not. */
  | { readonly kind: 'discovery'; readonly issuer: string; readonly jwksUrl: string | null }
  | { readonly kind: 'jwks_url'; readonly url: string }
  | { readonly kind: 'key'; readonly form: 'jwk' | 'jwks' | 'pem' }
  | { readonly kind: 'secret'; readonly encoding: SecretEncoding }

export type FailedCheck = {
  readonly code: VerdictCode
  readonly check: string
  /** Nothing else failed, so that no library can stumble over another thing first. */
  readonly alone: boolean
}

/** One verification as a policy: what a server has to demand to come to the same answer. */
export type Policy = {
  readonly key: PolicyKey
  /** Accepted algorithms; empty where the token names none, or one that a key of this kind never makes. */
  readonly algorithms: readonly string[]
  readonly iss: string | null
  /** One of these must be named; empty: not checked. */
  readonly aud: readonly string[]
  readonly typ: string | null
  readonly nonce: string | null
  /** What the token was taken for. */
  readonly as: ValidationProfile
  /** Claims that must be there, whatever their value. */
  readonly required: readonly string[]
  /** What belongs to the verdict and is not, or not in full, in the code. */
  readonly unmade: readonly UnmadeCheck[]
  /** Clock tolerance in whole seconds. */
  readonly skew: number
  /** Whether these checks were made, or only chosen so far. */
  readonly made: boolean
  /** The first failure that Claimscope found; null where it found none or did not look. */
  readonly failed: FailedCheck | null
  /** Judged for another moment than now. */
  readonly asOf: boolean
}

/**
 * The policy of a verification. `alg` is the token's own, taken where no algorithms were expected: the code must name
 * some (RFC 8725 §3.1). Key text and secrets of the request do not pass into the answer.
 */
export function policyOf(
  request: Pick<VerifyRequest, 'source' | 'expect' | 'as' | 'context'>,
  alg: string | null,
  result: Pick<VerifyResult, 'verdict' | 'code' | 'requests' | 'checks'> | null,
): Policy {
  const { expect, as = 'generic' } = request
  const aud = audienceOf(request)
  return {
    key: keyOf(request.source, result),
    algorithms: expect.alg && expect.alg.length > 0 ? expect.alg : ownAlgorithm(alg, request.source),
    iss: expect.iss ?? (request.source.kind === 'discovery' ? withoutUser(request.source.issuer) : null),
    aud,
    typ: typeOfProfile[as] ?? expect.typ ?? null,
    nonce: expect.nonce ?? null,
    as,
    required: requiredClaims[as].map(([name]) => name),
    unmade: unmadeChecks(request, aud, result),
    skew: Math.ceil(expect.skew ?? 0),
    made: result !== null,
    failed: result?.verdict === 'invalid' ? failedOf(result) : null,
    asOf: expect.at !== undefined,
  }
}

/** The token's own algorithm, unless it would have the key used as another kind than it is (RFC 8725 §2.1, §3.1). */
function ownAlgorithm(alg: string | null, source: VerifyRequest['source']): readonly string[] {
  if (alg === null) return []
  const isMac = /^HS\d/.test(alg)
  switch (source.kind) {
    case 'secret':
      return isMac ? [alg] : []
    case 'key':
      return isMac && !/"kty"\s*:\s*"oct"/.test(source.text) ? [] : [alg]
    case 'discovery':
    case 'jwks_url':
      return isMac ? [] : [alg]
    default:
      return [alg]
  }
}

function failedOf({ code, checks }: Pick<VerifyResult, 'code' | 'checks'>): FailedCheck {
  const failed = checks.filter(({ status }) => status === 'fail')
  return { code, check: failed[0]?.id ?? 'parsed', alone: failed.length === 1 }
}

/** Who names the party of the kind of token has named one of the expected too, where the party is among them. */
function audienceOf(request: Pick<VerifyRequest, 'expect' | 'as' | 'context'>): readonly string[] {
  const { aud } = request.expect
  const expected = aud === undefined ? [] : typeof aud === 'string' ? [aud] : aud
  const party = partyOf(request)
  return party !== undefined && (expected.length === 0 || expected.includes(party)) ? [party] : expected
}

function keyOf(source: VerifyRequest['source'], result: Pick<VerifyResult, 'requests'> | null): PolicyKey {
  switch (source.kind) {
    case 'discovery': {
      // The metadata is asked first and the keys last.
      const last = result?.requests.at(-1)
      const isKeys = last !== undefined && !last.url.includes('/.well-known/') && last.status === 200
      return {
        kind: 'discovery',
        issuer: withoutUser(source.issuer),
        jwksUrl: isKeys ? withoutUser(last.url) : null,
      }
    }
    case 'jwks_url':
      return { kind: 'jwks_url', url: withoutUser(source.url) }
    case 'key':
      return { kind: 'key', form: formOf(source.text) }
    case 'vault':
      return { kind: 'key', form: 'jwk' }
    case 'secret':
      return { kind: 'secret', encoding: source.encoding }
    case 'none':
      return { kind: 'none' }
  }
}

/** A name and a password in an address are no part of a policy, and no part of code. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
}

function formOf(text: string): 'jwk' | 'jwks' | 'pem' {
  if (!/^[\s\ufeff]*\{/.test(text)) return 'pem'
  return /"keys"\s*:/.test(text) && !/^[\s\ufeff]*\{[^{[]*"kty"/.test(text) ? 'jwks' : 'jwk'
}
