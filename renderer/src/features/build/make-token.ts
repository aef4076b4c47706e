import type { SigningKey, SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { settle } from '../../bridge.ts'
import type { BuildData, EncryptForm, Made, Outcome } from './build-state.ts'
import { headerValue } from './header-fields.ts'
import { sdJwtPart } from './holder-actions.ts'
import { keyWarnings } from './made-warnings.ts'
import { canKeepSignature, withOldSignature } from './original.ts'
import { fillIn, missingKey, signedSentence, signingKeyOf } from './sign-form.ts'

export type MakeDeps = {
  readonly bridge: Bridge
  /** Unix milliseconds. */
  readonly now: () => number
  readonly uuid: () => string
}

/** Fills in, signs and, where that was chosen, encrypts what the state holds at this moment. */
export async function makeToken(state: BuildData, deps: MakeDeps): Promise<Outcome> {
  const { bridge } = deps
  const key = signingKeyOf(state.key)
  if (key === null) return { kind: 'refused', at: 'key', message: missingKey(state.key) }
  const sdJwt = sdJwtPart(state, Math.floor(deps.now() / 1000))
  if ('missing' in sdJwt) return { kind: 'refused', at: 'holder', message: sdJwt.missing }
  const facts = await factsOf(state, key, bridge)
  const filled = fillIn(state, sources(deps, facts))
  const stated = headerValue(filled.header, 'alg')
  const answer = await settle(
    bridge['tokens.sign']({
      header: filled.header,
      payload: filled.payload,
      payloadEncoding: state.payloadEncoding,
      key,
      serialization: state.serialization,
      detached: state.detached,
      ...(stated === null && facts?.algorithms[0] ? { alg: facts.algorithms[0] } : {}),
      ...sdJwt,
    }),
  )
  if (!answer.ok) return { kind: 'refused', at: 'key', message: `Not signed: ${answer.error.message}.` }
  const { value } = answer
  if (value.kind === 'refused') return value
  const name = state.keys.find(({ id }) => id === state.key.keyId)?.name
  const others = (state.original?.signatures ?? 1) - 1
  const dropped = {
    code: 'SIGNATURES_DROPPED',
    message: `${others} of the ${others + 1} signatures it came with ${others === 1 ? 'is' : 'are'} not in this token.`,
  }
  const made: Made = {
    token: `${value.token}${suffixOf(state)}`,
    how: value.alg === null ? 'unsigned' : 'signed',
    sentence: signedSentence(value, state.key, name),
    warnings: [
      ...value.warnings,
      ...filled.warnings,
      ...keyWarnings(state, filled.header, value.alg, facts),
      ...(others > 0 ? [dropped] : []),
    ],
    resolved: filled.resolved,
    publicJwk: value.alg === null ? null : (facts?.publicJwk ?? null),
  }
  const inside: Made = state.detached
    ? {
        ...made,
        warnings: [
          ...made.warnings,
          {
            code: 'DETACHED_INSIDE',
            message:
              'The encrypted token holds no payload: the recipient must get it another way to verify the signature.',
          },
        ],
      }
    : made
  return state.encrypt.on ? encryptMade(inside, state.encrypt, bridge) : { kind: 'made', made }
}

/** The parts as they stand beside the signature that came; null where that cannot be. */
export function keepOldSignature(state: BuildData, deps: Omit<MakeDeps, 'bridge'>): Outcome | null {
  const { original, knowledge } = state
  if (original === null || !canKeepSignature(original)) return null
  const filled = fillIn(state, sources(deps, knowledge.kind === 'known' ? knowledge.facts : null))
  const token = withOldSignature(original, filled.header, filled.payload)
  const sentence =
    token === original.token
      ? 'Nothing was changed, so this is the token as it came.'
      : 'The old signature was kept. It covers other bytes, so it does not verify with any key.'
  const { warnings, resolved } = filled
  return { kind: 'made', made: { token, how: 'kept', sentence, warnings, resolved, publicJwk: null } }
}

function sources({ now, uuid }: Omit<MakeDeps, 'bridge'>, facts: SigningKeyFacts | null) {
  return { nowSeconds: Math.floor(now() / 1000), uuid, facts }
}

/** A click may come before the form has learned what was pasted; the header may need it. */
async function factsOf(state: BuildData, key: SigningKey, bridge: Bridge): Promise<SigningKeyFacts | null> {
  if (key.kind === 'none') return null
  if (state.knowledge.kind === 'known') return state.knowledge.facts
  const answer = await settle(bridge['tokens.signingKey']({ key }))
  return answer.ok && answer.value.kind === 'key' ? answer.value : null
}

/** Disclosures that came with the token stay behind it; new ones are made with the signature. */
function suffixOf({ original, disclose, serialization }: BuildData): string {
  return original && disclose === null && serialization === 'compact' ? original.suffix : ''
}

/** The signed token becomes the content of a JWE (RFC 7519 §5.2). */
async function encryptMade(made: Made, form: EncryptForm, bridge: Bridge): Promise<Outcome> {
  const { keyId, text, alg, enc } = form
  const refused = (message: string) => ({ kind: 'refused', at: 'encrypt', message }) as const
  if (keyId === '' && text.trim() === '') {
    return refused('Paste the key of the recipient to encrypt to, or choose one of yours.')
  }
  const key = keyId === '' ? ({ kind: 'key', text } as const) : ({ kind: 'vault', keyId } as const)
  // RFC 7515 §4.1.10, RFC 7519 §5.2.
  const cty = made.token.startsWith('{') ? 'jose+json' : 'JWT'
  const answer = await settle(bridge['tokens.encrypt']({ plaintext: made.token, key, alg, enc, cty }))
  if (!answer.ok) return refused(`Not encrypted: ${answer.error.message}.`)
  if (answer.value.kind === 'refused') return refused(answer.value.message)
  const { token, notes } = answer.value
  return {
    kind: 'made',
    made: {
      ...made,
      token,
      how: 'encrypted',
      sentence: `${made.sentence} Then encrypted with ${alg} and ${enc}.`,
      warnings: [...made.warnings, ...notes.map((message) => ({ code: 'ENCRYPT', message }))],
    },
  }
}
