import { testConnect } from '../electron/net/test-connection.ts'
import type { CliIo } from './io.ts'

type Command = (argv: readonly string[], io: CliIo) => Promise<number>

/** Runs a command in this process, with the real network and nothing on standard input; what it wrote is returned. */
export async function callCommand(command: Command, argv: readonly string[], change: Partial<CliIo> = {}) {
  const written = { out: '', err: '' }
  const code = await command(argv, {
    stdout: async (text) => {
      written.out += text
    },
    stderr: async (text) => {
      written.err += text
    },
    readStdin: async function* () {},
    readFile: () => Promise.reject(new Error('no files here')),
    env: {},
    now: Date.now,
    fetch: (url, init) => fetch(url, init),
    connect: testConnect,
    signal: new AbortController().signal,
    ...change,
  })
  return { code, ...written }
}
