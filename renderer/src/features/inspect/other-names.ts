import type { Problem } from '../../../../shared/token/reading.ts'
import type { Check } from '../../../../shared/verdict/check.ts'
import { errorNames } from '../../../../shared/verdict/error-names.ts'
import { isKeyFault } from '../../../../shared/verdict/key-fault.ts'
import { acceptsWords, type LibraryAnswer } from '../../../../shared/verdict/library-answer.ts'

export type OtherNames =
  | {
      readonly kind: 'names'
      readonly names: readonly OtherName[]
      /** Libraries of which nothing is known here: they may refuse it or accept it. */
      readonly unknown: readonly string[]
    }
  /** Of none of them anything is known. */
  | { readonly kind: 'unknown' }
  /** The libraries do not agree on this one. */
  | { readonly kind: 'differs' }

export type OtherName = {
  readonly library: string
  readonly text: string
  /** The library takes what failed here, so the text is no error's name. */
  readonly accepts: boolean
}

/** What every library trips over before it looks at a signature: without it there is no token to read at all. */
const structural = new Set(['SEGMENT_COUNT', 'HEADER_NOT_OBJECT'])
/** What some forgive or never look at. */
const forgiven = new Set([
  'BASE64URL_NOT_CANONICAL',
  'BASE64URL_PADDING',
  'JSON_DUPLICATE_MEMBER',
  'WHITE_SPACE',
])

/** What other libraries say to the same failure, as a developer meets it in a stack trace; null where nothing failed. */
export function otherNames(check: Check, problems: readonly Problem[]): OtherNames | null {
  // Software that verifies with a key that does not fit refuses the token, though its signature is not tested.
  if ((check.status !== 'fail' && !isKeyFault(check)) || check.code === undefined) return null
  // A fault of this app says nothing of any other.
  if (check.code === 'INTERNAL') return null
  if (check.code === 'MALFORMED') {
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    if (!errors.some((code) => structural.has(code))) {
      const onlyForgiven = errors.length > 0 && errors.every((code) => forgiven.has(code))
      return onlyForgiven ? { kind: 'differs' } : { kind: 'unknown' }
    }
  }
  const { pyjwt, authlib, jose, spring, dotnet, go } = errorNames(check)
  const rows: readonly (readonly [string, LibraryAnswer])[] = [
    ['PyJWT', pyjwt],
    ['Authlib', authlib],
    ['jose', jose],
    ['Spring', spring],
    ['.NET', dotnet],
    ['Go', go],
  ]
  const names = rows.flatMap(([library, answer]) => {
    if (answer === null) return []
    return typeof answer === 'string'
      ? [{ library, text: answer, accepts: false }]
      : [{ library, text: acceptsWords(answer), accepts: true }]
  })
  const unknown = rows.filter(([, answer]) => answer === null).map(([library]) => library)
  return names.length === 0 ? { kind: 'unknown' } : { kind: 'names', names, unknown }
}
