import { readBase64url } from '../../token/base64url.ts'
import { registeredHeaders } from '../../token/registered-headers.ts'
import { ecdsaSignatureBytes } from '../known-algorithms.ts'
import { algorithmOf, isJose, isSigned, type LintSubject, shown } from '../lint-subject.ts'
import { type Hit, inHeader, inSignature, type Rule, unmet } from '../rule.ts'
import { ecdsaR } from '../workspace-facts.ts'

const family = 'algorithm' as const

const isEcdsa = (token: LintSubject): boolean =>
  isSigned(token) &&
  token.headers.some(({ values }) => ecdsaSignatureBytes(algorithmOf(values) ?? '') !== null)

/** What the signature itself shows, and what the header demands of a reader: A10 to A15. */
export const signatureRules: readonly Rule[] = [
  {
    id: 'JWT-A10',
    family,
    severity: 'error',
    title: 'A signature of zeros',
    why: 'Verifiers that did not check r and s for zero accepted this as valid for any message and any key.',
    advice: 'Refuse it and treat it as an attack; update Java 15 to 18 from before April 2022.',
    spec: 'RFC 7518 §3.4',
    needs: ['token'],
    applies: isEcdsa,
    check: (token) =>
      ecdsaSignatures(token, ({ text }) =>
        /^A+$/.test(text) ? 'r and s are both zero, which no ECDSA signature can be.' : null,
      ),
  },
  {
    id: 'JWT-A11',
    family,
    severity: 'error',
    title: 'ECDSA signature of the wrong form',
    why: 'JWS writes r and s one after the other in fixed length; most libraries of other formats write DER.',
    advice: 'Convert the signature to the raw form (ieee-p1363) before encoding it.',
    spec: 'RFC 7518 §3.4',
    needs: ['token'],
    applies: isEcdsa,
    check: (token) =>
      ecdsaSignatures(token, ({ byteLength, text }, alg) => {
        const needed = ecdsaSignatureBytes(alg)
        if (byteLength === null || needed === null || byteLength === needed || byteLength === 0) return null
        const der = readBase64url(text.slice(0, 4)).bytes[0] === 0x30 ? ', in DER form as it seems' : ''
        return `The signature has ${byteLength} bytes${der}; ${alg} has ${needed}.`
      }),
  },
  {
    id: 'JWT-A12',
    family,
    severity: 'error',
    title: 'Two signatures share a nonce',
    why: 'From two ECDSA signatures with the same r anyone can compute the private key.',
    advice: 'Replace the key now, and let the issuer use deterministic nonces (RFC 6979).',
    spec: 'RFC 8725 §3.2',
    needs: ['workspace'],
    applies: isEcdsa,
    check: (token, { workspace }) => {
      if (!workspace?.ecdsa) return unmet('workspace', 'there is no other token to compare with')
      const own = ecdsaNonce(token)
      const kid = token.header.get('kid')
      const twin = workspace.ecdsa.find(
        (other) =>
          own !== null &&
          other.r === own.r &&
          other.input !== own.input &&
          (other.kid === undefined || kid === undefined || other.kid === kid),
      )
      if (twin)
        return { sentence: 'Another token has an ECDSA signature with the same r.', where: inSignature }
      return workspace.unseen ? unseen(workspace.unseen) : null
    },
  },
  {
    id: 'JWT-A13',
    family,
    severity: 'warning',
    title: 'One key, several algorithms',
    why: 'A key that is used with more than one algorithm opens the way to confusing them.',
    advice: 'Give each algorithm a key of its own.',
    spec: 'RFC 8725bis §3.1',
    needs: ['workspace'],
    applies: (token) => isSigned(token) && typeof token.header.get('kid') === 'string',
    check: (token, { workspace }) => {
      if (!workspace?.algorithms) return unmet('workspace', 'there is no other token to compare with')
      const { header, claims } = token
      const others = workspace.algorithms.filter(
        ({ kid, alg, iss }) =>
          kid === header.get('kid') && iss === claims?.get('iss') && alg !== header.get('alg'),
      )
      const [other] = others
      return other
        ? {
            sentence: `The key ${shown(other.kid)} signs this token with ${shown(header.get('alg'))} and another with ${shown(other.alg)}.`,
            where: inHeader('kid'),
          }
        : workspace.unseen
          ? unseen(workspace.unseen)
          : null
    },
  },
  {
    id: 'JWT-A14',
    family,
    severity: 'error',
    title: 'A demand in crit',
    why: 'crit names what a reader must understand. A token with a crit that is broken or not understood must be refused.',
    advice: 'List only extension names that stand in the same header and that every recipient knows.',
    spec: 'RFC 7515 §4.1.11',
    needs: ['token'],
    applies: isJose,
    check: (token) => [
      ...token.reading.problems
        .filter(({ code }) => code === 'PARAMETER_UNPROTECTED')
        .map(({ message, start, end }) => ({
          sentence: message,
          where: { part: 'header' as const, span: { start, end } },
        })),
      ...token.headers.flatMap(({ values, index }) => {
        if (!values.has('crit')) return []
        const sentence = critProblem(values.get('crit'), values)
        return sentence ? [{ sentence, where: inHeader('crit', index ?? undefined) }] : []
      }),
    ],
  },
  {
    id: 'JWT-A15',
    family,
    severity: 'error',
    title: 'A payload that is not encoded',
    why: 'A JWT must not use b64 false, and where a JWS does, it must say so in crit: others read other bytes.',
    advice: 'Leave b64 out of JWTs.',
    spec: 'RFC 7797 §6',
    needs: ['token'],
    applies: isSigned,
    check: (token) =>
      token.headers.flatMap(({ values, index }): readonly Hit[] => {
        if (!values.has('b64')) return []
        const where = inHeader('b64', index ?? undefined)
        const crit = values.get('crit')
        const b64 = values.get('b64')
        if (!(Array.isArray(crit) && crit.includes('b64')))
          return [{ sentence: 'b64 is in the header, but crit does not name it.', where }]
        if (typeof b64 !== 'boolean')
          return [{ sentence: `b64 is ${shown(b64)}; true or false is expected.`, where }]
        const isJwt = token.claims !== null || token.typ === 'jwt' || token.isDeclared
        return b64 === false && isJwt
          ? [{ sentence: 'b64 is false; a JWT must not leave its payload unencoded.', where }]
          : []
      }),
  },
]

const unseen = (count: number) =>
  unmet(
    'workspace',
    Number.isFinite(count)
      ? `${count} more tokens were not compared`
      : 'the text was not searched to its end',
  )

type SignatureSegment = { readonly text: string; readonly byteLength: number | null }

function ecdsaSignatures(
  token: LintSubject,
  problem: (signature: SignatureSegment, alg: string) => string | null,
): readonly Hit[] {
  return token.headers.flatMap(({ values, signature, index }) => {
    const alg = algorithmOf(values) ?? ''
    if (!signature || ecdsaSignatureBytes(alg) === null) return []
    const sentence = problem(signature, alg)
    return sentence ? [{ sentence, where: { ...inSignature, ...(index === null ? {} : { index }) } }] : []
  })
}

/** The nonce's shadow in an ECDSA signature, r, with what was signed; null for other signatures. */
export function ecdsaNonce(token: LintSubject): { readonly r: string; readonly input: string } | null {
  const alg = algorithmOf(token.header) ?? ''
  const [header, payload, signature] = token.reading.segments
  const r = signature ? ecdsaR(alg, signature.text) : null
  return r !== null && header && payload ? { r, input: `${header.text}.${payload.text}` } : null
}

function critProblem(crit: unknown, header: ReadonlyMap<string, unknown>): string | null {
  if (!Array.isArray(crit)) return `crit is ${shown(crit)}; a list of names is expected.`
  if (crit.length === 0) return 'crit is an empty list, which is not allowed.'
  const names = crit.slice(0, 100)
  const odd = names.find((name) => typeof name !== 'string' || name === '')
  if (odd !== undefined) return `crit holds ${shown(odd)}; names are expected.`
  if (new Set(names).size !== names.length) return 'crit names something twice.'
  const absent = names.find((name: string) => !header.has(name))
  if (absent !== undefined) return `crit demands ${shown(absent)}, which is not in the header.`
  const registered = names.find((name: string) => definedByJose.has(name))
  if (registered !== undefined) return `crit names ${shown(registered)}, which every reader knows anyway.`
  const unknown = names.find((name: string) => name !== 'b64' && !registeredHeaders.has(name))
  return unknown === undefined ? null : `crit demands ${shown(unknown)}, which no specification defines.`
}

/** Names of RFC 7515, 7516 and 7518, which must not stand in crit. */
const definedByJose = new Set(
  'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c'.split(' '),
)
