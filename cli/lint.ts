import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { KeyMaterial } from '../electron/jose/verify-job.ts'
import { type LintConfig, parseLintConfig } from '../shared/lint/lint-config.ts'
import type { LintContext } from '../shared/lint/lint-context.ts'
import { type LintReport, lintToken } from '../shared/lint/lint-token.ts'
import type { Severity } from '../shared/lint/rule.ts'
import { parseInstant } from '../shared/time/instant.ts'
import { describeToken } from '../shared/token/describe-token.ts'
import { findToken } from '../shared/token/find-token.ts'
import { validationProfile } from '../shared/verdict/verification.ts'
import { readArguments, readTextArgument, readTokenArgument } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readKeyFile, readPassphrase, readSecretFile } from './key-files.ts'
import { formatLint, formatLintScan, type LintFormat, lintFormats, scanSummary } from './lint-output.ts'
import { lintText } from './lint-scan.ts'
import { readScanText } from './scan.ts'
import { version } from './version.ts'

const help = `claimscope lint [TOKEN|-] [--format text|json|sarif|junit] [--config FILE] [--fail-on error|warning|info]
claimscope lint --scan FILE|- [--format text|json|sarif|junit] [--config FILE] [--fail-on error|warning|info]

Judges a token by what it says, by more than a hundred rules. Nothing is verified and nothing is fetched.

  --format F           text, json, sarif (2.1.0) or junit
  --fail-on LEVEL      findings from this level on end the command with 1; error if not given
  --config FILE        JSON: { "off": { "JWT-C13": "why it is off" }, "as": "access_token", "skew": 60,
                       "policy": { "alg": ["RS256"], "iss": "…", "aud": "…", "client_id": "…", "max_lifetime": 3600,
                       "fapi": true, "many_recipients": true, "key_binding_required": true } }
  --as KIND            what it is: ${validationProfile.options.join(', ')}
  --at INSTANT         as of this instant: RFC 3339 or Unix seconds
  --skew SECONDS       clock tolerance
  --scan FILE          every token of a text, up to 5,000, each with all rules, and compared with each other

Rules about keys run where one is given; what is needed and not given is listed as not run
  --key FILE           a JWK, a JWKS or PEM, with --passphrase-env NAME for an encrypted one
  --secret-file FILE   a shared secret, with --secret-encoding utf8, base64, base64url or hex
  --try-secrets        for HS256, HS384, HS512: try a list of common secrets

Exit code: 0 no finding at that level, 1 there are some, 2 the token cannot be read, none was found, not all of them
were judged, or wrong usage.
`

const options = {
  format: { type: 'string' },
  config: { type: 'string' },
  'fail-on': { type: 'string' },
  as: { type: 'string' },
  at: { type: 'string' },
  skew: { type: 'string' },
  key: { type: 'string' },
  'passphrase-env': { type: 'string' },
  'secret-file': { type: 'string' },
  'secret-encoding': { type: 'string' },
  'try-secrets': { type: 'boolean' },
  scan: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
type Values = ReturnType<typeof readArguments<typeof options>>['values']

const levels: readonly Severity[] = ['error', 'warning', 'info']

export async function lintCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, options)
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const format = readChoice<LintFormat>('--format', values.format ?? 'text', lintFormats)
  const failOn = readChoice<Severity>('--fail-on', values['fail-on'] ?? 'error', levels)
  if (values['try-secrets'] && values['secret-file'] !== undefined)
    throw new UsageError('--try-secrets looks for a secret; with --secret-file there is one')
  const config = await readConfig(values.config, io)
  const nowSeconds = readInstant(values.at) ?? Math.floor(io.now() / 1000)
  const material = await readMaterial(values, io)
  const as = values.as === undefined ? config.as : readChoice('--as', values.as, validationProfile.options)
  const skew = values.skew === undefined ? config.skew : readSkew(values.skew)
  const contextOf = async (token: string): Promise<LintContext> => ({
    nowSeconds,
    policy: config.policy,
    ...(as === undefined ? {} : { as }),
    ...(skew === undefined ? {} : { skew }),
    certificates: await runJobHere('readTokenCertificates', { token }),
    ...(material ? await runJobHere('readKeyFacts', { token, material }) : {}),
    ...(values['try-secrets'] ? await trySecrets(token, io) : {}),
  })
  const { suppressions } = config
  const failing = levels.slice(0, levels.indexOf(failOn) + 1)
  const isFailing = ({ findings }: LintReport) => findings.some(({ severity }) => failing.includes(severity))

  if (values.scan !== undefined) {
    if (positionals.length > 0) throw new UsageError('--scan takes one file, and no token beside it')
    if (values['try-secrets']) throw new UsageError('--try-secrets takes one token; --scan looks at many')
    const text = await readScanText([values.scan], io)
    const linted = await lintText(text, contextOf, { suppressions, signal: io.signal })
    const uri = values.scan === '-' ? 'stdin' : encodeURI(values.scan)
    await io.stdout(formatLintScan(linted, format, { uri, failOn, version }))
    await io.stderr(scanSummary(linted))
    if (linted.judged.some(({ report }) => isFailing(report))) return exitCode.invalid
    return linted.judged.length === 0 || linted.unseen > 0 ? exitCode.notVerified : exitCode.valid
  }

  const reading = findToken(await readTokenArgument(positionals, io))
  if (reading.format === 'empty')
    throw new UsageError('there is no token: give it as an argument or on standard input')
  const report = lintToken(reading, await contextOf(reading.token), suppressions)
  const { title, summary } = describeToken(reading, nowSeconds)
  await io.stdout(formatLint(report, format, { title: `${title} · ${summary}`, failOn, version }))
  if (report.unread !== null) {
    await io.stderr(`claimscope lint: ${report.unread}\n`)
    return exitCode.notVerified
  }
  return isFailing(report) ? exitCode.invalid : exitCode.valid
}

async function readConfig(path: string | undefined, io: CliIo): Promise<LintConfig> {
  if (path === undefined) return { suppressions: [], policy: {} }
  const parsed = parseLintConfig(await readTextArgument(path, io, 'JSON'))
  if (!parsed.ok) throw new UsageError(`cannot use ${path}: ${parsed.reason}`)
  return parsed.config
}

async function readMaterial(values: Values, io: CliIo): Promise<KeyMaterial | null> {
  if (values.key !== undefined && values['secret-file'] !== undefined)
    throw new UsageError('--key and --secret-file exclude each other')
  if (values['secret-file'] !== undefined)
    return readSecretFile(values['secret-file'], values['secret-encoding'] ?? 'utf8', io)
  if (values['secret-encoding'] !== undefined)
    throw new UsageError('--secret-encoding belongs to --secret-file')
  if (values.key === undefined) return null
  const key = await readKeyFile(values.key, io, readPassphrase(values['passphrase-env'], io))
  const { text, passphrase } = key
  return { kind: 'key', text, provenance: 'pasted', ...(passphrase === undefined ? {} : { passphrase }) }
}

/** The secret itself is not told, not even on standard error: the finding says that it is known. */
async function trySecrets(token: string, io: CliIo): Promise<Pick<LintContext, 'key'>> {
  const answer = await runJobHere('findWeakSecret', { token, from: 0, count: 10_000_000 })
  if (answer.found === null) {
    await io.stderr(`Not among the ${answer.total} secrets tried; that is no proof that it is strong.\n`)
    return {}
  }
  await io.stderr(`The secret is ${answer.found.masked}, ${answer.found.how}.\n`)
  return { key: { kty: 'oct', isPrivate: true, weakness: 'listed' } }
}

function readChoice<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw new UsageError(`${option} is one of ${choices.join(', ')}`)
  return choice
}

function readInstant(text: string | undefined): number | null {
  if (text === undefined) return null
  const seconds = parseInstant(text)
  if (seconds === null)
    throw new UsageError('--at is RFC 3339, such as 2026-11-23T14:30:00Z, or Unix seconds')
  return seconds
}

function readSkew(text: string): number {
  const seconds = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || seconds > 86_400)
    throw new UsageError('--skew is a number of seconds, from 0 to 86400')
  return seconds
}
