import type { Connect } from '../electron/net/connection.ts'
import type { FetchLike } from '../electron/net/limited-fetch.ts'

/** Everything a command may touch of the world around it; tests pass their own. */
export type CliIo = {
  /** Writes text as it is; resolves when the stream has room again, so that long output stays bounded. */
  stdout(text: string | Uint8Array): Promise<void>
  stderr(text: string): Promise<void>
  /** Standard input in chunks of any size: bytes, or text where a test gives it. `read-stdin.ts` makes one thing of it. */
  readStdin(): AsyncIterable<string | Uint8Array> & { destroy?(): unknown }
  readFile(path: string): Promise<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Unix milliseconds. */
  now(): number
  readonly fetch: FetchLike
  /** Connections of flows, with their own certificates and proxy. */
  readonly connect: Connect
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal
}

/** Wrong usage, or input that cannot be read: a sentence for standard error, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** 0: valid. 1: invalid. 2: could not be verified, or wrong usage. */
export const exitCode = { valid: 0, invalid: 1, notVerified: 2 } as const
