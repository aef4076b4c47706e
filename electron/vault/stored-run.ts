import { promisify } from 'node:util'
import { gunzipSync, gzip } from 'node:zlib'
import { readKeptRun, toKeptRun } from '../../shared/oauth/kept-runs.ts'
import type { Run } from '../../shared/oauth/run.ts'
import { lineOfRun, type RunLine, runLine } from '../../shared/oauth/run-line.ts'

const compress = promisify(gzip)
/** Far above what a run can hold; a record that claims more is none of ours. */
const maxBytes = 64_000_000

export type EncodedRun = { readonly line: RunLine; readonly bytes: Buffer }

/** Off the main thread: metadata and key sets repeat themselves, and shrink to a sixth. */
export async function encodeRun(run: Run): Promise<EncodedRun> {
  return { line: lineOfRun(run), bytes: await compress(JSON.stringify(toKeptRun(run))) }
}

/** Null for what cannot be read any more. */
export function parseStoredRun(bytes: Buffer): Run | null {
  try {
    return readKeptRun(gunzipSync(bytes, { maxOutputLength: maxBytes }).toString('utf8'))
  } catch {
    return null
  }
}

export function encodeLine(line: RunLine): Buffer {
  return Buffer.from(JSON.stringify(line), 'utf8')
}

export function parseStoredLine(bytes: Buffer): RunLine | null {
  try {
    const parsed = runLine.safeParse(JSON.parse(bytes.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
