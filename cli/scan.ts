import { describeDuration } from '../shared/time/instant.ts'
import { decodeBytes } from '../shared/token/scan/decode-bytes.ts'
import { tokenAsJson } from '../shared/token/scan/export-tokens.ts'
import type { FoundToken, SkippedSummary } from '../shared/token/scan/found-token.ts'
import { listTokens } from '../shared/token/scan/list-tokens.ts'
import { maxScanLength } from '../shared/token/scan/scan-tokens.ts'
import { readArguments, readFileArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readStdinBytes } from './read-stdin.ts'
import { terminalJson, terminalText } from './terminal-text.ts'

const help = `claimscope scan [FILE|-] [--json]

Finds every token in a text of up to 100 MB: a log, a HAR file, an answer, a Kubernetes secret; also inside base64,
percent encoding and JSON strings. One line a token: where it stands, its kind, algorithm, issuer, expiry, place.
With --json one JSON object a line, with header and claims as they stand in the token.
Signatures, encrypted parts and opaque values are never printed. Nothing is verified.
What looks like a token but is none goes to standard error.

Exit code: 0 searched, whether or not there are tokens; 2 wrong usage.
`

export async function scanCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const text = await readScanText(positionals, io)
  const nowSeconds = Math.floor(io.now() / 1000)
  let count = 0
  let skipped: SkippedSummary = { count: 0, spans: [] }
  // A batch at a time, so that neither the lines nor the stream grow with the text.
  for (const batch of listTokens(text)) {
    if (io.signal.aborted) return exitCode.notVerified
    count += batch.tokens.length
    skipped = batch.skipped
    const lines = batch.tokens.map((found) =>
      values.json ? terminalJson(tokenAsJson(text, found)) : textLine(found, nowSeconds),
    )
    if (lines.length > 0) await io.stdout(`${lines.join('\n')}\n`)
  }
  await io.stderr(summary(count, skipped))
  return exitCode.valid
}

/** The text of a file of any encoding, or of standard input for `-` and for none; throws UsageError where it is too large. */
export async function readScanText(positionals: readonly string[], io: CliIo): Promise<string> {
  const [path, ...more] = positionals
  if (more.length > 0) throw new UsageError('one file is expected')
  if (path !== undefined && path !== '-') {
    const bytes = await readFileArgument(path, io)
    if (bytes.length > maxScanLength) {
      throw new UsageError(`the text is larger than ${maxScanLength / 1_000_000} MB; cut it into pieces`)
    }
    return decodeBytes(bytes)
  }
  return decodeBytes(await readStdinBytes(io, maxScanLength))
}

/** `line 3  offset 120-456  Access token  RS256  https://a.test  expired 2 h ago  access_token inside JSON`. */
function textLine({ facts, line, start, end, name, place }: FoundToken, nowSeconds: number): string {
  const parts = [
    `line ${line}`,
    `offset ${start}-${end}`,
    facts.title,
    facts.alg ?? '-',
    facts.issuer ?? '-',
    expiryWords(facts.expiresAt, nowSeconds),
    `${name === null ? '' : `${name} `}${place}`,
  ]
  return parts.map((part) => terminalText(part)).join('  ')
}

function expiryWords(expiresAt: number | null, nowSeconds: number): string {
  if (expiresAt === null) return 'no expiry'
  return expiresAt > nowSeconds
    ? `expires in ${describeDuration(expiresAt - nowSeconds)}`
    : `expired ${describeDuration(nowSeconds - expiresAt)} ago`
}

const shownSkipped = 10

function summary(count: number, skipped: SkippedSummary): string {
  const notes = skipped.spans.filter(({ code }) => code === 'NOT_SEARCHED')
  const near = skipped.spans.filter(({ code }) => code !== 'NOT_SEARCHED')
  const rest = skipped.count - notes.length - shownSkipped
  return [
    `${count} ${count === 1 ? 'token' : 'tokens'} found; nothing was verified.`,
    ...near.slice(0, shownSkipped).map(({ start, end, reason }) => `skipped at ${start}-${end}: ${reason}`),
    ...(rest > 0 ? [`and ${rest} more skipped`] : []),
    ...notes.map(({ reason }) => reason),
    '',
  ].join('\n')
}
