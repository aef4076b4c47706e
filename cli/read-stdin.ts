import { type CliIo, UsageError } from './io.ts'

/** Standard input as UTF-8 text, in chunks of any size. */
export async function* stdinText(io: CliIo): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const chunk of io.readStdin()) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

/** All of it as text, which has at most `limit` characters; throws UsageError for more. */
export async function readStdinText(io: CliIo, limit: number): Promise<string> {
  const parts: string[] = []
  let length = 0
  for await (const chunk of stdinText(io)) {
    length += chunk.length
    if (length > limit) throw new UsageError(`standard input holds more than ${limit} characters`)
    parts.push(chunk)
  }
  return parts.join('')
}

/** All of it as it is: what is signed or encrypted need not be text. */
export async function readStdinBytes(io: CliIo, limit: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of io.readStdin()) {
    const bytes = Buffer.from(chunk as string)
    length += bytes.length
    if (length > limit) throw new UsageError(`standard input holds more than ${limit} bytes`)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}
