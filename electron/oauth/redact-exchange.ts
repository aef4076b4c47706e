import type { Redactor } from '../../shared/oauth/redact.ts'
import type { HeaderPair, RecordedRequest, RecordedResponse } from '../../shared/oauth/run.ts'
import type { RawAnswer } from './raw-answer.ts'

/** As much as a person reads; the rest is counted, not kept. */
const keptCharacters = 64 * 1024

export function redactRequest(request: RecordedRequest, redactor: Redactor): RecordedRequest {
  return {
    method: request.method,
    url: redactor.url(request.url),
    headers: redactor.headers(request.headers),
    body: request.body === null ? null : redactor.body(request.body),
  }
}

export function redactResponse(answer: RawAnswer, byteLength: number, redactor: Redactor): RecordedResponse {
  // Redacted before it is cut: half a secret at the cut would no longer be recognised.
  const body = redactor.body(answer.text)
  const headers: readonly HeaderPair[] = [...answer.headers.entries()]
  return {
    status: answer.status,
    headers: redactor.headers(headers),
    body: body.slice(0, keptCharacters),
    byteLength,
    truncated: body.length > keptCharacters,
  }
}
