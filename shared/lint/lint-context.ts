import type { Check } from '../verdict/check.ts'
import type { ValidationProfile, VerifyResult } from '../verdict/verification.ts'

/** What is known of a key, without the key: safe to show and to pass between processes. */
export type KeyFacts = {
  readonly kty: string
  readonly crv?: string
  /** RSA modulus or shared secret. */
  readonly bits?: number
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  readonly key_ops?: readonly string[]
  /** Holds private members, or is a shared secret. */
  readonly isPrivate: boolean
  /** Why its own numbers make it unusable, for example an even exponent or a point off the curve. */
  readonly flaw?: string
  /** For a shared secret: readable text, or a value that stands in the token itself. */
  readonly weakness?: 'empty' | 'readable' | 'claim_value' | 'listed'
  readonly provenance?: 'issuer_metadata' | 'jwks_url' | 'pasted' | 'secret' | 'vault' | 'token'
}

export type JwksFacts = {
  readonly keys: readonly KeyFacts[]
  /** Served to everybody, or pasted as such. */
  readonly isPublished: boolean
}

/** What a key source tells the rules; a set without the key that the token names has only `jwks`. */
export type KeySourceFacts = { readonly key?: KeyFacts; readonly jwks?: JwksFacts }

/** What the person, or their profile, demands. An absent member means: nothing is demanded. */
export type LintPolicy = {
  readonly alg?: readonly string[]
  readonly iss?: string
  readonly aud?: readonly string[]
  readonly client_id?: string
  /** Seconds from iat to exp. */
  readonly maxLifetime?: number
  /** FAPI asks for PS* or ES*. */
  readonly fapi?: boolean
  /** The issuer serves more than one recipient, so that aud is what tells tokens apart. */
  readonly manyRecipients?: boolean
  readonly bindingRequired?: boolean
}

/** From the issuer's metadata (OIDC Discovery §3, RFC 8414 §2). */
export type MetadataFacts = {
  readonly issuer: string
  /** The issuer was asked for under another name, so nothing here counts but that name. */
  readonly refused?: true
  readonly id_token_signing_alg_values_supported?: readonly string[]
  readonly authorization_signed_response_alg_values_supported?: readonly string[]
  readonly token_endpoint?: string
}

/** What a source that was fetched told; it may have told nothing of its keys and yet something of its issuer. */
export type SourceFacts = KeySourceFacts & { readonly metadata?: MetadataFacts }

/** The first certificate of an x5c header parameter (RFC 7515 §4.1.6), read and not trusted. */
export type CertificateFacts = {
  /** Which header of the token: the place of the signature or recipient, 0 where there is one. */
  readonly header: number
  /** Null where it is no certificate that can be read. */
  readonly leaf: {
    /** Unix seconds. */
    readonly notBefore: number
    readonly notAfter: number
    /** Base64url digests of its DER form: SHA-1 and SHA-256. */
    readonly x5t: string
    readonly x5tS256: string
    /** RFC 7638 SHA-256 thumbprint of its key; null for a kind of key that has none here. */
    readonly keyThumbprint: string | null
  } | null
}

/** What is known of the run that the token came from. `null`: known to have been absent. */
export type FlowFacts = {
  readonly client_id?: string
  readonly isPublicClient?: boolean
  readonly grant?: string
  readonly nonce?: string | null
  readonly requestedScope?: string | null
  readonly resource?: string
  readonly usedAs?: 'bearer' | 'id_token' | 'dpop_access_token'
  readonly issuedFrom?: 'authorization_endpoint' | 'token_endpoint'
  readonly withAccessToken?: boolean
  readonly withCode?: boolean
  readonly max_age?: number | null
  readonly essentialAcr?: readonly string[] | null
  /** Subjects of other answers about the same person: an earlier ID token, UserInfo. */
  readonly otherSubjects?: readonly string[]
  /** Unix seconds. */
  readonly receivedAt?: number
  readonly id_token_signed_response_alg?: string
  readonly id_token_encrypted_response_alg?: string | null
  readonly emailIsIdentifier?: boolean
  /** base64url SHA-256 of the certificate that the request was made with. */
  readonly clientCertificate?: string | null
}

/** What is known of other tokens that were looked at beside this one. */
export type WorkspaceFacts = {
  /** How many more there are that were not looked at; absent: none, `Infinity`: nobody knows. */
  readonly unseen?: number
  /** For each other token: the first half (r) of its ECDSA signature, as base64url, and its signing input's digest or text. */
  readonly ecdsa?: readonly { readonly r: string; readonly input: string; readonly kid?: string }[]
  readonly algorithms?: readonly { readonly kid: string; readonly alg: string; readonly iss?: string }[]
}

/** Everything besides the token that a rule may look at; all of it optional. */
export type LintContext = {
  /** Unix seconds; absent: rules about the present are not run. */
  readonly nowSeconds?: number
  /** Clock tolerance in seconds. */
  readonly skew?: number
  /** What the person says the token is; absent: what it seems to be. */
  readonly as?: ValidationProfile
  readonly key?: KeyFacts
  readonly jwks?: JwksFacts
  /** Of the x5c in each header that has one; absent: they were not read. */
  readonly certificates?: readonly CertificateFacts[]
  readonly policy?: LintPolicy
  readonly metadata?: MetadataFacts
  readonly flow?: FlowFacts
  readonly verification?: VerifyResult
  /** Checks of the run that the token came from. */
  readonly runChecks?: readonly Check[]
  /** What an encrypted token holds, once it was opened; null where it is not text. */
  readonly plaintext?: string | null
  readonly workspace?: WorkspaceFacts
}

/** A check made elsewhere, by its name: of the verification first, then of the run; undefined where none was made. */
export function madeCheck(context: LintContext, id: string): Check | undefined {
  const all = [...(context.verification?.checks ?? []), ...(context.runChecks ?? [])]
  return all.find((check) => check.id === id && check.status !== 'not_checked')
}
