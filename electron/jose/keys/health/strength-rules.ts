import type { KeyFinding } from '../../../../shared/key/key-description.ts'
import { findJwkFlaw, isPrivateJwk } from '../../jwk.ts'
import { bytesOf } from '../../key-numbers.ts'
import { findKeyFlaw } from '../find-key-flaw.ts'
import { findKeyWeakness } from '../find-key-weakness.ts'
import { findingFor, type KeySetRule, type Member, nameOf } from './member.ts'

/** What a key is made of: whether it is secret where it must be, strong enough, and a key at all. */
export const strengthRules: readonly KeySetRule[] = [
  privateMember,
  symmetric,
  unknownType,
  flawed,
  weakRsa,
  oddExponent,
  leadingZero,
  weakSecret,
]

const knownTypes: readonly unknown[] = ['RSA', 'EC', 'OKP', 'oct', 'AKP']

function privateMember(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => isPrivateJwk(jwk) || (jwk.k !== undefined && jwk.kty !== 'oct')),
    {
      id: 'PRIVATE_MEMBER',
      severity: 'error',
      says: ['holds its private half', 'hold their private halves'],
      advice:
        'Whoever reads the set can sign with it. If it was published, replace the key; publish only the public half.',
      spec: 'RFC 7517 §9.2',
    },
  )
}

function symmetric(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.kty === 'oct'),
    {
      id: 'SYMMETRIC_KEY',
      severity: 'error',
      says: ['is a shared secret', 'are shared secrets'],
      advice: 'A secret has no place in a set that others read. If it was published, replace it.',
      spec: 'RFC 7517 §9.2',
    },
  )
}

function unknownType(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => !knownTypes.includes(jwk.kty)),
    {
      id: 'UNKNOWN_KTY',
      severity: 'warning',
      says: ['is of a type that is not known here', 'are of types that are not known here'],
      advice:
        'Readers pass over key types they do not know. Check the spelling: kty is RSA, EC, OKP, AKP or oct.',
      spec: 'RFC 7517 §5',
    },
  )
}

/** Each has a reason of its own. Small RSA keys have a rule of their own. */
function flawed(members: readonly Member[]): readonly KeyFinding[] {
  return members.flatMap((member) => {
    if (!knownTypes.includes(member.jwk.kty)) return []
    const reason = findKeyFlaw(member.jwk)
    if (reason === null) return []
    const hostile = findJwkFlaw(member.jwk)?.hostile ?? false
    return [
      {
        id: hostile ? 'FORGEABLE_KEY' : 'INVALID_KEY',
        severity: 'error' as const,
        keys: [member.index],
        sentence: `${nameOf(member)} cannot be used: ${reason}.`,
        advice: hostile
          ? 'Nobody makes such a key by mistake of theirs alone: find out where it comes from, and replace it.'
          : 'Export the key again from where it was made; a reader cannot import this one.',
        spec: 'RFC 7518 §6',
      },
    ]
  })
}

function weakRsa(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(
      ({ jwk, facts }) => jwk.kty === 'RSA' && facts.bits !== null && facts.bits >= 512 && facts.bits < 2048,
    ),
    {
      id: 'WEAK_RSA',
      severity: 'error',
      says: ['is an RSA key of fewer than 2048 bits', 'are RSA keys of fewer than 2048 bits'],
      advice: 'JWA asks for 2048 bits or more. Make a larger key, or an EC key on P-256.',
      spec: 'RFC 7518 §3.3',
    },
  )
}

function oddExponent(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.kty === 'RSA' && typeof jwk.e === 'string' && jwk.e !== 'AQAB'),
    {
      id: 'UNUSUAL_EXPONENT',
      severity: 'warning',
      says: [
        'has another public exponent than 65537, or writes it in another way than AQAB',
        'have other public exponents than 65537, or write it in another way than AQAB',
      ],
      advice: '65537 is what every library makes and expects; small exponents have helped forgers before.',
      spec: 'RFC 7518 §6.3.1.2',
    },
  )
}

function leadingZero(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.kty === 'RSA' && bytesOf(jwk.n)[0] === 0),
    {
      id: 'LEADING_ZERO',
      severity: 'warning',
      says: ['writes its modulus with a leading zero byte', 'write their modulus with a leading zero byte'],
      advice:
        'Write n without it: its thumbprint is another one with it, and some readers count a wrong size.',
      spec: 'RFC 7518 §6.3.1.1',
    },
  )
}

/** Each has a reason of its own. */
function weakSecret(members: readonly Member[]): readonly KeyFinding[] {
  return members.flatMap((member) => {
    if (member.jwk.kty !== 'oct') return []
    const weakness = findKeyWeakness(member.jwk)
    if (weakness === null) return []
    return [
      {
        id: 'WEAK_SECRET',
        severity: 'error' as const,
        keys: [member.index],
        sentence: `${nameOf(member)} ${weakness}.`,
        advice: 'A secret for HS256 has at least 256 random bits, for HS384 384, for HS512 512.',
        spec: 'RFC 7518 §3.2',
      },
    ]
  })
}
