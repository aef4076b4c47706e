import { describeInstant } from '../shared/time/instant.ts'
import { isTimeClaim } from '../shared/token/claims.ts'
import { describeToken, type TokenDescription } from '../shared/token/describe-token.ts'
import { findToken } from '../shared/token/find-token.ts'
import type { Segment, TokenReading } from '../shared/token/reading.ts'
import { readArguments, readTokenArgument } from './arguments.ts'
import { partFields, partLines } from './decode-parts.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope decode [TOKEN|-] [--json]

Shows what a token says. Nothing is verified: whoever wrote the token wrote all of it.
TOKEN may stand in an Authorization header, after Bearer, in quotes, or inside other text such as JSON or an
address: then the first token in it is shown. Without TOKEN, standard input is read.

  --json                   header, claims, segments and problems with their positions, as one JSON object

Exit code: 0 decoded, 1 not well formed, 2 wrong usage.
`

export async function decodeCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const reading = findToken(await readTokenArgument(positionals, io))
  if (reading.format === 'empty') {
    throw new UsageError('there is no token: give it as an argument or on standard input')
  }
  const nowSeconds = Math.floor(io.now() / 1000)
  const description = describeToken(reading, nowSeconds)
  await io.stdout(values.json ? toJson(reading, description) : toText(reading, description, nowSeconds))
  const broken = reading.format === 'opaque' || reading.problems.some(({ severity }) => severity === 'error')
  return broken ? exitCode.invalid : exitCode.valid
}

/** Header and claims stand in the output exactly as in the token: big integers keep all their digits. */
function toJson(reading: TokenReading, description: TokenDescription): string {
  const find = (wanted: string) => reading.segments.find(({ name }) => name === wanted)
  const payload = find('payload')
  const fields: readonly (readonly [name: string, json: string])[] = [
    ['format', JSON.stringify(reading.format)],
    ['kind', JSON.stringify(description.kind)],
    ['title', JSON.stringify(description.title)],
    ['reason', JSON.stringify(description.reason)],
    ['verified', 'false'],
    ['header', objectText(find('header'))],
    ['claims', objectText(payload)],
    ...(payload && !payload.isObject ? [['payload', JSON.stringify(payload.decoded)] as const] : []),
    ['signature', JSON.stringify(find('signature')?.text ?? null)],
    ...partFields(reading),
    [
      'segments',
      JSON.stringify(
        reading.segments.map(({ name, start, end, byteLength }) => ({ name, start, end, byteLength })),
      ),
    ],
    ['problems', JSON.stringify(reading.problems)],
  ]
  return terminalJson(
    `{\n${fields.map(([name, json]) => `  ${JSON.stringify(name)}: ${json}`).join(',\n')}\n}\n`,
  )
}

function objectText(segment: Segment | undefined): string {
  if (segment?.isObject && segment.decoded !== null) return segment.decoded.trim()
  if (!segment?.members) return 'null'
  const members = segment.members.map(({ name, raw }) => `${JSON.stringify(name)}: ${raw}`)
  return `{ ${members.join(', ')} }`
}

function toText(reading: TokenReading, description: TokenDescription, nowSeconds: number): string {
  const lines = [
    `${description.title} · ${terminalText(description.summary)}`,
    `${terminalText(description.reason)} Nothing was verified.`,
  ]
  if (reading.more !== undefined) {
    lines.push(`The first of ${reading.more + 1} tokens in this text; give one alone to read it.`)
  }
  for (const segment of reading.segments) {
    lines.push('', ...segmentLines(segment, nowSeconds))
  }
  lines.push(...partLines(reading))
  if (reading.problems.length > 0) {
    lines.push('', 'Problems')
    for (const { severity, start, message } of reading.problems) {
      lines.push(`  ${severity === 'error' ? '✗' : '!'} at ${start}: ${terminalText(message)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function segmentLines(segment: Segment, nowSeconds: number): readonly string[] {
  const size =
    segment.byteLength === null ? `${segment.text.length} characters` : `${segment.byteLength} bytes`
  const name = segment.name === 'iv' ? 'initialization vector' : segment.name.replaceAll('_', ' ')
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)} (${size})`
  if (segment.members) {
    const width = Math.min(24, Math.max(0, ...segment.members.map(({ name }) => name.length)))
    return [
      title,
      ...segment.members.map(({ name, raw, value, duplicate }) => {
        const when =
          segment.name === 'payload' && isTimeClaim(name) && typeof value === 'number'
            ? describeInstant(value, nowSeconds)
            : null
        const note = `${when ? `   ${when.utc}, ${when.relative}` : ''}${duplicate ? '   (stands twice)' : ''}`
        return `  ${terminalText(name).padEnd(width)}  ${terminalText(raw)}${note}`
      }),
    ]
  }
  if (segment.name === 'payload' && segment.decoded !== null)
    return [title, `  ${terminalText(segment.decoded)}`]
  return [title]
}
