import { expect, it } from 'vitest'
import { formatRunJson } from '../shared/run-export/run-json.ts'
import { sampleRun } from '../shared/run-export/sample-run.ts'
import { diffRunsCommand } from './diff-runs.ts'
import { type CliIo, UsageError } from './io.ts'

const run = sampleRun('x')
const text = (change: object) => formatRunJson({ run: { ...run, ...change }, tokens: {}, problem: null })
const files: Readonly<Record<string, string>> = {
  'a.json': text({}),
  'b.json': text({ clientId: 'other\u001b[31m' }),
  'words.txt': 'hello',
}

function world(stdin = '') {
  const out: string[] = []
  const io = {
    stdout: async (piece: string) => void out.push(piece),
    readStdin: async function* () {
      yield stdin
    },
    readFile: async (path: string) => Buffer.from(files[path] ?? ''),
  } as unknown as CliIo
  return { io, text: () => out.join('') }
}

it('says what differs most, then what differs, and ends with 1', async () => {
  const { io, text: said } = world()
  expect(await diffRunsCommand(['a.json', 'b.json'], io)).toBe(1)
  expect(said().split('\n')[0]).toBe('Both were accepted. Client differs.')
  expect(said()).toContain('~ client_id  x → other')
  expect(said()).not.toContain('\u001b')
  expect(said()).toContain('hidden in both, not compared')
})

it('ends with 0 where nothing differs, and says it as JSON too', async () => {
  const { io, text: said } = world(files['a.json'])
  expect(await diffRunsCommand(['a.json', '-', '--json'], io)).toBe(0)
  expect(JSON.parse(said())).toMatchObject({ isSame: true })
})

it.each([[['a.json']], [['a.json', 'words.txt']], [['-', '-']], [['a.json', 'b.json', 'c.json']]])(
  'refuses %j',
  async (argv) => {
    await expect(diffRunsCommand(argv, world().io)).rejects.toThrow(UsageError)
  },
)
