import type { IncomingMessage } from 'node:http'

/** The body of a request to a server of ours as text, or null where it is larger than `maxBytes`; rejects where the connection ends before it does. */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).byteLength
    if (size > maxBytes) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
