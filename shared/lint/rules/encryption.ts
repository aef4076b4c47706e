import { readBase64url } from '../../token/base64url.ts'
import { readToken } from '../../token/read-token.ts'
import { algorithmOf, isEncrypted, type LintSubject, shown } from '../lint-subject.ts'
import { type Hit, inHeader, type Rule, unmet } from '../rule.ts'

const family = 'encryption' as const

const segment = (token: LintSubject, wanted: string) =>
  token.reading.segments.find(({ name }) => name === wanted)

/** Everything about JWE: JWE-01 to JWE-09. A JWE is never judged by the rules of a JWS. */
export const encryptionRules: readonly Rule[] = [
  {
    id: 'JWE-01',
    family,
    severity: 'error',
    title: 'RSA1_5 key encryption',
    why: 'Its padding lets an attacker decrypt by asking the recipient often enough (Bleichenbacher).',
    advice: 'Use RSA-OAEP-256 or ECDH-ES.',
    spec: 'RFC 8725 §3.2',
    needs: ['token'],
    applies: isEncrypted,
    check: (token) =>
      eachHeader(token, 'alg', (alg) => (alg === 'RSA1_5' ? 'The key is encrypted with RSA1_5.' : null)),
  },
  {
    id: 'JWE-02',
    family,
    severity: 'warning',
    title: 'Compressed before encryption',
    why: 'The length of the result tells something about the content, and a small token may unfold to gigabytes.',
    advice: 'Leave zip out; limit the size where it must be read.',
    spec: 'RFC 8725 §3.6',
    needs: ['token'],
    applies: isEncrypted,
    check: (token) => eachHeader(token, 'zip', (zip) => `zip is ${shown(zip)}: the content is compressed.`),
  },
  {
    id: 'JWE-03',
    family,
    severity: 'error',
    title: 'The content is too large',
    why: 'More than 250 KB inside a token is an attack or a mistake; a reader must stop there.',
    advice: 'Refuse it.',
    spec: 'RFC 8725bis §3.15',
    needs: ['plaintext'],
    applies: isEncrypted,
    check: (_token, { plaintext, verification }) => {
      if (plaintext === undefined || plaintext === null) {
        const tooLarge = verification?.checks.some(({ code, id }) => code === 'TOO_LARGE' && id !== 'parsed')
        return tooLarge
          ? { sentence: 'Decryption stopped: the content is too large.', where: { part: 'ciphertext' } }
          : unmet('plaintext', 'the token was not decrypted')
      }
      return plaintext.length > 250_000
        ? {
            sentence: `The content has ${plaintext.length} characters; at most 250000 are expected.`,
            where: { part: 'ciphertext' },
          }
        : null
    },
  },
  {
    id: 'JWE-04',
    family,
    severity: 'error',
    title: 'Password iterations or salt out of bounds',
    why: 'Too few iterations make guessing cheap, too many make every recipient work: a known attack.',
    advice: 'Use 600,000 to 1,200,000 iterations and a random salt of 16 bytes, or no password at all.',
    spec: 'RFC 7518 §4.8.1.2',
    needs: ['token'],
    applies: (token) => isEncrypted(token) && (algorithmOf(token.header)?.startsWith('PBES2') ?? false),
    check: (token) => token.headers.flatMap(({ values }) => passwordHits(values)),
  },
  {
    id: 'JWE-05',
    family,
    severity: 'error',
    title: 'Ephemeral key missing or wrong',
    why: 'A point off the curve lets an attacker learn the recipient’s private key bit by bit.',
    advice: 'Refuse the token; epk must be a public key on a curve of the recipient’s.',
    spec: 'RFC 8725 §3.4',
    needs: ['token'],
    applies: (token) => isEncrypted(token) && (algorithmOf(token.header)?.startsWith('ECDH-ES') ?? false),
    check: (token, { key }) =>
      token.headers.flatMap(({ values, index }) => {
        const sentence = ephemeralProblem(values.get('epk'), key?.crv)
        return sentence ? [{ sentence, where: inHeader('epk', index ?? undefined) }] : []
      }),
  },
  {
    id: 'JWE-06',
    family,
    severity: 'error',
    title: 'An encrypted key where there is none',
    why: 'With dir and ECDH-ES the content key is agreed, not sent; something in its place is not looked at by anyone.',
    advice: 'Leave the second segment empty; refuse a token that does not.',
    spec: 'RFC 7516 §5.2',
    needs: ['token'],
    applies: isEncrypted,
    check: (token) => {
      const alg = algorithmOf(token.header)
      const key = segment(token, 'encrypted_key')
      if ((alg !== 'dir' && alg !== 'ECDH-ES') || !key || key.text === '') return null
      return {
        sentence: `alg is ${alg}, yet there is an encrypted key of ${key.byteLength ?? key.text.length} bytes.`,
        where: { part: 'encrypted_key' },
      }
    },
  },
  {
    id: 'JWE-07',
    family,
    severity: 'error',
    title: 'IV or tag of the wrong length',
    why: 'A short tag can be guessed, and AES-GCM with another IV length is another algorithm.',
    advice: 'Refuse it: AES-GCM here has an IV of 96 and a tag of 128 bits.',
    spec: 'RFC 7518 §5.3',
    needs: ['token'],
    applies: isEncrypted,
    check: (token) => {
      const enc = token.header.get('enc')
      const expected = typeof enc === 'string' ? lengthsOf(enc) : null
      if (!expected) return null
      return (['iv', 'tag'] as const).flatMap((name): readonly Hit[] => {
        const part = segment(token, name)
        const bytes = part?.byteLength
        return bytes === undefined || bytes === null || bytes === expected[name]
          ? []
          : [
              {
                sentence: `The ${name} has ${bytes} bytes; ${enc} has ${expected[name]}.`,
                where: { part: name },
              },
            ]
      })
    },
  },
  {
    id: 'JWE-08',
    family,
    severity: 'error',
    title: 'Encrypted, but not signed',
    why: 'With a public key anyone can encrypt; that it opens says nothing about who wrote it.',
    advice: 'Sign the claims first, then encrypt the signed token.',
    spec: 'RFC 8725 §3.3',
    needs: ['plaintext'],
    applies: isEncrypted,
    check: (token, { plaintext }) => {
      if (plaintext === undefined) return unmet('plaintext', 'the token was not decrypted')
      if (plaintext === null || isSignedText(plaintext)) return null
      const alg = algorithmOf(token.header) ?? ''
      const isPublic = /^(?:RSA|ECDH)/.test(alg)
      return {
        sentence: `Inside are claims without a signature${isPublic ? `, and anyone with the public key can make that (${alg})` : ''}.`,
        severity: isPublic ? 'error' : 'warning',
        where: { part: 'ciphertext' },
      }
    },
  },
  {
    id: 'JWE-09',
    family,
    severity: 'error',
    title: 'The nested token is not proved or not named',
    why: 'The outer layer only hides; the inner signature is what counts, and cty says that there is one.',
    advice: 'Validate the inner token too, and write cty JWT.',
    spec: 'RFC 8725 §3.3',
    needs: ['plaintext'],
    applies: isEncrypted,
    check: (token, { plaintext, verification }) => {
      if (plaintext === undefined) return unmet('plaintext', 'the token was not decrypted')
      if (plaintext === null || !isSignedText(plaintext)) return null
      const hits: Hit[] = []
      const cty = token.header.get('cty')
      if (!(typeof cty === 'string' && /^(?:application\/)?jwt$/i.test(cty)))
        hits.push({
          sentence: `Inside is a signed token, but cty is ${shown(cty)}; JWT is expected.`,
          severity: 'warning',
          where: inHeader('cty'),
        })
      const signature = verification?.checks.find(({ id }) => id === 'signature')
      if (signature?.status === 'fail')
        hits.push({ sentence: 'The inner signature does not fit.', where: { part: 'ciphertext' } })
      else if (signature?.status !== 'pass')
        hits.push({
          sentence: 'The inner signature was not validated.',
          severity: 'warning',
          where: { part: 'ciphertext' },
        })
      return hits
    },
  },
]

function eachHeader(
  token: LintSubject,
  name: string,
  sentenceOf: (value: unknown) => string | null,
): readonly Hit[] {
  return token.headers.flatMap(({ values, index }) => {
    const sentence = values.has(name) ? sentenceOf(values.get(name)) : null
    return sentence ? [{ sentence, where: inHeader(name, index ?? undefined) }] : []
  })
}

/** Bounds of OWASP, doubled for the most, and the salt of RFC 7518 §4.8.1.1. */
function passwordHits(header: ReadonlyMap<string, unknown>): readonly Hit[] {
  const hits: Hit[] = []
  const count = header.get('p2c')
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
    hits.push({
      sentence: `p2c is ${shown(count)}; a number of iterations is expected.`,
      where: inHeader('p2c'),
    })
  else if (count > 1_200_000)
    hits.push({
      sentence: `p2c asks for ${count} iterations; more than 1200000 is refused.`,
      where: inHeader('p2c'),
    })
  else if (count < 600_000)
    hits.push({
      sentence: `p2c asks for ${count} iterations; at least 600000 are recommended.`,
      severity: 'warning',
      where: inHeader('p2c'),
    })
  const salt = header.get('p2s')
  const bytes = typeof salt === 'string' ? readBase64url(salt).bytes.length : 0
  if (bytes < 8)
    hits.push({ sentence: `The salt p2s has ${bytes} bytes; at least 8 are needed.`, where: inHeader('p2s') })
  return hits
}

const coordinateBytes: Readonly<Record<string, number>> = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  X25519: 32,
  X448: 56,
}

/** Whether the point lies on its curve is found on decryption; here its form is looked at. */
function ephemeralProblem(epk: unknown, crv: string | undefined): string | null {
  if (typeof epk !== 'object' || epk === null || Array.isArray(epk))
    return `epk is ${shown(epk)}; a public key is expected.`
  const key = epk as Readonly<Record<string, unknown>>
  const size =
    typeof key.crv === 'string' && Object.hasOwn(coordinateBytes, key.crv)
      ? coordinateBytes[key.crv]
      : undefined
  if (size === undefined) return `The ephemeral key is on ${shown(key.crv)}, which ECDH-ES does not use.`
  if (key.d !== undefined) return 'epk holds a private key.'
  const names = String(key.crv).startsWith('P-') ? ['x', 'y'] : ['x']
  const odd = names.find(
    (name) => typeof key[name] !== 'string' || readBase64url(String(key[name])).bytes.length !== size,
  )
  if (odd) return `The coordinate ${odd} of epk does not have the ${size} bytes of ${String(key.crv)}.`
  return crv !== undefined && crv !== key.crv
    ? `The ephemeral key is on ${shown(key.crv)}; the recipient’s is on ${crv}.`
    : null
}

function lengthsOf(enc: string): { readonly iv: number; readonly tag: number } | null {
  if (/^A(?:128|192|256)GCM$/.test(enc)) return { iv: 12, tag: 16 }
  const bits = /^A(?:128|192|256)CBC-HS(256|384|512)$/.exec(enc)?.[1]
  return bits === undefined ? null : { iv: 16, tag: Number(bits) / 16 }
}

function isSignedText(plaintext: string): boolean {
  const { format } = readToken(plaintext.slice(0, 300_000))
  return format === 'jws' || format === 'sd_jwt' || format === 'jws_json'
}
