import { isBase64url } from '../../../shared/token/base64url.ts'
import type { Finding } from '../verify-job.ts'
import {
  agreementCurves,
  type ContentEncryption,
  contentEncryption,
  type KeyManagement,
  keyManagement,
} from './jwe-algorithms.ts'
import type { HeaderObject, JweRecipient, ParsedJwe } from './parse-jwe.ts'

/** What one recipient's header asks for, once nothing in it is out of order. */
export type JweDemand = {
  readonly header: HeaderObject
  readonly management: KeyManagement
  readonly encryption: ContentEncryption
  readonly kid: string | null
  readonly zip: boolean
}

export type JweHeaderCheck = { readonly demand: JweDemand } | { readonly refusal: Finding }

/** Iterations beyond this are an attack on whoever opens it; twice what OWASP asks of PBKDF2 today. */
export const maxPbes2Count = 1_200_000
const maxHeaderBytes = 4096

/** Everything that can be known to be wrong before any key is touched (RFC 7516 §5.2 steps 1 to 8, RFC 7518 §4). */
export function checkJweHeader(jwe: ParsedJwe, recipient: JweRecipient): JweHeaderCheck {
  const header = { ...jwe.protectedHeader, ...jwe.unprotected, ...recipient.header }
  const names = [jwe.protectedHeader, jwe.unprotected ?? {}, recipient.header ?? {}].flatMap(Object.keys)
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice !== undefined) {
    return malformed(
      `the header parameter ${twice.slice(0, 60)} stands in more than one header`,
      'RFC 7516 §7.2.1',
    )
  }
  if (header.crit !== undefined || Object.hasOwn(header, 'crit')) return refuseCrit(header)
  const { alg, enc, kid, zip } = header
  if (typeof alg !== 'string' || alg === '') return malformed('a header without alg')
  if (typeof enc !== 'string' || enc === '') return malformed('a header without enc')
  if (kid !== undefined && typeof kid !== 'string') return malformed('a kid that is not a string')
  const management = keyManagement(alg)
  const encryption = contentEncryption(enc)
  if (!management) return unsupported(alg)
  if (!encryption) return unsupported(enc)
  if (zip !== undefined && !Object.hasOwn(jwe.protectedHeader, 'zip')) {
    return malformed('zip stands in a header that nothing protects', 'RFC 7516 §4.1.3')
  }
  if (zip !== undefined && zip !== 'DEF') return unsupported(`zip ${String(zip).slice(0, 40)}`)
  const problem =
    contentProblem(jwe, encryption) ??
    keyProblem(recipient.encryptedKey, management, encryption) ??
    parameterProblem(header, management)
  if (problem) return malformed(problem, 'RFC 7516 §5.2')
  return { demand: { header, management, encryption, kid: kid ?? null, zip: zip !== undefined } }
}

function contentProblem({ iv, tag, ciphertext }: ParsedJwe, encryption: ContentEncryption): string | null {
  const { enc, ivBytes, tagBytes, cbc } = encryption
  if (sizeOf(iv) !== ivBytes) return `an iv of ${sizeOf(iv)} bytes; ${enc} has ${ivBytes}`
  if (sizeOf(tag) !== tagBytes) return `a tag of ${sizeOf(tag)} bytes; ${enc} has ${tagBytes}`
  const length = sizeOf(ciphertext)
  if (cbc && (length === 0 || length % 16 !== 0))
    return `a ciphertext of ${length} bytes; ${enc} has full blocks of 16`
  return null
}

function keyProblem(
  text: string,
  { alg, kind }: KeyManagement,
  { keyBytes }: ContentEncryption,
): string | null {
  const length = sizeOf(text)
  const direct = kind === 'dir' || alg === 'ECDH-ES'
  if (direct) return length === 0 ? null : `an encrypted key of ${length} bytes; ${alg} has none`
  if (length === 0) return `no encrypted key; ${alg} needs one`
  if (kind === 'rsa') return null
  const expected = kind === 'aes_gcm_kw' ? keyBytes : keyBytes + 8
  return length === expected ? null : `an encrypted key of ${length} bytes; ${alg} has ${expected} here`
}

function parameterProblem(header: HeaderObject, { alg, kind }: KeyManagement): string | null {
  if (kind === 'ecdh') return agreementProblem(header)
  if (kind === 'pbes2') return passwordProblem(header)
  if (kind !== 'aes_gcm_kw') return null
  if (bytesOfText(header.iv) !== 12) return `an iv in the header that is not 12 bytes; ${alg} needs it`
  return bytesOfText(header.tag) === 16 ? null : `a tag in the header that is not 16 bytes; ${alg} needs it`
}

function agreementProblem({ epk, apu, apv }: HeaderObject): string | null {
  if (typeof epk !== 'object' || epk === null || Array.isArray(epk)) return 'no ephemeral key (epk)'
  const { kty, crv, x, y, ...others } = epk as HeaderObject
  const curve = agreementCurves[String(crv)]
  if (!curve || curve.kty !== kty)
    return `an ephemeral key of a kind that is not supported: ${String(crv).slice(0, 40)}`
  if (['d', 'k', 'p', 'q', 'priv'].some((name) => Object.hasOwn(others, name)))
    return 'an ephemeral key with private members'
  if (bytesOfText(x) !== curve.bytes || (curve.kty === 'EC' && bytesOfText(y) !== curve.bytes)) {
    return `an ephemeral key whose coordinates are not ${curve.bytes} bytes, as on ${String(crv)}`
  }
  for (const [name, value] of Object.entries({ apu, apv })) {
    if (value !== undefined && !(bytesOfText(value) <= maxHeaderBytes)) return `${name} is not base64url`
  }
  return apu !== undefined && apu === apv ? 'apu and apv that are the same' : null
}

function passwordProblem({ p2s, p2c }: HeaderObject): string | null {
  const salt = bytesOfText(p2s)
  if (!(salt >= 8 && salt <= maxHeaderBytes)) return 'a salt (p2s) that is not base64url of 8 bytes or more'
  if (typeof p2c !== 'number' || !Number.isSafeInteger(p2c) || p2c < 1)
    return 'an iteration count (p2c) that is no positive whole number'
  return p2c > maxPbes2Count ? `${p2c} iterations (p2c); at most ${maxPbes2Count} are computed` : null
}

/** No extension of JWE is implemented, so whatever `crit` names is not understood (RFC 7516 §4.1.13). */
function refuseCrit({ crit }: HeaderObject): JweHeaderCheck {
  const named = Array.isArray(crit) && crit.length > 0 ? String(crit[0]).slice(0, 100) : null
  const found =
    named === null ? 'crit is not a list of names' : `crit demands ${named}, which is not understood`
  return { refusal: { status: 'fail', code: 'CRIT', found, spec: 'RFC 7516 §4.1.13' } }
}

function sizeOf(text: string): number {
  return Math.floor((text.length * 3) / 4)
}

/** Length of a base64url text in bytes; NaN where it is none, which compares with nothing. */
function bytesOfText(value: unknown): number {
  return typeof value === 'string' && isBase64url(value) ? sizeOf(value) : Number.NaN
}

function malformed(found: string, spec = 'RFC 7516 §5.2'): JweHeaderCheck {
  return { refusal: { status: 'fail', code: 'MALFORMED', found, spec } }
}

function unsupported(found: string): JweHeaderCheck {
  return {
    refusal: {
      status: 'not_checked',
      code: 'ALG_UNSUPPORTED',
      found: found.slice(0, 60),
      spec: 'RFC 7518 §4.1',
    },
  }
}
