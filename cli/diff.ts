import { type Comparison, compareTokens, type Difference } from '../shared/token/compare/compare-tokens.ts'
import {
  comparedName,
  explainDifference,
  summariseComparison,
} from '../shared/token/compare/explain-difference.ts'
import { type Comparable, readComparable } from '../shared/token/compare/read-comparable.ts'
import { findToken } from '../shared/token/find-token.ts'
import { readArguments, readTextArgument, readTokenArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope diff A B [--json]

Compares two tokens, or a token and the JSON of a userinfo or introspection answer, claim by claim. Nothing is
verified. A and B are each a token, a file that holds one, or - for standard input.

Values are compared by what they mean: the spelling of numbers, escapes, white space and the order of scopes count
for nothing.

Exit code: 0 the claims are the same, 1 they differ, 2 one side cannot be read, or wrong usage.
`

const codes = { same: 0, different: 1 } as const

export async function diffCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const [first, second, ...more] = positionals
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UsageError(`two tokens or files are expected; found ${positionals.length}`)
  }
  if (first === '-' && second === '-') throw new UsageError('only one side can be standard input')
  const sides = [await readSide(first, io), await readSide(second, io)] as const
  const comparison = compareTokens(...sides)
  await io.stdout(values.json ? toJson(comparison) : toText(comparison))
  return comparison.sameClaims ? codes.same : codes.different
}

/** A token or JSON in the argument itself, otherwise the file of that name. */
async function readSide(argument: string, io: CliIo): Promise<Comparable> {
  const isText = /^\s*\{/.test(argument) || findToken(argument).segments.length > 0
  const text =
    argument === '-'
      ? await readTokenArgument(['-'], io)
      : isText
        ? argument
        : await readTextArgument(argument, io, 'a token or JSON')
  const reading = readComparable(text)
  if (reading.ok) return reading.side
  const where = argument === '-' ? 'standard input' : isText ? 'a token given as argument' : argument
  throw new UsageError(`${where}: ${reading.message}`)
}

const marks = { same: '=', changed: '~', added: '+', removed: '-' } as const

function toText(comparison: Comparison): string {
  const { header, claims, notes } = comparison
  const width = Math.min(
    24,
    Math.max(0, ...[...(header ?? []), ...claims].map((each) => terminalText(comparedName(each)).length)),
  )
  return [
    ...(header ? ['Header', ...header.map((each) => line(each, width)), ''] : []),
    'Claims',
    ...claims.map((each) => line(each, width)),
    '',
    ...notes.map((note) => terminalText(note)),
    summariseComparison(comparison),
    '',
  ].join('\n')
}

function line(difference: Difference, width: number): string {
  const { kind, first, second } = difference
  const values =
    kind === 'changed' ? `${shown(first)} → ${shown(second)}` : shown(kind === 'added' ? second : first)
  const words = explainDifference(difference)
  return `  ${marks[kind]} ${terminalText(comparedName(difference)).padEnd(width)}  ${values}${words ? `   (${terminalText(words)})` : ''}`
}

function shown(raw: string | null): string {
  const text = terminalText(raw ?? '')
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** Values stand in the output as JSON exactly as in the tokens: big integers keep all their digits. */
function toJson({ header, claims, signature, sameClaims, notes }: Comparison): string {
  const fields: readonly (readonly [string, string])[] = [
    ['same', JSON.stringify(sameClaims)],
    ['signature', JSON.stringify(signature)],
    ['header', header === null ? 'null' : listOf(header)],
    ['claims', listOf(claims)],
    ['notes', JSON.stringify(notes)],
  ]
  return terminalJson(
    `{\n${fields.map(([name, json]) => `  ${JSON.stringify(name)}: ${json}`).join(',\n')}\n}\n`,
  )
}

function listOf(differences: readonly Difference[]): string {
  const items = differences.map((each) => {
    const { name, secondName, kind, first, second, detail } = each
    const fields: readonly (readonly [string, string])[] = [
      ['name', JSON.stringify(name)],
      ...(secondName === undefined ? [] : [['secondName', JSON.stringify(secondName)] as const]),
      ['kind', JSON.stringify(kind)],
      ...(first === null ? [] : [['first', first] as const]),
      ...(second === null ? [] : [['second', second] as const]),
      ...(detail === null ? [] : [['detail', JSON.stringify(detail)] as const]),
    ]
    return `    { ${fields.map(([field, json]) => `${JSON.stringify(field)}: ${json}`).join(', ')} }`
  })
  return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n  ]`
}
