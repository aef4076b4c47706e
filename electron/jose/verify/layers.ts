import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import type { Decrypted, PartResult, VerifyResult } from '../../../shared/verdict/verification.ts'
import { conclude, unreachable } from './ladder.ts'

/** Envelopes in envelopes have an end: nobody nests deeper, and each one costs a decryption. */
export const maxLayers = 5

const titles: Readonly<Record<string, string>> = {
  jws: 'Signed token inside',
  jws_json: 'Signed content inside',
  sd_jwt: 'SD-JWT inside',
  unsecured: 'Unsecured token inside',
}

/**
 * One ladder out of two layers: what the outer one proved of itself, then everything of the inner one. The whole passes
 * only what each layer passes; each layer keeps its own ladder among the parts, the outermost first.
 */
export function joinLayers({
  parsed,
  decrypted,
  layer,
  opened,
  result,
  inner,
  depth,
  asOf,
}: {
  readonly parsed: Check
  readonly decrypted: Check
  readonly layer: PartResult
  readonly opened: Decrypted
  readonly result: VerifyResult
  readonly inner: TokenReading
  /** Of the outer one. */
  readonly depth: number
  readonly asOf: number
}): VerifyResult {
  const innerParsed = result.checks.find(({ id }) => id === 'parsed')
  const innerDecrypted = result.checks.find(({ id }) => id === 'decrypted')
  const rest = result.checks.filter(({ id }) => id !== 'parsed' && id !== 'decrypted')
  const checks: readonly Check[] = [
    innerParsed && innerParsed.status !== 'pass' ? inside(innerParsed) : parsed,
    innerDecrypted && innerDecrypted.status !== 'pass' ? inside(innerDecrypted) : decrypted,
    ...rest,
  ]
  const isEncrypted = inner.format === 'jwe' || inner.format === 'jwe_json'
  const innerParts: readonly PartResult[] =
    isEncrypted && result.parts?.some(({ id }) => id.startsWith('layer-'))
      ? result.parts
      : [
          {
            id: `layer-${depth + 1}`,
            title: isEncrypted ? 'Encrypted token inside' : (titles[inner.format] ?? 'Token inside'),
            verdict: result.verdict,
            code: result.code,
            checks: result.checks,
            key: result.key,
            ...(result.parts ? { parts: result.parts } : {}),
          },
        ]
  return {
    ...conclude(checks, asOf),
    // An inner answer knows reasons that the rungs alone do not tell.
    ...(result.verdict === 'unverified' ? { verdict: result.verdict, code: result.code } : {}),
    key: result.key,
    requests: result.requests,
    parts: [layer, ...innerParts],
    decrypted: result.decrypted ?? opened,
    ...(result.diagnosis ? { diagnosis: result.diagnosis } : {}),
    ...(result.processedClaims === undefined ? {} : { processedClaims: result.processedClaims }),
  }
}

/** The answer where one more layer is there than is opened. */
export function tooDeep(
  base: readonly Check[],
  layer: PartResult,
  opened: Decrypted,
  asOf: number,
): VerifyResult {
  const note = `There is a token inside a token more than ${maxLayers} times; the rest was not opened.`
  const checks = [...base, ...unreachable('TOO_LARGE', note)]
  return { ...conclude(checks, asOf), key: layer.key, parts: [layer], decrypted: opened }
}

function inside(check: Check): Check {
  return { ...check, note: [check.note, 'This is about the token inside.'].filter((text) => text).join(' ') }
}
