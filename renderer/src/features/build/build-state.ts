import type { EncryptRequest } from '../../../../shared/build/encrypt-request.ts'
import type {
  Serialization,
  SigningKeyFacts,
  SignRefusalCode,
  SignWarning,
} from '../../../../shared/build/sign-request.ts'
import type { TemplateId } from '../../../../shared/build/templates.ts'
import { type Change, findChange } from '../../../../shared/build/what-changed.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import type { KeyTypeId } from '../../../../shared/key/key-type.ts'
import type { ClaimPath } from '../../../../shared/sd-jwt/create-sd-jwt.ts'
import type { SecretEncoding } from '../../../../shared/verdict/verification.ts'
import type { Drafts } from './drafts.ts'
import type { Original } from './original.ts'
import type { Recipient } from './recipient.ts'

/** What stands in the key form, for every kind at once, so that looking at another kind loses nothing. */
export type KeyForm = {
  readonly kind: 'vault' | 'key' | 'secret' | 'none'
  readonly keyId: string
  readonly text: string
  readonly passphrase: string
  readonly secret: string
  readonly encoding: SecretEncoding
  /** What “Generate” makes. */
  readonly generate: KeyTypeId
}

/** What happens to the token after it was signed. */
export type EncryptForm = {
  readonly on: boolean
  /** One of the person's keys; empty: the pasted one. */
  readonly keyId: string
  readonly text: string
  readonly alg: EncryptRequest['alg']
  readonly enc: EncryptRequest['enc']
}

/** What an SD-JWT has besides its disclosures. */
export type SdForm = {
  readonly decoys: number
  /** The public half of the holder's key goes into cnf. */
  readonly hasHolder: boolean
  /** One of the person's keys; empty: the pasted one. */
  readonly keyId: string
  readonly text: string
  /** A key binding JWT is made for this verifier. */
  readonly binds: boolean
  readonly aud: string
  readonly nonce: string
}

/** What is known of the chosen key. */
export type KeyKnowledge =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly facts: SigningKeyFacts }
  | { readonly kind: 'refused'; readonly code: SignRefusalCode | null; readonly message: string }

/** A placeholder and what stood in its place in the token that was made. */
export type Resolution = {
  readonly where: 'header' | 'claims'
  readonly placeholder: string
  readonly raw: string
}

export type Made = {
  readonly token: string
  /** What was done, in a sentence, and what was not. */
  readonly sentence: string
  readonly how: 'signed' | 'kept' | 'unsigned' | 'encrypted'
  readonly warnings: readonly (SignWarning | { readonly code: string; readonly message: string })[]
  readonly resolved: readonly Resolution[]
  /** To verify it with, as JWK text; null for secrets and where there is no key. */
  readonly publicJwk: string | null
}

export type Outcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'made'; readonly made: Made }
  | {
      readonly kind: 'refused'
      readonly message: string
      readonly at: 'header' | 'payload' | 'key' | 'holder' | 'encrypt'
      /** The field of the list that is to be mended (`draftKey`). */
      readonly field?: string
    }

export type BuildData = {
  /** Null where the token is made from a template. */
  readonly original: Original | null
  readonly originalNotes: readonly string[]
  /** Why what was handed over cannot be changed; null where nothing was refused. */
  readonly unreadable: string | null
  readonly template: TemplateId
  readonly header: string
  readonly payload: string
  readonly payloadEncoding: 'utf8' | 'base64url'
  /** Null: no SD-JWT. Otherwise where the claims and array elements stand that become disclosures. */
  readonly disclose: readonly ClaimPath[] | null
  readonly sd: SdForm
  readonly key: KeyForm
  readonly encrypt: EncryptForm
  /** Null while nothing is known of the key to encrypt to: then every algorithm is offered. */
  readonly recipient: Recipient | null
  readonly keys: readonly KeyRecord[]
  readonly knowledge: KeyKnowledge
  /** Said beside the algorithm when it followed the key; null where it did not. */
  readonly algNote: string | null
  readonly serialization: Serialization
  readonly detached: boolean
  /** Header and claims are signed without the white space between their members. */
  readonly compactText: boolean
  readonly generating: boolean
  /** Keys can be kept: the vault is sealed on disk. */
  readonly sealed: boolean
  /** Fields of the list that do not show what would be signed; nothing is made while one cannot be taken over. */
  readonly drafts: Drafts
  readonly outcome: Outcome
}

export type Changes = { readonly header: Change | null; readonly payload: Change | null }

/** How the parts differ from those that came; null for a token from a template. */
export function changesOf(state: Pick<BuildData, 'original' | 'header' | 'payload'>): Changes | null {
  const { original, header, payload } = state
  if (!original) return null
  return { header: findChange(original.header, header), payload: findChange(original.payload, payload) }
}

/** True where a token came and every byte of its parts is as it was. */
export function isUnchanged(state: Pick<BuildData, 'original' | 'header' | 'payload'>): boolean {
  const changes = changesOf(state)
  return changes !== null && changes.header === null && changes.payload === null
}
