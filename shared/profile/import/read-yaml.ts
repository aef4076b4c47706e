import { importRefusal, maxYamlLength } from './import-refusal.ts'
import { assertBounded } from './json-value.ts'

/**
 * The documents of a YAML text as plain data. Only the core schema: no tag makes anything but data of it. Aliases are
 * bounded, so that a small text cannot grow. The library is loaded with the first such text.
 */
export async function readYaml(text: string): Promise<readonly unknown[]> {
  if (text.length > maxYamlLength) {
    throw importRefusal(
      'too_large',
      `YAML is read up to ${maxYamlLength / 1_000_000} MB; this text has ${text.length} characters`,
    )
  }
  // The parser calls itself for each level of nesting.
  assertShallow(text)
  const { parseAllDocuments } = await import('yaml')
  try {
    const documents = parseAllDocuments(text, {
      schema: 'core',
      merge: true,
      strict: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    const found = Array.isArray(documents) ? documents.slice(0, 50) : []
    return found.map((document) => {
      if (document.errors.length > 0) throw new SyntaxError('not YAML')
      const value: unknown = document.toJS({ maxAliasCount: 100 })
      assertBounded(value)
      return value
    })
  } catch (error) {
    if (error instanceof ReferenceError) {
      throw importRefusal(
        'aliases',
        'the YAML refers to its own parts more often than any settings would',
        error,
      )
    }
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError) {
      throw importRefusal('malformed', 'the text is neither JSON nor YAML that can be read', error)
    }
    throw error
  }
}

function assertShallow(text: string): void {
  let open = 0
  for (const character of text) {
    if (character === '[' || character === '{') open += 1
    else if (character === ']' || character === '}') open = Math.max(0, open - 1)
    if (open > 200) throw importRefusal('too_deep', 'the YAML is nested more deeply than any settings would')
  }
  for (const line of text.split('\n')) {
    const indent = /^[ \t]*((?:[-?] +)*)/.exec(line)?.[0].length ?? 0
    if (indent > 400)
      throw importRefusal('too_deep', 'the YAML is nested more deeply than any settings would')
  }
}
