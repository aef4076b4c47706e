import { type ComparableRun, readComparableRun } from '../shared/oauth/comparable-run.ts'
import { type ComparedRow, compareRuns, type RowKind } from '../shared/oauth/compare-runs.ts'
import { readArguments, readTextArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readStdinText } from './read-stdin.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope diff-runs A B [--json] [--all]

Compares two runs that \`run --json\` or an export wrote: what was asked, steps, checks, tokens, requests and answers.
A and B are files, or - for standard input. The first line says what differs most.

Secrets were hidden when the runs were recorded: of those nothing is claimed but a different length. What is new in each
run by its nature, such as a state, is no difference; timing is none either.

  --all   also what is the same

Exit code: 0 nothing differs, 1 something does, 2 one side cannot be read, or wrong usage.
`

/** In characters. */
const longest = 50_000_000
const codes = { same: 0, different: 1 } as const

export async function diffRunsCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    json: { type: 'boolean' },
    all: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const [first, second, ...more] = positionals
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UsageError(`two files are expected; found ${positionals.length}`)
  }
  if (first === '-' && second === '-') throw new UsageError('only one side can be standard input')
  const compared = compareRuns(await readSide(first, io), await readSide(second, io))
  const wanted = (row: ComparedRow) => values.all === true || (row.kind !== 'same' && row.kind !== 'fresh')
  const parts = compared.parts.map((part) => ({ ...part, rows: part.rows.filter(wanted) }))
  if (values.json) await io.stdout(`${terminalJson(JSON.stringify({ ...compared, parts }, null, 2))}\n`)
  else await io.stdout(toText(compared.headline, parts))
  return compared.isSame ? codes.same : codes.different
}

async function readSide(argument: string, io: CliIo): Promise<ComparableRun> {
  const text =
    argument === '-'
      ? await readStdinText(io, longest)
      : await readTextArgument(argument, io, 'an exported run')
  const run = readComparableRun(text)
  if (run) return run
  throw new UsageError(
    `${argument === '-' ? 'standard input' : argument}: this is no run that was exported as JSON`,
  )
}

const marks: Readonly<Record<RowKind, string>> = {
  same: '=',
  changed: '~',
  added: '+',
  removed: '-',
  hidden: '?',
  fresh: '·',
}

function toText(
  headline: string,
  parts: readonly { readonly title: string; readonly rows: readonly ComparedRow[] }[],
): string {
  const shown = parts.filter(({ rows }) => rows.length > 0)
  return [
    terminalText(headline),
    ...shown.flatMap(({ title, rows }) => ['', title, ...rows.map(line)]),
    '',
  ].join('\n')
}

function line({ name, first, second, kind }: ComparedRow): string {
  const value = (text: string | null) => (text === null ? 'none' : terminalText(text))
  const words =
    kind === 'hidden'
      ? `${value(first)}: hidden in both, not compared`
      : kind === 'same'
        ? value(first)
        : `${value(first)} → ${value(second)}`
  return `  ${marks[kind]} ${terminalText(name)}  ${words}`
}
