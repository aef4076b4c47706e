import { hmacBits, keyTypeOf } from '../known-algorithms.ts'
import {
  algorithmOf,
  hasClaims,
  isJose,
  isSigned,
  type LintSubject,
  shown,
  textClaim,
} from '../lint-subject.ts'
import { type Hit, inClaims, inHeader, inSignature, inToken, type Rule, unmet } from '../rule.ts'

const family = 'keys' as const

const isHmac = (token: LintSubject): boolean =>
  isSigned(token) && hmacBits(algorithmOf(token.header) ?? '') !== null
const noKey = () => unmet('key', 'no key is known; verify the token first')
const noJwks = () => unmet('jwks', 'the issuer’s key set is not known')

/** Keys of the issuer, and where they come from: K06 to K13. */
export const issuerKeyRules: readonly Rule[] = [
  {
    id: 'JWT-K06',
    family,
    severity: 'warning',
    title: 'The key set does not name one key',
    why: 'Which key signed must be plain; recipients that guess fail at the next rotation.',
    advice: 'Give each key a kid of its own, and put it into every token.',
    spec: 'OIDC Core §10.1',
    needs: ['jwks'],
    applies: isSigned,
    check: (token, { jwks }) => {
      if (!jwks) return noJwks()
      const kid = token.header.get('kid')
      const hits: Hit[] = []
      const kids = jwks.keys.flatMap((key) => (key.kid === undefined ? [] : [key.kid]))
      const twice = kids.find((name, index) => kids.indexOf(name) !== index)
      if (twice !== undefined)
        hits.push({
          sentence: `Several keys of the set have the kid ${shown(twice)}.`,
          where: inHeader('kid'),
        })
      if (kid === undefined && jwks.keys.length > 1)
        hits.push({
          sentence: `The token has no kid; the set holds ${jwks.keys.length} keys.`,
          where: inHeader(),
        })
      if (typeof kid === 'string' && !kids.includes(kid))
        hits.push({ sentence: `No key of the set has the kid ${shown(kid)}.`, where: inHeader('kid') })
      return hits
    },
  },
  {
    id: 'JWT-K07',
    family,
    severity: 'error',
    title: 'The secret is too short',
    why: 'A secret shorter than the hash is what limits the strength of the MAC.',
    advice: 'Use a random secret of at least 32 bytes for HS256, 48 for HS384, 64 for HS512.',
    spec: 'RFC 7518 §3.2',
    needs: ['key'],
    applies: isHmac,
    check: (token, { key }) => {
      const needed = hmacBits(algorithmOf(token.header) ?? '') ?? 0
      if (key?.kty !== 'oct' || key.bits === undefined) return noKey()
      if (key.bits >= needed) return null
      return {
        sentence: `The secret has ${key.bits} bits; ${algorithmOf(token.header)} needs ${needed}.`,
        where: inSignature,
      }
    },
  },
  {
    id: 'JWT-K08',
    family,
    severity: 'error',
    title: 'The secret can be guessed',
    why: 'A MAC can be tried offline, millions of times a second; words and known values fall at once.',
    advice: 'Replace it by random bytes, for example from `openssl rand -base64 48`.',
    spec: 'RFC 8725 §3.5',
    needs: ['key'],
    applies: isHmac,
    check: (_token, { key }) => {
      if (key?.kty !== 'oct') return noKey()
      if (key.weakness === undefined) return null
      return {
        sentence: weaknessWords[key.weakness],
        where: inSignature,
        severity: key.weakness === 'readable' ? 'warning' : 'error',
      }
    },
  },
  {
    id: 'JWT-K09',
    family,
    severity: 'error',
    title: 'A weak RSA key',
    why: 'A short modulus can be factored, and with an exponent of 1 or an even one signatures can be forged. With another one below 65537 a careless verifier takes forged ones.',
    advice: 'Use at least 2048 bits and the exponent 65537.',
    spec: 'RFC 7518 §3.3',
    needs: ['key'],
    applies: (token) => isJose(token) && /^(?:RS|PS|RSA)/.test(algorithmOf(token.header) ?? ''),
    check: (_token, { key }) => {
      if (key?.kty !== 'RSA') return noKey()
      if (key.flaw !== undefined)
        return { sentence: `The RSA key cannot be trusted: ${key.flaw}.`, where: inSignature }
      if (key.bits === undefined || key.bits >= 2048) return null
      return { sentence: `The RSA key has ${key.bits} bits; at least 2048 are expected.`, where: inSignature }
    },
  },
  {
    id: 'JWT-K10',
    family,
    severity: 'error',
    title: 'Point or curve of the key is wrong',
    why: 'A point that is not on the curve of the algorithm lets an attacker choose the result.',
    advice: 'Refuse the key.',
    spec: 'RFC 8725 §3.4',
    needs: ['key'],
    applies: (token) =>
      isSigned(token) && ['EC', 'OKP'].includes(keyTypeOf(algorithmOf(token.header) ?? '')?.kty ?? ''),
    check: (token, { key }) => {
      if (!key || (key.kty !== 'EC' && key.kty !== 'OKP')) return noKey()
      if (key.flaw !== undefined)
        return { sentence: `The key cannot be used: ${key.flaw}.`, where: inSignature }
      const alg = algorithmOf(token.header) ?? ''
      const curves = keyTypeOf(alg)?.crv
      return key.crv !== undefined && curves && !curves.includes(key.crv)
        ? { sentence: `The key is on ${key.crv}; ${alg} needs ${curves.join(' or ')}.`, where: inSignature }
        : null
    },
  },
  {
    id: 'JWT-K11',
    family,
    severity: 'error',
    title: 'The key set holds private keys',
    why: 'Whoever can read the set can sign in the issuer’s name.',
    advice: 'Take them out, and replace every key that stood there.',
    spec: 'RFC 7517 §9.3',
    needs: ['jwks'],
    applies: isJose,
    check: (_token, { jwks }) => {
      if (!jwks) return noJwks()
      const bad = jwks.keys.filter(({ isPrivate }) => isPrivate)
      if (bad.length === 0) return null
      const which = bad.map(({ kid, kty }) => (kid === undefined ? kty : shown(kid))).slice(0, 5)
      const served = jwks.isPublished ? ' that the issuer serves' : ''
      return {
        sentence: `The key set${served} holds private or secret keys: ${which.join(', ')}.`,
        severity: jwks.isPublished ? 'error' : 'warning',
        where: inToken,
      }
    },
  },
  {
    id: 'JWT-K12',
    family,
    severity: 'warning',
    title: 'The key is not from the issuer’s metadata',
    why: 'Only the way from iss over its metadata to its keys ties the key to the issuer.',
    advice: 'Verify by discovery, or make sure in another way that the key is the issuer’s.',
    spec: 'RFC 8725 §3.8',
    needs: ['verification'],
    applies: (token) => isSigned(token) && !isHmac(token),
    check: (_token, { verification, key }) => {
      const provenance = verification?.key?.provenance ?? key?.provenance
      if (provenance === undefined) return unmet('verification', 'no key was used yet')
      if (provenance === 'issuer_metadata') return null
      const words = {
        jwks_url: 'an address that was entered',
        pasted: 'a key that was pasted',
        vault: 'a key kept here',
        secret: 'a secret',
        token: 'the token itself',
      }
      return {
        sentence: `The key came from ${words[provenance]}, not from the issuer’s metadata.`,
        where: inClaims('iss'),
      }
    },
  },
  {
    id: 'JWT-K13',
    family,
    severity: 'error',
    title: 'iss is not the issuer of the metadata',
    why: 'Both are compared character by character; a difference means another issuer, or a template not filled in.',
    advice: 'Compare exactly; look at trailing slashes, case, and templates such as {tenantid}.',
    spec: 'RFC 8414 §3.3',
    needs: ['metadata'],
    applies: hasClaims,
    check: (token, { metadata }) => {
      if (!metadata) return unmet('metadata', 'the issuer’s metadata is not known')
      const iss = textClaim(token, 'iss')
      if (iss === metadata.issuer && metadata.refused)
        return unmet('metadata', 'the metadata was asked for under another name')
      if (iss === null || iss === metadata.issuer) return null
      return {
        sentence: `iss is ${shown(iss)}; the metadata says ${shown(metadata.issuer)}.${issuerHint(iss, metadata.issuer)}`,
        where: inClaims('iss'),
      }
    },
  },
]

const weaknessWords = {
  empty: 'The secret is empty.',
  readable: 'The secret is readable text rather than random bytes.',
  claim_value: 'The secret is a value that stands in the token itself.',
  listed: 'The secret is in the list of common secrets.',
} as const

function issuerHint(iss: string, issuer: string): string {
  if (issuer.includes('{') && issuer.includes('}')) return ' The metadata has a template.'
  if (iss.replace(/\/$/, '') === issuer.replace(/\/$/, '')) return ' Only a trailing slash differs.'
  return iss.toLowerCase() === issuer.toLowerCase() ? ' Only upper and lower case differ.' : ''
}
