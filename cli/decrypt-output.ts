import type { DecryptOutcome } from '../electron/jose/jwe/decrypt-outcome.ts'
import type { KeyMaterial } from '../electron/jose/verify-job.ts'
import type { KeyFileSource } from './key-files.ts'
import { terminalJson } from './terminal-text.ts'

export function toMaterial(source: KeyFileSource): KeyMaterial {
  if (source.kind === 'secret') return source
  const { text, passphrase } = source
  return { kind: 'key', text, ...(passphrase === undefined ? {} : { passphrase }), provenance: 'pasted' }
}

/** What came out, for programs. `opened` says nothing about who made it. `id` is JSON text and goes first, as it is written. */
export function toJsonDecrypted(outcome: DecryptOutcome, indent: number, id?: string): string {
  const { finding, plaintext, algorithms, header, key, keyNotes, recipients } = outcome
  const value = {
    opened: plaintext !== null,
    code: plaintext === null ? (finding.code ?? 'INTERNAL') : 'OK',
    authenticated: false,
    algorithms: algorithms === '' ? null : algorithms,
    plaintext: plaintext === null ? null : toText(plaintext),
    plaintext_base64url: plaintext,
    header,
    key,
    expected: finding.expected ?? null,
    found: finding.found ?? null,
    notes: [finding.note, ...keyNotes].filter((note) => note),
    ...(recipients.length > 1
      ? {
          recipients: recipients.map(({ alg, kid, finding: own }) => ({
            alg,
            kid,
            opened: own.status === 'pass',
            code: own.status === 'pass' ? 'OK' : (own.code ?? 'INTERNAL'),
            found: own.found ?? null,
          })),
        }
      : {}),
  }
  const json = JSON.stringify(value, null, indent)
  return terminalJson(id === undefined ? json : `{"id":${id},${json.slice(1)}`)
}

/** Null where the content is no text. */
function toText(base64url: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(base64url, 'base64url'),
    )
  } catch {
    return null
  }
}
