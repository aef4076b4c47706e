import type { Problem, Span } from './reading.ts'

/** Not an error: a note that what is signed is not here (RFC 7515 Appendix F). */
export function noteOfDetached(place: Span | undefined): Problem {
  const at = place?.start ?? 0
  return {
    code: 'PAYLOAD_DETACHED',
    severity: 'warning',
    start: at,
    end: at,
    message:
      'The payload is not in here: it travels elsewhere, and only together with it can the signature be verified.',
  }
}
