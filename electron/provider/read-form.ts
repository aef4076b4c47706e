import type { IncomingMessage } from 'node:http'
import { readRequestBody } from '../net/read-request-body.ts'

/** A name and a button; anything larger is not our form. */
const maxBytes = 8_192

/** Null when it is not a form or too large. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded')
    return null
  const body = await readRequestBody(request, maxBytes)
  return body === null ? null : new URLSearchParams(body)
}
