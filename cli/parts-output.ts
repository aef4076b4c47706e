import { readToken } from '../shared/token/read-token.ts'
import { explainCheck } from '../shared/verdict/explain-check.ts'
import { toJsonCheck } from '../shared/verdict/json-check.ts'
import type { PartResult, VerifyResult } from '../shared/verdict/verification.ts'
import { terminalText } from './terminal-text.ts'

const marks = { valid: '✓', invalid: '✗', unverified: '○' } as const

/** The parts of a token that has several, one line each; what failed in one is said below it. */
export function formatParts(parts: readonly PartResult[] | undefined, indent = '  '): readonly string[] {
  return (parts ?? []).flatMap((part) => {
    const failed = part.checks.find(({ status }) => status === 'fail')
    const [mark, outcome] =
      part.verdict === 'valid'
        ? [marks.valid, 'proved']
        : part.code === 'NOT_AUTHENTICATED'
          ? ['·', 'opened, which proves nothing about who made it']
          : [marks[part.verdict], part.code]
    return [
      `${indent}${mark} ${terminalText(part.title)} · ${outcome}`,
      ...(failed ? [`${indent}    ${terminalText(explainCheck(failed))}`] : []),
      ...formatParts(part.parts, `${indent}  `),
    ]
  })
}

/** What a result with several parts, or out of an encryption, has beside the ladder, for programs. */
export function toJsonParts({ parts, decrypted, processedClaims }: VerifyResult): object {
  return {
    ...(processedClaims === undefined ? {} : { processed_claims: JSON.parse(processedClaims) as unknown }),
    ...(parts ? { parts: parts.map(toJsonPart) } : {}),
    ...(decrypted
      ? {
          decrypted: {
            plaintext: decrypted.text,
            plaintext_base64url: decrypted.base64url,
            algorithms: decrypted.algorithms,
            ...innerOf(decrypted.text),
          },
        }
      : {}),
  }
}

function toJsonPart({ id, title, verdict, code, checks, key, parts }: PartResult): object {
  return {
    id,
    title,
    verdict,
    code,
    checks: checks.map(toJsonCheck),
    key,
    ...(parts ? { parts: parts.map(toJsonPart) } : {}),
  }
}

/** Header and claims of the token inside, or the claims that stand there without one. */
function innerOf(text: string | null): object {
  if (text === null) return {}
  const { segments } = readToken(text)
  const objectOf = (name: string) => {
    const segment = segments.find((candidate) => candidate.name === name)
    return segment?.isObject && segment.decoded !== null ? JSON.parse(segment.decoded) : null
  }
  return segments.length > 0 ? { header: objectOf('header'), claims: objectOf('payload') } : {}
}
