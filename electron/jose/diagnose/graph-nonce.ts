import { createHash } from 'node:crypto'
import { type FindCause, fitsAny } from './attempt.ts'

/** Tokens for Microsoft Graph: the header that was signed has the hash of the nonce, the one that is sent the nonce. */
export const findGraphNonce: FindCause = (failed) => {
  const { text } = failed.header
  const nonce = text === null ? null : nonceOf(text)
  if (text === null || nonce === null) return null
  const hash = createHash('sha256').update(nonce).digest('base64url')
  const header = text.replace(JSON.stringify(nonce), JSON.stringify(hash))
  const input = `${Buffer.from(header).toString('base64url')}.${failed.payload.segment}`
  if (header === text || !fitsAny(failed, { input: Buffer.from(input, 'ascii') })) return null
  return {
    cause: 'GRAPH_NONCE',
    sentence:
      'The signature fits once the nonce in the header is replaced by its SHA-256 hash: this is a token for Microsoft Graph.',
    advice:
      'Only Microsoft Graph is meant to check it. Ask for an access token with a scope of your own API instead.',
  }
}

function nonceOf(text: string): string | null {
  try {
    const { nonce } = JSON.parse(text) as { readonly nonce?: unknown }
    return typeof nonce === 'string' ? nonce : null
  } catch {
    return null
  }
}
