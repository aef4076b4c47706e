import type { Problem } from '../../../../shared/token/reading.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { errorNames } from '../../../../shared/verdict/error-names.ts'

export type OtherNames =
  | { readonly kind: 'names'; readonly names: readonly (readonly [library: string, name: string])[] }
  /** The libraries do not agree on this one. */
  | { readonly kind: 'differs' }

/** What every library trips over: without it there is no token to read at all. */
const structural = new Set([
  'SEGMENT_COUNT',
  'BASE64URL_CHARACTER',
  'BASE64URL_LENGTH',
  'JSON_SYNTAX',
  'HEADER_NOT_OBJECT',
])

/** The names under which a developer meets the same failure in a stack trace; null where there is none to name. */
export function otherNames(check: Check, problems: readonly Problem[]): OtherNames | null {
  if (check.status !== 'fail' || check.code === undefined) return null
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (check.code === 'MALFORMED' && !errors.some(({ code }) => structural.has(code)))
    return { kind: 'differs' }
  const { pyjwt, authlib, jose, spring, dotnet, go } = errorNames(check.code)
  const names = [
    ['PyJWT', pyjwt],
    ['Authlib', authlib],
    ['jose', jose],
    ['Spring', spring],
    ['.NET', dotnet],
    ['Go', go],
  ].filter((pair): pair is [string, string] => pair[1] !== null)
  return names.length === 0 ? null : { kind: 'names', names }
}
