import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { ecdsaSignatureBytes } from '../../../shared/lint/known-algorithms.ts'
import { goodTokenFault } from '../../../shared/negative/good-token-fault.ts'
import { rawMembers, toJsonText, withMember } from '../../../shared/negative/member-text.ts'
import { demandOf, type GoodToken } from '../../../shared/negative/negative-case.ts'
import { negativeCases } from '../../../shared/negative/negative-cases.ts'
import type {
  NegativeDraft,
  NegativeSet,
  NegativeSkipped,
  NegativeToken,
} from '../../../shared/negative/negative-token.ts'
import { timeFaultOf } from '../../../shared/negative/time-fault.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import { checkSignature } from '../check-signature.ts'
import { type Jwk, publicJwk } from '../jwk.ts'
import { readSigningKey, type SigningMaterial } from '../sign/read-signing-key.ts'
import { signToken } from '../sign/sign-token.ts'

export type NegativeJob = {
  /** A good token in compact form: one that the server accepts. */
  readonly token: string
  /** What signs; null: only faults that need no key are made. */
  readonly key: SigningMaterial | null
  /** Unix seconds. */
  readonly nowSeconds: number
}

/**
 * Faulty tokens out of one good one, each with one fault and what a correct server does with it; for testing one's own
 * server. A fault in the claims needs the key that signed, so that the signature is no reason to refuse. Throws AppError
 * ERR_INPUT for what is no signed JWT in compact form. The key goes into the signatures and nowhere else.
 */
export async function makeNegativeTokens({ token, key, nowSeconds }: NegativeJob): Promise<NegativeSet> {
  const { good, signature } = readGood(token, nowSeconds)
  const makers = await createSigner(good, signature, await readOwnKey(token, good, key))
  const tokens: NegativeToken[] = []
  const skipped: NegativeSkipped[] = []
  for (const fault of negativeCases) {
    const { id, label, change } = fault
    const draft = fault.make(good)
    const made =
      draft === null ? { skipped: 'this token has nothing to put the fault into' } : await makers(draft)
    if ('skipped' in made) skipped.push({ id, label, reason: made.skipped })
    else tokens.push({ id, label, change, ...demandOf(fault, good), token: made.token })
  }
  return { tokens, skipped, timeFault: timeFaultOf(good.claims, nowSeconds) }
}

function readGood(
  token: string,
  nowSeconds: number,
): { readonly good: GoodToken; readonly signature: string } {
  const reading = readToken(token)
  const part = (wanted: string) => reading.segments.find(({ name }) => name === wanted)
  const [header, payload, signature] = [part('header'), part('payload'), part('signature')]
  const fault = goodTokenFault(reading)
  if (fault !== null) throw new AppError('ERR_INPUT', fault)
  if (!header || !payload || !signature) throw new AppError('ERR_INPUT', 'this is not a signed JWT')
  const alg = header.members?.findLast(({ name }) => name === 'alg')?.value
  return {
    good: {
      header: rawMembers(header.members ?? []),
      claims: rawMembers(payload.members ?? []),
      headerText: header.decoded ?? '',
      payloadText: payload.decoded ?? '',
      alg: typeof alg === 'string' ? alg : '',
      nowSeconds,
      nonce: randomBytes(6).toString('hex'),
    },
    signature: signature.text,
  }
}

type Making = { readonly token: string } | { readonly skipped: string }

async function createSigner(
  good: GoodToken,
  signature: string,
  own: OwnKey,
): Promise<(draft: NegativeDraft) => Promise<Making>> {
  let fresh: Jwk | null = null
  return async (draft) => {
    const { signer, suffix = '' } = draft
    switch (signer.kind) {
      case 'own':
        if ('reason' in own) return { skipped: own.reason }
        return signed(draft, { kind: 'key', text: JSON.stringify(own.jwk) })
      case 'fresh': {
        fresh ??= freshKey(good.alg)
        const members = headerMembers(draft.header)
        const alg = String(fresh.alg)
        const plain = good.alg === alg ? members : withMember(members, 'alg', alg)
        const header = signer.publish ? withMember(plain, 'jwk', bare(publicJwk(fresh))) : plain
        return signed({ ...draft, header: toJsonText(header) }, { kind: 'key', text: JSON.stringify(fresh) })
      }
      case 'public_as_secret': {
        if ('reason' in own) return { skipped: own.reason }
        const pem = publicPem(own.jwk)
        if (pem === null) return { skipped: 'the key has no public half in PEM' }
        return { token: withHmac(draft, Buffer.from(pem)) }
      }
      case 'empty_secret':
        return { token: withHmac(draft, Buffer.alloc(0)) }
      case 'old':
        return { token: `${inputOf(draft)}.${signature}${suffix}` }
      case 'flipped':
        return { token: `${inputOf(draft)}.${flipBit(signature)}` }
      case 'zero': {
        const length = ecdsaSignatureBytes(good.alg) ?? 64
        return { token: `${inputOf(draft)}.${Buffer.alloc(length).toString('base64url')}` }
      }
      case 'empty':
        return { token: `${inputOf(draft)}.` }
      case 'cut':
        return { token: inputOf(draft) }
    }
  }
}

type OwnKey = { readonly jwk: Jwk } | { readonly reason: string }

/**
 * The person's key, if it is the one that signed the good token. With another one every fault would be refused for its
 * signature, and a server that overlooks the fault itself would seem careful.
 */
async function readOwnKey(token: string, good: GoodToken, key: SigningMaterial | null): Promise<OwnKey> {
  if (key === null) return { reason: 'it must be signed anew, and no key was given' }
  const kidText = good.header.findLast(([name]) => name === 'kid')?.[1]
  const kid: unknown = kidText === undefined ? null : JSON.parse(kidText)
  const reading = readSigningKey(key, typeof kid === 'string' ? kid : null)
  if ('reason' in reading) return { reason: `the key cannot sign: ${reading.reason}` }
  const { kid: _, ...jwk } = reading.jwk
  const { signature } = await checkSignature({
    token,
    alg: good.alg,
    kid: null,
    material: { kind: 'key', text: JSON.stringify(jwk), provenance: 'pasted' },
  })
  return signature.status === 'pass'
    ? { jwk: reading.jwk }
    : { reason: 'the key given is not the one that signed the good token' }
}

async function signed(draft: NegativeDraft, key: SigningMaterial): Promise<Making> {
  const result = await signToken({
    header: draft.header,
    payload: draft.payload,
    key,
    serialization: 'compact',
  })
  return result.kind === 'signed' ? { token: result.token } : { skipped: result.message }
}

function inputOf({ header, payload }: NegativeDraft): string {
  return `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`
}

function withHmac(draft: NegativeDraft, secret: Buffer): string {
  const input = inputOf(draft)
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function flipBit(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url')
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return bytes.toString('base64url')
}

function headerMembers(text: string) {
  const { segments } = readToken(`${Buffer.from(text).toString('base64url')}.e30.AA`)
  return rawMembers(segments[0]?.members ?? [])
}

/** A key of the same algorithm where it can be made at once, else for ES256. */
function freshKey(alg: string): Jwk {
  const jwk = (key: { export(options: { format: 'jwk' }): JsonWebKey }): Jwk => ({
    ...key.export({ format: 'jwk' }),
  })
  if (/^HS(?:256|384|512)$/.test(alg)) return { kty: 'oct', k: randomBytes(64).toString('base64url'), alg }
  if (/^[RP]S(?:256|384|512)$/.test(alg))
    return { ...jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey), alg }
  if (alg === 'EdDSA' || alg === 'Ed25519') return { ...jwk(generateKeyPairSync('ed25519').privateKey), alg }
  const curve = { ES384: 'P-384', ES512: 'P-521' }[alg] ?? 'P-256'
  const name = curve === 'P-256' ? 'ES256' : alg
  return { ...jwk(generateKeyPairSync('ec', { namedCurve: curve }).privateKey), alg: name }
}

/** Only what makes the key: a verifier that trusts it needs no more. For a MAC that is the fresh secret itself. */
function bare(jwk: Jwk): Jwk {
  const names = ['kty', 'crv', 'x', 'y', 'n', 'e', 'k']
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => names.includes(name)))
}

function publicPem(jwk: Jwk): string | null {
  if (jwk.kty === 'oct') return null
  try {
    const key = createPublicKey({ key: publicJwk(jwk) as JsonWebKey, format: 'jwk' })
    return key.export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    return null
  }
}
