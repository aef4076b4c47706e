import { readFile } from 'node:fs/promises'
import type { CliIo } from './io.ts'

/** The real world: this process, its streams and its network. */
export function createProcessIo(signal: AbortSignal): CliIo {
  // A reader that went away, as `head` does, is no error worth a stack trace.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
  return {
    stdout: (text) => write(process.stdout, text),
    stderr: (text) => write(process.stderr, text),
    readStdin: () => process.stdin.setEncoding('utf8'),
    readFile: (path) => readFile(path),
    env: process.env,
    now: Date.now,
    fetch: (url, init) => fetch(url, init),
    signal,
  }
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.write(text)) resolve()
    else stream.once('drain', resolve)
  })
}
