import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import type { Member } from './reading.ts'

/** Deeper than any token needs; a parser that recurses is never given more. */
export const maxJsonDepth = 128

export type JsonProblem = {
  readonly code: 'JSON_SYNTAX' | 'JSON_DUPLICATE_MEMBER' | 'JSON_TOO_DEEP' | 'JSON_BIG_NUMBER'
  readonly severity: 'error' | 'warning'
  /** Offsets in the JSON text. */
  readonly start: number
  readonly end: number
  readonly message: string
}

export type JsonReading = {
  /** Of the outermost object; null where the text does not begin as one. */
  readonly members: readonly Member[] | null
  /** One well-formed JSON object and nothing else. */
  readonly isObject: boolean
  readonly isWellFormed: boolean
  readonly problems: readonly JsonProblem[]
}

/**
 * Reads JSON with the position of each thing wrong with it (RFC 8259). Well formed means that a strict
 * reader and `JSON.parse` both take it. Where it breaks, the members before the break are kept.
 * Never throws; linear in time.
 */
export function readJson(text: string): JsonReading {
  const beginsAsObject = /^[\t\n\r ]*\{/.test(text)
  const tooDeep = findTooDeep(text)
  const readable = tooDeep === -1 ? text : text.slice(0, tooDeep)
  const found = visitMembers(readable)
  const problems: JsonProblem[] = [...found.duplicates]
  let isWellFormed = false
  if (tooDeep !== -1) {
    problems.push({
      code: 'JSON_TOO_DEEP',
      severity: 'error',
      start: tooDeep,
      end: tooDeep + 1,
      message: `The JSON is nested deeper than ${maxJsonDepth} levels at position ${tooDeep}; reading stopped there.`,
    })
  } else if (found.error) {
    problems.push(found.error)
  } else if (parseJson(text).ok) {
    isWellFormed = true
  } else {
    problems.push(syntaxProblem(text, 0, text.length, 'this is not JSON'))
  }
  if (!beginsAsObject) return { members: null, isObject: false, isWellFormed, problems }
  const members = isWellFormed ? found.members : found.members.filter((member) => member.complete)
  return {
    members: members.map(({ complete: _, ...member }) => member),
    isObject: isWellFormed,
    isWellFormed,
    problems: [...problems, ...bigNumbers(members)],
  }
}

type FoundMember = Member & { readonly complete: boolean; readonly start: number }

function visitMembers(text: string): {
  readonly members: readonly FoundMember[]
  readonly duplicates: readonly JsonProblem[]
  readonly error: JsonProblem | null
} {
  const members: FoundMember[] = []
  const duplicates: JsonProblem[] = []
  const names: (Set<string> | null)[] = []
  let error: JsonProblem | null = null
  let pending: { readonly name: string; readonly duplicate: boolean } | null = null
  let valueStart = -1

  const endValue = (end: number) => {
    if (error || names.length !== 1 || !pending || valueStart === -1) return
    const raw = text.slice(valueStart, end)
    const parsed = parseJson(raw)
    members.push({
      name: pending.name,
      raw,
      value: parsed.value,
      duplicate: pending.duplicate,
      // A number that nothing follows may itself be cut short: 17 of 1700000000. The others have an end of their own.
      complete: parsed.ok && (/["}\]]$/.test(raw) || /^[\t\n\r ,}]/.test(text.slice(end, end + 1))),
      start: valueStart,
    })
    pending = null
    valueStart = -1
  }
  const beginValue = (offset: number) => {
    if (names.length === 1 && pending && valueStart === -1) valueStart = offset
  }

  visit(
    text,
    {
      onObjectBegin: (offset) => {
        beginValue(offset)
        names.push(new Set())
      },
      onArrayBegin: (offset) => {
        beginValue(offset)
        names.push(null)
      },
      onObjectEnd: (offset) => {
        names.pop()
        endValue(offset + 1)
      },
      onArrayEnd: (offset) => {
        names.pop()
        endValue(offset + 1)
      },
      onObjectProperty: (name, offset, length) => {
        const seen = names.at(-1)
        const duplicate = seen?.has(name) ?? false
        seen?.add(name)
        if (duplicate && duplicates.length < 20) {
          duplicates.push(duplicateProblem(name, offset, offset + length))
        }
        if (names.length === 1) {
          pending = { name, duplicate }
          valueStart = -1
        }
      },
      onLiteralValue: (_value, offset, length) => {
        beginValue(offset)
        endValue(offset + length)
      },
      onError: (code, offset, length) => {
        error ??= syntaxProblem(text, offset, offset + length, reason(code))
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  )
  return { members, duplicates, error }
}

/** At any depth: readers differ in nested objects as much as in the outermost (RFC 8259 §4). */
function duplicateProblem(name: string, start: number, end: number): JsonProblem {
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
  return {
    code: 'JSON_DUPLICATE_MEMBER',
    severity: 'error',
    start,
    end,
    message: `The name ${shown} stands twice in one object; readers differ in which value they take.`,
  }
}

function syntaxProblem(text: string, start: number, end: number, why: string): JsonProblem {
  const atEnd = start >= text.length
  return {
    code: 'JSON_SYNTAX',
    severity: 'error',
    start: Math.min(start, text.length),
    end: Math.max(Math.min(end, text.length), Math.min(start, text.length)),
    message: atEnd
      ? `The JSON ends too early, at position ${text.length}: ${why}.`
      : `The JSON breaks at position ${start}: ${why}.`,
  }
}

function reason(code: ParseErrorCode): string {
  const reasons: Record<string, string> = {
    InvalidSymbol: 'this is not a JSON value',
    InvalidNumberFormat: 'a number is not written as JSON writes numbers',
    PropertyNameExpected: 'a name in double quotes was expected',
    ValueExpected: 'a value was expected',
    ColonExpected: 'a colon was expected',
    CommaExpected: 'a comma was expected',
    CloseBraceExpected: 'a closing brace was expected',
    CloseBracketExpected: 'a closing bracket was expected',
    EndOfFileExpected: 'nothing more was expected here',
    InvalidCommentToken: 'JSON has no comments',
    UnexpectedEndOfComment: 'JSON has no comments',
    UnexpectedEndOfString: 'a string is not closed',
    UnexpectedEndOfNumber: 'a number is not complete',
    InvalidUnicode: 'a \\u escape is not complete',
    InvalidEscapeCharacter: 'this escape does not exist in JSON',
    InvalidCharacter: 'a control character must be escaped',
  }
  return reasons[printParseErrorCode(code)] ?? 'this is not JSON'
}

/** Position of the bracket that goes deeper than `maxJsonDepth`, or -1. Brackets inside strings do not count. */
export function findTooDeep(text: string): number {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      depth++
      if (depth > maxJsonDepth) return index
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return -1
}

function bigNumbers(members: readonly FoundMember[]): readonly JsonProblem[] {
  return members
    .filter((member) => typeof member.value === 'number' && isInexactInteger(member.raw, member.value))
    .slice(0, 20)
    .map((member) => ({
      code: 'JSON_BIG_NUMBER',
      severity: 'warning',
      start: member.start,
      end: member.start + member.raw.length,
      message: `${member.raw.length > 40 ? `${member.raw.slice(0, 40)}…` : member.raw} is beyond 2^53; many readers round it.`,
    }))
}

function isInexactInteger(raw: string, value: number): boolean {
  return /^-?\d+$/.test(raw) && !Number.isSafeInteger(value)
}

function parseJson(text: string): { readonly ok: boolean; readonly value: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, value: undefined }
  }
}
