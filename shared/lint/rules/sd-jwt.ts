import { readBase64url } from '../../token/base64url.ts'
import type { Check } from '../../verdict/check.ts'
import type { PartResult, VerifyResult } from '../../verdict/verification.ts'
import { type LintSubject, shown } from '../lint-subject.ts'
import { type Hit, inClaims, inHeader, type Rule, unmet } from '../rule.ts'

const family = 'sd_jwt' as const
const applies = (token: LintSubject): boolean => token.reading.format === 'sd_jwt'
const strongHashes = ['sha-256', 'sha-384', 'sha-512', 'sha3-256', 'sha3-384', 'sha3-512']
/** Claims that decide whether the token is accepted; the holder must not be able to leave them out. */
const mustBeOpen = ['iss', 'exp', 'nbf', 'aud', 'cnf', 'vct', 'status']

/** SD-JWT, RFC 9901: SD-01 to SD-05. */
export const sdJwtRules: readonly Rule[] = [
  {
    id: 'SD-01',
    family,
    severity: 'error',
    title: 'Digest algorithm weak or unknown, or no signature',
    why: 'The digests carry the hidden claims, and the signature carries the digests.',
    advice: 'Use sha-256, and sign.',
    spec: 'RFC 9901 §7.1',
    needs: ['token'],
    applies,
    check: (token) => {
      const hits: Hit[] = []
      const hash = token.claims?.get('_sd_alg')
      if (hash !== undefined && !(typeof hash === 'string' && strongHashes.includes(hash)))
        hits.push({ sentence: `_sd_alg is ${shown(hash)}; sha-256 is expected.`, where: inClaims('_sd_alg') })
      for (const { code, message, start, end } of token.reading.problems)
        if (code === 'SD_JWT_UNSIGNED')
          hits.push({ sentence: message, where: { part: 'token', span: { start, end } } })
      const alg = token.header.get('alg')
      if (typeof alg !== 'string' || alg.toLowerCase() === 'none')
        hits.push({ sentence: `alg is ${shown(alg)}; an SD-JWT must be signed.`, where: inHeader('alg') })
      return hits
    },
  },
  {
    id: 'SD-02',
    family,
    severity: 'error',
    title: 'Disclosures that do not fit',
    why: 'A disclosure that nothing refers to, or twice, may have been slipped in: the token must be refused.',
    advice: 'Refuse the presentation.',
    spec: 'RFC 9901 §7.1',
    needs: ['token'],
    applies,
    check: (token, { verification }) => {
      const hits: Hit[] = [...disclosureForm(token), ...repeatedDigests(token)]
      for (const check of verification ? allChecks(verification) : []) {
        if (check.code === 'DISCLOSURE' && check.status === 'fail')
          hits.push({
            sentence: `A disclosure does not fit${check.found === undefined ? '' : `: ${check.found}`}.`,
            where: { part: 'disclosure' },
          })
      }
      // Without its digest nothing can be said of a disclosure that is well formed.
      if (hits.length === 0 && !verification && (token.reading.disclosures?.length ?? 0) > 0)
        return unmet('verification', 'the digests are compared when the token is verified')
      return hits
    },
  },
  {
    id: 'SD-03',
    family,
    severity: 'error',
    title: 'A claim that decides can be left out',
    why: 'The holder chooses what to disclose; one that hides exp has a token that never ends.',
    advice: 'Let the issuer keep these claims in the open.',
    spec: 'RFC 9901 §7.1',
    needs: ['token'],
    applies,
    check: (token) => {
      const hits: Hit[] = (token.reading.disclosures ?? []).flatMap(({ name }, index) =>
        name !== null && mustBeOpen.includes(name) && !token.claims?.has(name)
          ? [
              {
                sentence: `${name} is in a disclosure, so the holder can leave it out.`,
                where: { part: 'disclosure' as const, name, index },
              },
            ]
          : [],
      )
      const hidden = digests(token.claims?.get('_sd')).length
      const open = token.reading.disclosures?.filter(({ name }) => name !== null).length ?? 0
      if (hits.length === 0 && !token.claims?.has('exp') && hidden > open)
        hits.push({
          sentence: 'exp is not there, and may be among the claims that are not disclosed.',
          severity: 'warning',
          where: inClaims('_sd'),
        })
      return hits
    },
  },
  {
    id: 'SD-04',
    family,
    severity: 'error',
    title: 'Key binding missing or wrong',
    why: 'Without it whoever copied the presentation can show it; whether it is needed is the verifier’s decision alone.',
    advice: 'Ask for key binding with a fresh nonce, and check it.',
    spec: 'RFC 9901 §7.3',
    needs: ['policy'],
    applies,
    check: (token, { policy, verification }) => {
      const binding = token.reading.keyBinding ?? null
      const required = policy?.bindingRequired
      if (binding === null) {
        if (required === undefined) return unmet('policy', 'whether key binding is demanded is not known')
        return required
          ? { sentence: 'Key binding is demanded, and there is none.', where: { part: 'key_binding' } }
          : null
      }
      const hits: Hit[] = []
      const member = (segment: string, name: string) =>
        binding.segments
          .find((part) => part.name === segment)
          ?.members?.findLast((each) => each.name === name)?.value
      const typ = member('header', 'typ')
      if (typ !== 'kb+jwt')
        hits.push({
          sentence: `typ of the key binding is ${shown(typ)}; kb+jwt is expected.`,
          where: { part: 'key_binding', name: 'typ' },
        })
      for (const name of ['iat', 'aud', 'nonce', 'sd_hash'])
        if (member('payload', name) === undefined)
          hits.push({ sentence: `The key binding has no ${name}.`, where: { part: 'key_binding', name } })
      for (const check of verification ? allChecks(verification) : [])
        if (check.code === 'KEY_BINDING' && check.status === 'fail')
          hits.push({
            sentence: `The key binding does not fit${check.found === undefined ? '' : `: ${check.found}`}.`,
            where: { part: 'key_binding' },
          })
      return hits.length === 0 && !verification
        ? unmet('verification', 'key, nonce and hash are compared when it is verified')
        : hits
    },
  },
  {
    id: 'SD-05',
    family,
    severity: 'warning',
    title: 'Salts short or used twice',
    why: 'The salt is all that keeps a hidden value from being guessed by trying.',
    advice: 'A fresh random salt of 128 bits for each disclosure.',
    spec: 'RFC 9901 §4.2.1',
    needs: ['token'],
    applies,
    check: (token) => {
      const seen = new Set<string>()
      return (token.reading.disclosures ?? []).flatMap(({ salt }, index): readonly Hit[] => {
        if (salt === null) return []
        const where = { part: 'disclosure' as const, index }
        if (seen.has(salt)) return [{ sentence: `Disclosure ${index + 1} has the salt of another.`, where }]
        seen.add(salt)
        const encoded = readBase64url(salt)
        const bytes = encoded.problem === null ? encoded.bytes.length : salt.length
        return bytes < 16
          ? [
              {
                sentence: `The salt of disclosure ${index + 1} has ${bytes * 8} bits; 128 are recommended.`,
                where,
              },
            ]
          : []
      })
    },
  },
]

function disclosureForm(token: LintSubject): readonly Hit[] {
  return token.reading.problems
    .filter(({ code }) => code.startsWith('DISCLOSURE_'))
    .map(({ message, start, end }) => ({
      sentence: message,
      where: { part: 'disclosure' as const, span: { start, end } },
    }))
}

/** The same digest at two places of the claims (RFC 9901 §7.1, step 4). */
function repeatedDigests(token: LintSubject): readonly Hit[] {
  const seen = new Set<string>()
  const hits: Hit[] = []
  const visit = (value: unknown, depth: number): void => {
    if (depth > 64 || typeof value !== 'object' || value === null || hits.length > 20) return
    if (!Array.isArray(value)) {
      const own = value as Readonly<Record<string, unknown>>
      const element = typeof own['...'] === 'string' ? [own['...']] : []
      for (const digest of [...digests(own._sd), ...element]) {
        if (seen.has(digest))
          hits.push({ sentence: `The digest ${shown(digest)} stands twice.`, where: inClaims('_sd') })
        seen.add(digest)
      }
    }
    for (const child of Object.values(value)) visit(child, depth + 1)
  }
  visit(Object.fromEntries(token.claims ?? []), 0)
  return hits
}

function digests(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
}

function allChecks(result: VerifyResult): readonly Check[] {
  const ofPart = (part: PartResult): readonly Check[] => [
    ...part.checks,
    ...(part.parts ?? []).flatMap(ofPart),
  ]
  return [...result.checks, ...(result.parts ?? []).flatMap(ofPart)]
}
