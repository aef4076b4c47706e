import { readFile } from 'node:fs/promises'
import { createConnect } from '../electron/net/connection.ts'
import { environmentProxy } from '../electron/net/environment-proxy.ts'
import { type CliIo, exitCode } from './io.ts'

/** The real world: this process, its streams and its network. */
export function createProcessIo(signal: AbortSignal): CliIo {
  // A reader that went away, as `head` does, is worth no stack trace. But an answer that was not delivered must
  // not read as an acceptance, whatever it said: only 2 says neither yes nor no.
  process.stdout.on('error', () => process.exit(exitCode.notVerified))
  // Messages for people may get lost; without a listener the process would end with 1, which means invalid.
  process.stderr.on('error', () => undefined)
  return {
    stdout: (text) => write(process.stdout, text),
    stderr: (text) => write(process.stderr, text),
    readStdin: () => process.stdin,
    readFile: (path) => readFile(path),
    env: process.env,
    now: Date.now,
    fetch: (url, init) => fetch(url, init),
    connect: createConnect(environmentProxy(process.env)),
    signal,
  }
}

/** Resolves when the text left the process, so that the exit code is decided after every failed delivery. */
function write(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve())
  })
}
