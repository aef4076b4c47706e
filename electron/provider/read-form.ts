import type { IncomingMessage } from 'node:http'

/** A name and a button; anything larger is not our form. */
const maxBytes = 8_192

/** Null when it is not a form or too large. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded')
    return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
