import { namesNoSignature } from '../../token/read-token.ts'
import { isRegisteredAlgorithm, keyTypeOf } from '../known-algorithms.ts'
import {
  algorithmOf,
  type HeaderView,
  isJose,
  isSigned,
  type LintSubject,
  shown,
  textClaim,
} from '../lint-subject.ts'
import { type Hit, inHeader, type Rule, unmet } from '../rule.ts'

const family = 'algorithm' as const

/** One hit for each header that the test finds something in. */
function inEachHeader(
  token: LintSubject,
  test: (header: HeaderView) => Omit<Hit, 'where'> | null,
  name: string,
) {
  return token.headers.flatMap((header) => {
    const hit = test(header)
    return hit ? [{ ...hit, where: inHeader(name, header.index ?? undefined) }] : []
  })
}

/** What the header says about the algorithm: A01 to A09. */
export const algorithmRules: readonly Rule[] = [
  {
    id: 'JWT-A01',
    family,
    severity: 'error',
    title: 'No signature (alg none)',
    why: 'Anyone can write such a token. It is safe only where something else protects it all the way.',
    advice:
      'Sign the token; on the receiving side, list the algorithms you accept, and none is not among them.',
    spec: 'RFC 8725 §3.2',
    needs: ['token'],
    applies: isSigned,
    check: (token) =>
      inEachHeader(
        token,
        ({ values }) =>
          values.get('alg') === 'none' ? { sentence: 'The algorithm is none: nothing is signed.' } : null,
        'alg',
      ),
  },
  {
    id: 'JWT-A02',
    family,
    severity: 'error',
    title: 'A disguised algorithm name',
    why: 'Names are compared exactly. Another spelling of none, or a list, looks for a reader that is less strict.',
    advice: 'Refuse it: nobody writes this by mistake. Compare alg exactly, as a string.',
    spec: 'RFC 8725bis §2.11',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      inEachHeader(
        token,
        ({ values }) => {
          const alg = values.get('alg')
          if (alg === undefined || alg === 'none') return null
          if (typeof alg !== 'string') return { sentence: `alg is ${shown(alg)}; a string is expected.` }
          if (namesNoSignature(alg)) return { sentence: `alg is ${shown(alg)}, a disguise of none.` }
          if (/[\s\0-\x1f\x7f]/.test(alg))
            return { sentence: `alg is ${shown(alg)}, with white space or control characters in it.` }
          return null
        },
        'alg',
      ),
  },
  {
    id: 'JWT-A03',
    family,
    severity: 'error',
    title: 'Algorithm missing or unknown',
    why: 'Without a registered name nobody can say how the token is to be checked.',
    advice: 'Name an algorithm of the IANA registry, in its exact spelling.',
    spec: 'RFC 7515 §4.1.1',
    needs: ['token'],
    applies: (token) => isJose(token) && token.headers.length > 0,
    check: (token) =>
      inEachHeader(
        token,
        ({ values }) => {
          const alg = values.get('alg')
          if (alg === undefined) return { sentence: 'The header names no alg.' }
          if (typeof alg !== 'string' || namesNoSignature(alg) || isRegisteredAlgorithm(alg)) return null
          const upper = alg.toUpperCase()
          const near = upper !== alg && isRegisteredAlgorithm(upper) ? ` Is ${upper} meant?` : ''
          return {
            sentence: `alg is ${shown(alg)}, which is not in the IANA registry.${near}`,
            severity: 'warning',
          }
        },
        'alg',
      ),
  },
  {
    id: 'JWT-A04',
    family,
    severity: 'error',
    title: 'Algorithm not agreed',
    why: 'The recipient decides which algorithms it takes; a token that brings another one may be forged.',
    advice: 'Accept only what was agreed with the issuer, by a list of what is allowed.',
    spec: 'RFC 8725 §3.1',
    needs: ['policy'],
    applies: isJose,
    check: (token, { policy }) => {
      const allowed = policy?.alg
      if (!allowed) return unmet('policy', 'no list of accepted algorithms is given')
      return inEachHeader(
        token,
        ({ values }) => {
          const alg = algorithmOf(values)
          return alg !== null && !allowed.includes(alg)
            ? { sentence: `alg is ${shown(alg)}; accepted: ${allowed.join(', ') || 'none at all'}.` }
            : null
        },
        'alg',
      )
    },
  },
  {
    id: 'JWT-A05',
    family,
    severity: 'error',
    title: 'Algorithm does not fit the key',
    why: 'A key is for one kind of algorithm. Using it for another is how algorithm confusion begins.',
    advice: 'Bind each key to one algorithm, and refuse a token whose alg is another.',
    spec: 'RFC 8725 §3.1',
    needs: ['key'],
    applies: isSigned,
    check: (token, { key }) => {
      if (!key) return unmet('key', 'no key is known')
      return inEachHeader(token, ({ values }) => mismatch(algorithmOf(values), key), 'alg')
    },
  },
  {
    id: 'JWT-A06',
    family,
    severity: 'error',
    title: 'Signed with a public key as the secret',
    why: 'The issuer’s public key is known to everybody; a MAC made with it is a forgery.',
    advice: 'Treat this token as an attack. Never let the token choose between a MAC and a signature.',
    spec: 'RFC 8725 §2.1',
    needs: ['verification'],
    applies: (token) => isSigned(token) && /^HS\d/.test(algorithmOf(token.header) ?? ''),
    check: (_token, context) => {
      const { verification } = context
      if (!verification) return unmet('verification', 'verify it against the issuer’s keys first')
      if (verification.diagnosis?.some(({ cause }) => cause === 'KEY_CONFUSION'))
        return {
          sentence: 'The MAC was made with the issuer’s public key as the secret.',
          where: inHeader('alg'),
        }
      // Only a key was tried as a secret; with a secret, or with nothing, nobody looked.
      const hasProof = verification.checks.some(({ id, status }) => id === 'signature' && status === 'pass')
      const { key } = context
      return hasProof || (key !== undefined && key.kty !== 'oct') || context.jwks !== undefined
        ? null
        : unmet('verification', 'verify it against the issuer’s keys first')
    },
  },
  {
    id: 'JWT-A07',
    family,
    severity: 'error',
    title: 'A MAC where the issuer signs',
    why: 'The issuer announces only signatures, so a token with a MAC is not from it.',
    advice: 'Accept only the algorithms that the issuer announces.',
    spec: 'RFC 8725 §3.1',
    needs: ['metadata'],
    applies: (token) => isSigned(token) && /^HS\d/.test(algorithmOf(token.header) ?? ''),
    check: (token, { metadata }) => {
      const announced = metadata?.id_token_signing_alg_values_supported
      if (!announced || announced.length === 0) {
        return unmet('metadata', 'the algorithms that the issuer announces are not known')
      }
      if (announced.some((alg) => alg.startsWith('HS'))) return null
      const from = textClaim(token, 'iss') ?? metadata.issuer
      return {
        sentence: `The token has a MAC (${algorithmOf(token.header)}); ${from} announces ${announced.join(', ')}.`,
        where: inHeader('alg'),
      }
    },
  },
  {
    id: 'JWT-A08',
    family,
    severity: 'info',
    title: 'EdDSA names two algorithms',
    why: 'EdDSA leaves open which curve is meant; the newer names say it.',
    advice: 'Write Ed25519 or Ed448 where the other side knows these names.',
    spec: 'RFC 9864 §2.2',
    needs: ['token'],
    applies: isSigned,
    check: (token) =>
      inEachHeader(
        token,
        ({ values }) =>
          values.get('alg') === 'EdDSA'
            ? { sentence: 'alg is EdDSA, which does not say whether Ed25519 or Ed448 is meant.' }
            : null,
        'alg',
      ),
  },
  {
    id: 'JWT-A09',
    family,
    severity: 'warning',
    title: 'RSA PKCS#1 v1.5 under FAPI',
    why: 'FAPI asks for PS256 or ES256, because the older padding has a history of forgeries.',
    advice: 'Let the issuer sign with PS256 or ES256.',
    spec: 'FAPI 1.0 Advanced §8.6',
    needs: ['policy'],
    applies: (token) => isSigned(token) && /^RS\d/.test(algorithmOf(token.header) ?? ''),
    check: (token, { policy }) => {
      if (policy?.fapi === undefined) return unmet('policy', 'whether FAPI is demanded is not known')
      if (!policy.fapi) return null
      return {
        sentence: `alg is ${algorithmOf(token.header)}; FAPI takes PS256 or ES256.`,
        where: inHeader('alg'),
      }
    },
  },
]

type Key = NonNullable<Parameters<Rule['check']>[1]['key']>

function mismatch(alg: string | null, key: Key): Omit<Hit, 'where'> | null {
  if (alg === null) return null
  const needed = keyTypeOf(alg)
  const keyWords = [key.kty, key.crv].filter((word) => word).join(' ')
  if (needed && (needed.kty !== key.kty || (needed.crv && key.crv && !needed.crv.includes(key.crv)))) {
    const wanted = [needed.kty, needed.crv?.join(' or ')].filter((word) => word).join(' ')
    return { sentence: `alg ${alg} needs a key of type ${wanted}; the key is ${keyWords}.` }
  }
  if (key.alg !== undefined && key.alg !== alg)
    return { sentence: `alg is ${alg}; the key is bound to ${shown(key.alg)}.` }
  if (key.use !== undefined && key.use !== 'sig')
    return { sentence: `The key is for use ${shown(key.use)}, not for signatures.` }
  if (key.key_ops && !key.key_ops.some((op) => op === 'verify' || op === 'sign'))
    return { sentence: `The key’s key_ops are ${shown(key.key_ops)}; verify is not among them.` }
  return null
}
