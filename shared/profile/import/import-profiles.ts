import { parse as parseJsonc } from 'jsonc-parser'
import { importRefusal, maxImportLength } from './import-refusal.ts'
import type { Import, SourceEnvironment } from './imported.ts'
import { assertBounded, objectOf } from './json-value.ts'
import { isAppAuth, readAppAuth } from './read-appauth.ts'
import { isAspNet, readAspNet } from './read-aspnet.ts'
import { isBru, isBrunoCollection, readBru, readBrunoCollection } from './read-bruno.ts'
import { isCurl, readCurl } from './read-curl.ts'
import { isDotenv, readByNames, readDotenv } from './read-dotenv.ts'
import { isHoppscotch, readHoppscotch } from './read-hoppscotch.ts'
import { isInsomnia, isInsomnia5, readInsomnia, readInsomnia5 } from './read-insomnia.ts'
import { isMetadata, readMetadata } from './read-metadata.ts'
import { isOauth2c, readOauth2c } from './read-oauth2c.ts'
import { isOpenApi, readOpenApi } from './read-openapi.ts'
import {
  isPostmanCollection,
  isPostmanEnvironment,
  readPostmanCollection,
  readPostmanEnvironment,
} from './read-postman.ts'
import { isProfileFile, readProfileFile } from './read-profile-file.ts'
import { isProviderConfig, readProviderConfig } from './read-provider-config.ts'
import { isSpring, isSpringProperties, readSpring, readSpringProperties } from './read-spring.ts'
import { isAddress, isDebuggerLink, readAuthorizeUrl, readDebuggerLink } from './read-url.ts'
import { isYaak, readYaak } from './read-yaak.ts'
import { readYaml } from './read-yaml.ts'

/** One text that is imported; `name` is a file's, without its folder, or null for what was pasted. */
export type SourceText = { readonly name: string | null; readonly text: string }

type Reader = {
  readonly fits: (value: unknown) => boolean
  readonly read: (value: unknown, environments: readonly SourceEnvironment[]) => Import
}

/** In the order in which they are asked: what names itself comes before what is told from its members. */
const readers: readonly Reader[] = [
  { fits: isPostmanCollection, read: readPostmanCollection },
  { fits: isInsomnia, read: readInsomnia },
  { fits: isInsomnia5, read: readInsomnia5 },
  { fits: isYaak, read: readYaak },
  { fits: isOpenApi, read: readOpenApi },
  { fits: isBrunoCollection, read: readBrunoCollection },
  { fits: isHoppscotch, read: readHoppscotch },
  { fits: isMetadata, read: readMetadata },
  { fits: isProfileFile, read: readProfileFile },
  { fits: isAppAuth, read: readAppAuth },
  { fits: isSpring, read: (value) => readSpring([value]) },
  { fits: isAspNet, read: readAspNet },
  { fits: isProviderConfig, read: readProviderConfig },
]

/**
 * Reads what other tools write into drafts of profiles. Nothing of a text is run, fetched or opened; what is not taken
 * is named with the reason. Environments of Postman go along with the collections beside them.
 * Errors: ERR_IMPORT with `details.reason`.
 */
export async function importProfiles(sources: readonly SourceText[]): Promise<Import> {
  const values: { readonly source: SourceText; readonly documents: readonly unknown[] | null }[] = []
  const environments: SourceEnvironment[] = []
  for (const source of sources) {
    const documents = await readDocuments(source)
    if (documents !== null && isPostmanEnvironment(documents[0])) {
      environments.push(readPostmanEnvironment(documents[0]))
    } else values.push({ source, documents })
  }
  const found = values.map(({ source, documents }) => readSource(source, documents, environments))
  if (found.length === 0 && environments.length > 0) {
    // An environment alone may still name a client.
    found.push(
      ...environments.map(({ name, variables }) =>
        readByNames(
          new Map(variables.map((each) => [each.name, each.value])),
          `Postman environment ${name}`.slice(0, 100),
          variables,
        ),
      ),
    )
  }
  const profiles = found.flatMap((each) => each.profiles)
  if (profiles.length === 0) {
    const formats = [...new Set(found.map(({ format }) => format))].join(', ')
    throw importRefusal(
      'nothing_found',
      `no OAuth 2 or OpenID Connect settings were found${formats ? ` (read as: ${formats})` : ''}`,
    )
  }
  return {
    format: [...new Set(found.map(({ format }) => format))].join(', '),
    profiles,
    leftOut: found.flatMap((each) => each.leftOut),
  }
}

function readSource(
  { name, text }: SourceText,
  documents: readonly unknown[] | null,
  environments: readonly SourceEnvironment[],
): Import {
  if (documents === null) return readPlain(text, name)
  const [first] = documents
  const reader = readers.find(({ fits }) => fits(first))
  if (reader)
    return documents.length > 1 && isSpring(first) ? readSpring(documents) : reader.read(first, environments)
  if (documents.some(isSpring)) return readSpring(documents)
  throw importRefusal('unknown', 'this is none of the formats that are read')
}

function isPlain(text: string): boolean {
  return (
    isAddress(text) ||
    isCurl(text) ||
    isOauth2c(text) ||
    isBru(text) ||
    isSpringProperties(text) ||
    isDotenv(text)
  )
}

function readPlain(text: string, name: string | null): Import {
  if (isDebuggerLink(text)) return readDebuggerLink(text)
  if (isAddress(text)) return readAuthorizeUrl(text)
  if (isCurl(text)) return readCurl(text)
  if (isOauth2c(text)) return readOauth2c(text)
  if (isBru(text)) return readBru(text, name)
  return isSpringProperties(text) ? readSpringProperties(text) : readDotenv(text)
}

/** Null for a text that is neither JSON nor YAML but a command, an address or lines of settings. */
async function readDocuments({ text: given }: SourceText): Promise<readonly unknown[] | null> {
  const text = given.replace(/^\uFEFF/, '')
  if (text.length > maxImportLength) {
    throw importRefusal(
      'too_large',
      `a file is read up to ${maxImportLength / 1_000_000} MB; this one has ${text.length} characters`,
    )
  }
  if (text.trim() === '') throw importRefusal('empty', 'there is nothing in it')
  if (/^(?:PK\u0003\u0004|PK\u0005\u0006|UEsDB|H4sI|\u001f\u008b|Rar!|7z\u00bc)/.test(text)) {
    throw importRefusal('archive', 'this is an archive; unpack it and choose the files in it')
  }
  if (text.includes('\u0000')) throw importRefusal('not_text', 'this is no text file')
  if (/^\s*[{[]/.test(text)) {
    try {
      return bounded(JSON.parse(text))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
    // Settings of .NET may hold comments.
    if (text.length < 1_000_000 && isShallow(text)) {
      const faults: unknown[] = []
      const value: unknown = parseJsonc(text, faults as never, { allowTrailingComma: true })
      if (faults.length === 0 && objectOf(value) !== null) return bounded(value)
    }
  } else if (isPlain(text)) return null
  const documents = await readYaml(text)
  if (!documents.some((each) => typeof each === 'object' && each !== null)) {
    throw importRefusal('unknown', 'this is none of the formats that are read')
  }
  return documents
}

function bounded(value: unknown): readonly unknown[] {
  assertBounded(value)
  return [value]
}

/** The reader of JSON with comments calls itself for each level. */
function isShallow(text: string): boolean {
  let open = 0
  for (const character of text) {
    if (character === '{' || character === '[') open += 1
    else if (character === '}' || character === ']') open -= 1
    if (open > 500) return false
  }
  return true
}
