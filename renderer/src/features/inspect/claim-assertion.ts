import type { ClaimPath } from './claim-path.ts'

export type AssertionLanguage = 'javascript' | 'python' | 'jq'

export const assertionNames: Readonly<Record<AssertionLanguage, string>> = {
  javascript: 'JavaScript (expect)',
  python: 'Python (assert)',
  jq: 'jq',
}

/** One line of a test that the claim has this value; the JSON is that of the token, every digit intact. */
export function createAssertion(
  language: AssertionLanguage,
  of: 'header' | 'payload',
  path: ClaimPath,
  raw: string,
): string {
  const json = plainJson(raw)
  const root = of === 'header' ? 'protectedHeader' : 'payload'
  switch (language) {
    case 'javascript':
      return `expect(${root}${path.map(javascriptStep).join('')}).toEqual(${json})${isInexact(raw) ? ' // beyond 2^53: JavaScript rounds it' : ''}`
    case 'python':
      return `assert ${of === 'header' ? 'header' : 'claims'}${path.map(pythonStep).join('')} == ${toPython(json)}`
    case 'jq':
      return `jq -e ${inShell(`.${path.map(jqStep).join('')} == ${json}`)}`
  }
}

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/

function javascriptStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return plainName.test(step) ? `.${step}` : `[${quoted(step)}]`
}

function pythonStep(step: string | number): string {
  return typeof step === 'number' ? `[${step}]` : `[${quoted(step)}]`
}

function jqStep(step: string | number): string {
  return typeof step === 'number' ? `[${step}]` : `[${quoted(step)}]`
}

/** Line separators end a line in some languages; a lone surrogate stays an escape. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029\u007f-\u009f]/g, escapeUnit)
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const pieces = /"(?:[^"\\]|\\.)*"|[^"]+/g

/** The same JSON on one line, its strings written the plain way; numbers as they stand. */
function plainJson(raw: string): string {
  return (raw.match(pieces) ?? [])
    .map((piece) => (piece.startsWith('"') ? quoted(String(JSON.parse(piece))) : piece.replace(/\s+/g, '')))
    .join('')
}

const pythonWords: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

function toPython(json: string): string {
  return (json.match(pieces) ?? [])
    .map((piece) =>
      piece.startsWith('"')
        ? piece
        : piece.replace(/\b(?:true|false|null)\b/g, (word) => pythonWords[word] ?? word),
    )
    .join('')
}

/** In single quotes of a POSIX shell nothing is special but the quote itself. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function isInexact(raw: string): boolean {
  return /^-?\d+$/.test(raw) && !Number.isSafeInteger(Number(raw))
}
