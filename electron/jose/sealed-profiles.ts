import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { AppError } from '../../shared/error.ts'
import { ensureAesKeyWrap } from './gaps/aes-key-wrap.ts'

const typ = 'claimscope-profiles+jwe'
/** Nearly three times what OWASP asks for with HMAC-SHA-512; about half a second. */
const iterations = 600_000
/** What a file may ask of this machine. */
const maxIterations = 2_000_000
const maxLength = 40_000_000

/** A JWE (RFC 7516) of a text under a passphrase: PBES2-HS512+A256KW (RFC 7518 §4.8), A256GCM. */
export async function sealProfiles(input: {
  readonly text: string
  readonly passphrase: string
}): Promise<string> {
  await ensureAesKeyWrap()
  return new CompactEncrypt(new TextEncoder().encode(input.text))
    .setProtectedHeader({ typ, alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', cty: 'json' })
    .setKeyManagementParameters({ p2c: iterations })
    .encrypt(keyOf(input.passphrase))
}

/** The text again. Throws ERR_PASSPHRASE where the passphrase is not the one or the file was changed, ERR_IMPORT for another file. */
export async function openProfiles(input: {
  readonly jwe: string
  readonly passphrase: string
}): Promise<string> {
  const jwe = input.jwe.trim()
  const { p2c } = headerOf(jwe)
  if (typeof p2c !== 'number' || !Number.isInteger(p2c) || p2c < 100_000 || p2c > maxIterations) {
    throw new AppError(
      'ERR_IMPORT',
      'the encrypted file asks for a number of rounds that this app never writes',
      {
        details: { reason: 'malformed' },
      },
    )
  }
  await ensureAesKeyWrap()
  try {
    const { plaintext } = await compactDecrypt(jwe, keyOf(input.passphrase), {
      keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: maxIterations,
    })
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
  } catch {
    // One answer for all of it: which half of it failed is nobody's business.
    throw new AppError('ERR_PASSPHRASE', 'the passphrase is another one, or the file was changed', {
      details: { given: true },
    })
  }
}

function headerOf(jwe: string): { readonly p2c?: unknown } {
  try {
    if (jwe.length > maxLength) throw new TypeError('too long')
    const header = decodeProtectedHeader(jwe)
    if (header.typ === typ && header.alg === 'PBES2-HS512+A256KW') return header as { p2c?: unknown }
  } catch {
    // Said below.
  }
  throw new AppError('ERR_IMPORT', 'this is no encrypted file of profiles', {
    details: { reason: 'unknown' },
  })
}

/** What is typed on one keyboard and on another is the same passphrase. */
function keyOf(passphrase: string): Uint8Array {
  return new TextEncoder().encode(passphrase.normalize('NFC'))
}
