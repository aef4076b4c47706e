import { z } from 'zod'
import type { SourceFacts } from '../lint/lint-context.ts'
import type { Check, Verdict, VerdictCode } from './check.ts'
import { readTargetAddress } from './profiles/target-address.ts'

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
  z.strictObject({
    kind: z.literal('key'),
    text: z.string().max(1_000_000),
    /** For an encrypted PKCS#8 block. */
    passphrase: z.string().max(10_000).optional(),
  }),
  z.strictObject({ kind: z.literal('secret'), text: z.string().max(100_000), encoding: secretEncoding }),
  /** A key kept in the vault, by its record's id; the key itself never crosses to the window. */
  z.strictObject({ kind: z.literal('vault'), keyId: z.string().min(1).max(64) }),
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

/** What the token is taken for, which decides the rules it must pass beyond those of every JWT. */
export const validationProfile = z.enum([
  'generic',
  'id_token',
  'access_token',
  'logout_token',
  'client_assertion',
  'dpop_proof',
  'request_object',
  'jarm',
  'sd_jwt_vc',
])
export type ValidationProfile = z.infer<typeof validationProfile>

const short = z.string().max(4096)
const long = z.string().max(1_000_000)

/** What surrounded the token, for the rules that compare with it. An absent field means: not checked. */
export const validationContext = z.strictObject({
  client_id: short.optional(),
  /** For at_hash, ath, and the cnf of the access token beside a DPoP proof. */
  access_token: long.optional(),
  /** For c_hash. */
  code: short.optional(),
  /** For s_hash. */
  state: short.optional(),
  max_age: z.number().min(0).max(1_000_000_000).optional(),
  acr_values: short.optional(),
  scope: short.optional(),
  htm: short.optional(),
  /** Only an address that can be compared: another would be an expectation that nothing is held against. */
  htu: short.refine((text) => readTargetAddress(text) !== null, 'an http or https address').optional(),
  /** RFC 7638 SHA-256 thumbprint that the DPoP key must have. */
  jkt: short.optional(),
  token_endpoint: short.optional(),
  /** Key binding of an SD-JWT: what the verifier asked for. */
  kb_aud: short.optional(),
  kb_nonce: short.optional(),
  /** The decision whether key binding is needed is the verifier's, never the token's (RFC 9901 §7.3). */
  kb_required: z.boolean().optional(),
})
export type ValidationContext = z.infer<typeof validationContext>

export const verifyRequest = z.strictObject({
  token: z.string().max(1_000_000),
  source: keySource,
  expect: expectations,
  as: validationProfile.optional(),
  context: validationContext.optional(),
  /** The payload of a detached JWS (RFC 7515 Appendix F, RFC 7797). */
  payload: z.strictObject({ text: long, encoding: z.enum(['utf8', 'base64url']) }).optional(),
  /** The private key or secret that opens an encrypted token; `source` then judges what is inside. */
  decrypt: keySource.optional(),
  /** Obsolete algorithms that the person chose to allow all the same. */
  allowObsolete: z
    .array(z.enum(['RSA1_5']))
    .max(8)
    .optional(),
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
  readonly provenance: 'issuer_metadata' | 'jwks_url' | 'pasted' | 'secret' | 'vault' | 'token'
}

/**
 * The ladder of one part of a token: a signature of a general JWS, a recipient of a JWE, a layer of a nested token, a
 * disclosure or the key binding of an SD-JWT.
 */
export type PartResult = {
  /** Stable and unique among its siblings: `signature-0`, `recipient-1`, `layer-1`, `disclosure-3`, `key_binding`. */
  readonly id: string
  /** For a heading, for example `Signature 2 of 3`. */
  readonly title: string
  readonly verdict: Verdict
  readonly code: VerdictCode
  readonly checks: readonly Check[]
  readonly key: KeyUsed | null
  readonly parts?: readonly PartResult[]
}

/** Why a check failed, found by trying: a fact, not a guess. */
export type Diagnosis = {
  /** Stable, for example `OTHER_KEY_OF_SET`, `SECRET_ENCODING`, `PS_RS_MIXED`, `DER_SIGNATURE`, `GRAPH_NONCE`. */
  readonly cause: string
  /** One sentence: what was tried and what came out. Never a secret. */
  readonly sentence: string
  /** What to do about it, one sentence. */
  readonly advice: string
  /** The same request would verify with this source; for a button. Only where nothing is weakened by it. */
  readonly source?: KeySource
  readonly spec?: string
}

/** What came out of an encrypted token. */
export type Decrypted = {
  /** The plaintext as text; null where it is not UTF-8. */
  readonly text: string | null
  readonly base64url: string
  /** How it was opened, for example `ECDH-ES+A128KW, A128GCM`. */
  readonly algorithms: string
}

export type VerifyResult = {
  readonly verdict: Verdict
  /** `OK`, or the code of the first failed check, or why nothing could be proved. */
  readonly code: VerdictCode
  /** In ladder order: parsed, (decrypted,) signature, key, time, issuer, audience, type, nonce, then the profile's own. */
  readonly checks: readonly Check[]
  readonly key: KeyUsed | null
  readonly requests: readonly NetworkRequest[]
  /** Absent where the token is all one part. `checks` then tells the whole: it passes only what every needed part passes. */
  readonly parts?: readonly PartResult[]
  /** Why the signature or decryption failed, where trying found a cause; most telling first. */
  readonly diagnosis?: readonly Diagnosis[]
  readonly decrypted?: Decrypted
  /** The claims of an SD-JWT after its disclosures were put in place, as JSON text (RFC 9901 §7.1). */
  readonly processedClaims?: string
  /** What the keys and the metadata that were fetched say, for the rules; never a key. Absent where nobody asks for it. */
  readonly sourceFacts?: SourceFacts
  /** Unix seconds the time checks were made for. */
  readonly asOf: number
}
