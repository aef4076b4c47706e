import { z } from 'zod'
import type { Check, Verdict, VerdictCode } from './check.ts'

/** How the characters of a shared secret become bytes. */
export const secretEncoding = z.enum(['utf8', 'base64', 'base64url', 'hex'])
export type SecretEncoding = z.infer<typeof secretEncoding>

/** Where the key for a verification comes from. Only `discovery` and `jwks_url` reach the network. */
export const keySource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The issuer's metadata (OpenID Connect discovery, then RFC 8414), then its `jwks_uri`. */
  z.strictObject({ kind: z.literal('discovery'), issuer: z.string().min(1).max(2048) }),
  z.strictObject({ kind: z.literal('jwks_url'), url: z.string().min(1).max(2048) }),
  /** A JWK, a JWKS or a PEM block (SPKI, PKCS#8, PKCS#1, SEC1, X.509); which one is detected. */
  z.strictObject({ kind: z.literal('key'), text: z.string().max(1_000_000) }),
  z.strictObject({ kind: z.literal('secret'), text: z.string().max(100_000), encoding: secretEncoding }),
])
export type KeySource = z.infer<typeof keySource>

/** What the person expects of the token. An absent field means: not checked, and the ladder says so. */
export const expectations = z.strictObject({
  /** Accepted `alg` values; absent: whatever the key allows. */
  alg: z.array(z.string().max(64)).max(32).optional(),
  iss: z.string().max(2048).optional(),
  /** One audience, or several of which the token must name at least one. */
  aud: z.union([z.string().max(2048), z.array(z.string().max(2048)).min(1).max(32)]).optional(),
  typ: z.string().max(256).optional(),
  nonce: z.string().max(4096).optional(),
  /** Evaluate as of this instant, in Unix seconds; absent: now. */
  at: z.number().finite().optional(),
  /** Clock tolerance in seconds. */
  skew: z.number().min(0).max(86_400).optional(),
})
export type Expectations = z.infer<typeof expectations>

export const verifyRequest = z.strictObject({
  token: z.string().max(1_000_000),
  source: keySource,
  expect: expectations,
})
export type VerifyRequest = z.infer<typeof verifyRequest>

/** One HTTP request that was made to answer the question; shown so that nothing happens unseen. */
export type NetworkRequest = {
  readonly method: string
  readonly url: string
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  readonly durationMs: number
}

/** The key that was used, in words; never the key itself. */
export type KeyUsed = {
  readonly kid?: string
  /** For example `RSA 2048`, `EC P-256`, `OKP Ed25519`, `oct 256 bits`. */
  readonly description: string
  /** RFC 7638 SHA-256 thumbprint, base64url; absent for secrets. */
  readonly thumbprint?: string
  readonly provenance: 'issuer_metadata' | 'jwks_url' | 'pasted' | 'secret'
}

export type VerifyResult = {
  readonly verdict: Verdict
  /** `OK`, or the code of the first failed check, or why nothing could be proved. */
  readonly code: VerdictCode
  /** In ladder order: parsed, signature, key, time, issuer, audience, type, nonce. */
  readonly checks: readonly Check[]
  readonly key: KeyUsed | null
  readonly requests: readonly NetworkRequest[]
  /** Unix seconds the time checks were made for. */
  readonly asOf: number
}
