import { z } from 'zod'
import { secretEncoding } from '../verdict/verification.ts'

const pastedKey = z.strictObject({
  kind: z.literal('key'),
  /** A private JWK, or a private key in PEM. */
  text: z.string().max(1_000_000),
  /** For an encrypted PKCS#8 block. */
  passphrase: z.string().max(10_000).optional(),
})
/** A key of the Keys room, kept or only in memory; the key itself never crosses to the window. */
const ownKey = z.strictObject({ kind: z.literal('vault'), keyId: z.string().min(1).max(64) })
const holderKey = z.discriminatedUnion('kind', [pastedKey, ownKey])

/** What signs. `none` is the explicit choice of no signature; it is never the fallback of another. */
export const signingKey = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  pastedKey,
  z.strictObject({ kind: z.literal('secret'), text: z.string().max(100_000), encoding: secretEncoding }),
  ownKey,
])
export type SigningKey = z.infer<typeof signingKey>

export const serialization = z.enum(['compact', 'flattened', 'general'])
export type Serialization = z.infer<typeof serialization>

const claimPath = z
  .array(z.union([z.string().max(1000), z.int().min(0).max(100_000)]))
  .min(1)
  .max(64)

const shortText = z.string().min(1).max(4000)
/** A presentation to one verifier (RFC 9901 §4.3); `iat` in Unix seconds. */
const keyBinding = z.strictObject({ aud: shortText, nonce: shortText, iat: z.int().min(0) })
export type KeyBinding = z.infer<typeof keyBinding>

const text = z.string().max(4_000_000)

/** A token to sign exactly as it is written: neither text is parsed and written again. */
export const signRequest = z.strictObject({
  /** The protected header as JSON text: its bytes are what is signed (RFC 7515 §5.1). */
  header: text,
  /** The payload as text, any text; it becomes UTF-8. */
  payload: text,
  /** Where the payload is no text: its bytes in base64url. */
  payloadEncoding: z.enum(['utf8', 'base64url']).optional(),
  key: signingKey,
  serialization,
  /** The payload is left out of the token and travels elsewhere (RFC 7515 Appendix F). */
  detached: z.boolean().optional(),
  /** For a header that cannot be read. A header that can be read decides itself. */
  alg: z.string().max(64).optional(),
  /**
   * Makes an SD-JWT: where the claims and array elements stand that become disclosures, none or more. One may stand
   * inside another; it is then disclosed with it (RFC 9901 §4.2, §6.3).
   */
  disclose: z.array(claimPath).max(200).optional(),
  /** Digests of nothing among those of the top level, so that nobody can count the claims (RFC 9901 §4.2.5). */
  decoys: z.int().min(0).max(200).optional(),
  /** Whoever will present the SD-JWT: the public half goes into cnf (RFC 9901 §4.1.2). */
  holder: z.strictObject({ key: holderKey, binding: keyBinding.optional() }).optional(),
})
export type SignRequest = z.infer<typeof signRequest>

/** Stable names of what keeps a token from being signed. */
export type SignRefusalCode =
  | 'ALG_MISSING'
  | 'ALG_UNSUPPORTED'
  | 'ALG_NOT_ALLOWED'
  | 'ALG_NONE'
  | 'ALG_CONFLICT'
  | 'KEY_INVALID'
  | 'KEY_NOT_PRIVATE'
  | 'KEY_TYPE_MISMATCH'
  | 'KEY_USE'
  | 'KEY_UNAVAILABLE'
  | 'PASSPHRASE'
  | 'SECRET_INVALID'
  | 'UNENCODED_PAYLOAD'
  | 'PAYLOAD'
  | 'TOO_LARGE'
  | 'DISCLOSURE'
  | 'HOLDER_KEY'

/** Stable names of what a person should know about a token that was made all the same. */
export type SignWarningCode =
  | 'UNSECURED'
  | 'SIGNATURE_MISSING'
  | 'HEADER_NOT_JSON'
  | 'HEADER_DUPLICATE'
  | 'PAYLOAD_NOT_CLAIMS'
  | 'PAYLOAD_DUPLICATE'
  | 'SECRET_SHORT'
  | 'RSA_SHORT'
  | 'CRIT_UNKNOWN'
  | 'LONE_SURROGATE'
  | 'DISCLOSURE'

export type SignWarning = { readonly code: SignWarningCode; readonly message: string }

export type SignResult =
  | {
      readonly kind: 'signed'
      readonly token: string
      /** Null where nothing was signed. */
      readonly alg: string | null
      /** In words, for example `RSA 2048`; null where there is no key. Never key material. */
      readonly keyDescription: string | null
      readonly kid: string | null
      /** RFC 7638 SHA-256; null for secrets and where there is no key. */
      readonly thumbprint: string | null
      readonly warnings: readonly SignWarning[]
    }
  | {
      readonly kind: 'refused'
      readonly code: SignRefusalCode
      /** One sentence: what was expected and what was found. Never a secret. */
      readonly message: string
      /** Which of the inputs is to be changed. */
      readonly at: 'header' | 'payload' | 'key' | 'holder'
    }

/** What can be said of a key that is to sign, before anything is signed; nothing private. */
export type SigningKeyFacts = {
  readonly description: string
  readonly kid: string | null
  readonly thumbprint: string | null
  /** Algorithms this key may sign with, the usual one first. */
  readonly algorithms: readonly string[]
  /** The public half as JWK text; null for a secret. */
  readonly publicJwk: string | null
}

export type SigningKeyAnswer =
  | ({ readonly kind: 'key' } & SigningKeyFacts)
  | { readonly kind: 'refused'; readonly code: SignRefusalCode; readonly message: string }
