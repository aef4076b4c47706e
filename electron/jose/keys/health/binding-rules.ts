import type { KeyFinding } from '../../../../shared/key/key-description.ts'
import { algsOf, keyTypes } from '../../../../shared/key/key-type.ts'
import { findingFor, type KeySetRule, type Member } from './member.ts'

/** What a key says that it is for: its use, its algorithm, its operations. */
export const bindingRules: readonly KeySetRule[] = [
  missingUse,
  unknownUse,
  missingAlg,
  unknownAlg,
  algDoesNotFit,
  algAgainstUse,
  opsAgainstUse,
  repeatedOps,
  obsoleteAlg,
]

const signatureAlgs = new Set(keyTypes.flatMap((type) => type.signatureAlgs))
/** Contents of `dir` keys, and RSA1_5, which no key is made for any more (RFC 7518 §4.1, §5.1). */
const otherAlgs: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  RSA1_5: 'RSA',
  A128GCM: 'oct',
  A192GCM: 'oct',
  A256GCM: 'oct',
  'A128CBC-HS256': 'oct',
  'A192CBC-HS384': 'oct',
  'A256CBC-HS512': 'oct',
}

const algOf = ({ jwk }: Member) => (typeof jwk.alg === 'string' ? jwk.alg : null)
const isKnown = (alg: string) =>
  otherAlgs[alg] !== undefined || keyTypes.some((type) => algsOf(type).includes(alg))

/** The key types, and of curves the curve, that an algorithm is for. */
function fits(alg: string, { jwk }: Member): boolean {
  if (otherAlgs[alg] !== undefined) return otherAlgs[alg] === jwk.kty
  return keyTypes.some(
    (type) =>
      type.kty === jwk.kty && (type.crv === undefined || type.crv === jwk.crv) && algsOf(type).includes(alg),
  )
}

function isFor(member: Member): 'sig' | 'enc' | null {
  if (member.jwk.use === 'sig' || member.jwk.use === 'enc') return member.jwk.use
  const alg = algOf(member)
  if (alg === null || !isKnown(alg)) return null
  return signatureAlgs.has(alg) ? 'sig' : 'enc'
}

/** Where both kinds of key stand in one set, use is required for all of them (OpenID Connect Discovery §3, jwks_uri). */
function missingUse(members: readonly Member[]): readonly KeyFinding[] {
  const purposes = new Set(members.map(isFor))
  const both = purposes.has('sig') && purposes.has('enc')
  return findingFor(
    members.filter(({ jwk }) => jwk.use === undefined && jwk.key_ops === undefined),
    {
      id: 'MISSING_USE',
      severity: both ? 'error' : 'info',
      says: ['has neither use nor key_ops', 'have neither use nor key_ops'],
      advice: both
        ? 'The set holds keys for signatures and for encryption: then every key must say which it is for.'
        : 'Add "use": "sig" or "enc", so that a key is never taken for what it was not made for.',
      spec: both ? 'OIDC Discovery §3' : 'RFC 7517 §4.2',
    },
  )
}

function unknownUse(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.use !== undefined && jwk.use !== 'sig' && jwk.use !== 'enc'),
    {
      id: 'UNKNOWN_USE',
      severity: 'warning',
      says: ['has a use that is neither sig nor enc', 'have a use that is neither sig nor enc'],
      advice: 'Most readers pass over such a key. Write sig or enc, in lower case.',
      spec: 'RFC 7517 §4.2',
    },
  )
}

function missingAlg(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.alg === undefined),
    {
      id: 'MISSING_ALG',
      severity: 'info',
      says: ['has no alg', 'have no alg'],
      advice: 'With an alg a key is bound to one algorithm, and a reader need not guess which it may accept.',
      spec: 'RFC 7517 §4.4',
    },
  )
}

function unknownAlg(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter((member) => {
      const alg = algOf(member)
      return member.jwk.alg !== undefined && (alg === null || !isKnown(alg))
    }),
    {
      id: 'UNKNOWN_ALG',
      severity: 'warning',
      says: ['names an alg that is not known here', 'name an alg that is not known here'],
      advice:
        'Names are exact: rs256 is not RS256. A key with an alg that a reader does not know is not used.',
      spec: 'RFC 7518 §3.1',
    },
  )
}

function algDoesNotFit(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter((member) => {
      const alg = algOf(member)
      const known = keyTypes.some(({ kty }) => kty === member.jwk.kty)
      return alg !== null && known && isKnown(alg) && !fits(alg, member)
    }),
    {
      id: 'ALG_DOES_NOT_FIT',
      severity: 'error',
      says: [
        'names an alg that its type or curve cannot be used with',
        'name an alg that their type or curve cannot be used with',
      ],
      advice:
        'Correct the alg. A strict reader refuses the key; a careless one may use it in a way it is not safe for.',
      spec: 'RFC 8725 §3.1',
    },
  )
}

function algAgainstUse(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter((member) => {
      const alg = algOf(member)
      const { use } = member.jwk
      if (alg === null || !isKnown(alg) || (use !== 'sig' && use !== 'enc')) return false
      return signatureAlgs.has(alg) !== (use === 'sig')
    }),
    {
      id: 'ALG_AGAINST_USE',
      severity: 'error',
      says: ['has a use that contradicts its alg', 'have a use that contradicts their alg'],
      advice:
        'A key for signatures has "use": "sig" and an algorithm for signatures; for encryption likewise.',
      spec: 'RFC 7517 §4.2',
    },
  )
}

const signing = new Set<unknown>(['sign', 'verify'])
const enciphering = new Set<unknown>([
  'encrypt',
  'decrypt',
  'wrapKey',
  'unwrapKey',
  'deriveKey',
  'deriveBits',
])

function opsAgainstUse(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk: { use, key_ops } }) => {
      if (key_ops === undefined) return false
      if (!Array.isArray(key_ops) || key_ops.length > 50) return true
      const wrong = use === 'sig' ? enciphering : use === 'enc' ? signing : null
      return wrong !== null && key_ops.some((op) => wrong.has(op))
    }),
    {
      id: 'OPS_AGAINST_USE',
      severity: 'error',
      says: [
        'has key_ops that contradict its use or are no list',
        'have key_ops that contradict their use or are no list',
      ],
      advice: 'Use one of the two, use or key_ops; where both stand they must agree.',
      spec: 'RFC 7517 §4.3',
    },
  )
}

function repeatedOps(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(
      ({ jwk: { key_ops } }) => Array.isArray(key_ops) && new Set(key_ops).size < key_ops.length,
    ),
    {
      id: 'REPEATED_OPS',
      severity: 'warning',
      says: ['names an operation twice in key_ops', 'name an operation twice in key_ops'],
      advice: 'Name each operation once.',
      spec: 'RFC 7517 §4.3',
    },
  )
}

function obsoleteAlg(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter((member) => algOf(member) === 'RSA1_5'),
    {
      id: 'OBSOLETE_ALG',
      severity: 'warning',
      says: ['is for RSA1_5, which is obsolete', 'are for RSA1_5, which is obsolete'],
      advice: 'RSA1_5 lets a careless decrypter be used as an oracle. RSA-OAEP-256 takes its place.',
      spec: 'RFC 8725 §3.2',
    },
  )
}
