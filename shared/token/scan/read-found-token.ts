import { readToken } from '../read-token.ts'
import type { Segment, SignatureReading, Span, TokenReading } from '../reading.ts'
import type { TokenSighting } from './found-token.ts'

/**
 * Reads one token of a text, with all offsets in that text. One that is not literally there (`text` is not null) is
 * read by itself: `input` is then its own text and the offsets count in it. Never throws; linear in the token.
 */
export function readFoundToken(text: string, found: TokenSighting, wrapper: string | null): TokenReading {
  if (found.text !== null) return { ...named(readToken(found.text), found), wrapper }
  const reading = named(readToken(text.slice(found.start, found.end)), found)
  return { ...shiftReading(reading, found.start, text), wrapper }
}

/** The name of its parameter says what a deflated SAML message is (SAML 2.0 Bindings §3.4.4.1): it is not inflated here. */
function named(reading: TokenReading, { format }: TokenSighting): TokenReading {
  return format === 'saml' && reading.format !== 'saml'
    ? { ...reading, format, segments: [], problems: [] }
    : reading
}

function shiftReading(reading: TokenReading, by: number, input: string): TokenReading {
  const move = <T extends Span>(item: T): T => ({ ...item, start: item.start + by, end: item.end + by })
  const moveSignature = (one: SignatureReading): SignatureReading => ({
    ...one,
    protectedHeader: one.protectedHeader && move<Segment>(one.protectedHeader),
    signature: move<Segment>(one.signature),
  })
  const { signatures, recipients, disclosures, keyBinding } = reading
  return {
    ...reading,
    input,
    span: move(reading.span),
    segments: reading.segments.map(move),
    problems: reading.problems.map(move),
    ...(signatures ? { signatures: signatures.map(moveSignature) } : {}),
    ...(recipients
      ? {
          recipients: recipients.map((one) => ({
            ...one,
            encryptedKey: one.encryptedKey && move<Segment>(one.encryptedKey),
          })),
        }
      : {}),
    ...(disclosures ? { disclosures: disclosures.map(move) } : {}),
    ...(keyBinding ? { keyBinding: shiftReading(keyBinding, by, input) } : {}),
  }
}
