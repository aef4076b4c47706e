import { readBase64url } from '../token/base64url.ts'
import type { HeaderPair } from './run.ts'
import { mayHold, notInWord, type SecretHints, secretHints, secretPattern } from './secret-pattern.ts'

/** Form fields, query parameters and JSON members whose value is a secret wherever it stands. */
const secretNames = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'logout_token',
  'client_secret',
  'client_assertion',
  'assertion',
  'code_verifier',
  'device_code',
  'auth_req_id',
  'subject_token',
  'actor_token',
  'registration_access_token',
  'token',
  'password',
])
/** Names only as a parameter: in JSON, `code` is usually an error number. */
const secretParameters = new Set([...secretNames, 'code'])
/** Of these, what proves who the client or the person is, and outlives every run. */
export const credentialNames: ReadonlySet<string> = new Set([
  'client_secret',
  'password',
  'registration_access_token',
])

/** What a redactor hides without being told. */
type Hiding = {
  readonly members: ReadonlySet<string>
  readonly parameters: ReadonlySet<string>
  /** Anything that looks like a JWT. */
  readonly tokens: boolean
  /** Headers whose value is hidden but for its scheme, where it begins like this. */
  readonly headers: ReadonlySet<string>
  readonly beginning: RegExp
}
const everySecret: Hiding = {
  members: secretNames,
  parameters: secretParameters,
  tokens: true,
  headers: new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']),
  beginning: /^/,
}
const credentialsOnly: Hiding = {
  members: credentialNames,
  parameters: credentialNames,
  tokens: false,
  headers: new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']),
  // A token that travelled may be seen; Basic holds the client secret, and of others nobody knows.
  beginning: /^(?!(?:Bearer|DPoP) )/i,
}

/** Whether a form field or query parameter of this name holds a secret. */
export function isSecretParameter(name: string): boolean {
  return secretParameters.has(name.toLowerCase())
}

const algName =
  '(?:none|(?:HS|RS|PS|ES)(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448|ML-DSA-(?:44|65|87)|dir|RSA1_5|RSA-OAEP(?:-(?:256|384|512))?|ECDH-ES(?:\\+A(?:128|192|256)KW)?|A(?:128|192|256)(?:GCM)?KW)'
const knownAlg = new RegExp(`^${algName}$`)
/** Exactly what `hiddenMark` writes: text of another's making must not pass for a mark and be left alone. */
const mark = new RegExp(
  `‹hidden, \\d{1,7} characters›|‹JWT (?:${algName}|of unknown alg), \\d{1,7} characters›`,
  'g',
)
const jwt = new RegExp(
  `${notInWord}eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*)?`,
  'g',
)

/** What stands in a secret's place: how much there was, and for a JWT its algorithm. */
export function hiddenMark(value: string): string {
  const alg = jwtAlg(value)
  return alg === null ? `‹hidden, ${value.length} characters›` : `‹JWT ${alg}, ${value.length} characters›`
}

function jwtAlg(value: string): string | null {
  const parts = value.split('.')
  if (parts.length !== 3 && parts.length !== 5) return null
  const { bytes, problem } = readBase64url(parts[0] ?? '')
  if (problem || bytes.length === 0) return null
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const alg = typeof header === 'object' && header !== null && 'alg' in header ? header.alg : undefined
    // An alg of another's choosing must not carry text into the mark.
    return typeof alg === 'string' && knownAlg.test(alg) ? alg : 'of unknown alg'
  } catch {
    return null
  }
}

export type Redactor = {
  /** From now on this value is hidden wherever it occurs, in each of its usual encodings. False: it was already. */
  readonly add: (secret: string) => boolean
  /** For texts that were redacted before this secret was added: hides it alone. */
  readonly hide: (secret: string) => (text: string) => string
  /** Free text: known secrets, anything that looks like a JWT, `access_token=…` pairs. */
  readonly text: (text: string) => string
  readonly url: (url: string) => string
  readonly headers: (headers: readonly HeaderPair[]) => readonly HeaderPair[]
  /** JSON, a form, or anything else; the content type is not trusted to tell. */
  readonly body: (body: string) => string
}

type Known = {
  readonly secret: string
  readonly hints: SecretHints
  /** Made when it is first needed: of a long secret it is large. */
  readonly pattern: () => RegExp
}

/** Replaces secrets at the moment of capture, so that nothing recorded ever holds one. */
export function createRedactor(): Redactor {
  return redactorFor(everySecret)
}

/**
 * Leaves what travelled once, tokens, codes and assertions, and hides what proves who the client or the person is: client
 * secrets in every form, passwords, registration access tokens, and what it is told.
 */
export function createCredentialRedactor(): Redactor {
  return redactorFor(credentialsOnly)
}

function redactorFor(hiding: Hiding): Redactor {
  const known = new Map<string, Known>()
  let ordered: readonly Known[] = []

  const plain = (text: string): string =>
    outsideMarks(text, (piece) => {
      let out = hiding.tokens ? piece.replace(jwt, hiddenMark) : piece
      for (const each of ordered) out = hideKnown(out, each)
      return out
    })
  const text = (value: string): string =>
    plain(outsideMarks(value, (piece) => redactPairs(piece, hiding.parameters)))

  return {
    add(secret) {
      if (secret.length === 0 || known.has(secret)) return false
      let made: RegExp | null = null
      const pattern = () => {
        made ??= secretPattern(secret)
        return made
      }
      known.set(secret, { secret, hints: secretHints(secret), pattern })
      ordered = [...known.values()].sort((a, b) => b.secret.length - a.secret.length)
      return true
    },
    hide(secret) {
      const one = known.get(secret)
      return (value) => (one === undefined ? value : hideKnown(value, one))
    },
    text,
    url: (url) =>
      text(
        url.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]+)@/i, (_, scheme: string, user: string) =>
          isMark(user) ? `${scheme}${user}@` : `${scheme}${hiddenMark(user)}@`,
        ),
      ),
    headers: (headers) =>
      headers.map(([name, value]) =>
        hiding.headers.has(name.toLowerCase()) && hiding.beginning.test(value)
          ? [name, redactCredential(value)]
          : [name, text(value)],
      ),
    body: (body) => text(redactJson(body, plain, hiding.members)),
  }
}

/** Keeps the scheme, which is no secret and often the thing to look at. */
function redactCredential(value: string): string {
  const scheme = /^(Basic|Bearer|DPoP|Digest|Negotiate) +/i.exec(value)
  const rest = value.slice(scheme?.[0].length ?? 0)
  return rest === '' || isMark(rest) ? value : `${scheme?.[0] ?? ''}${hiddenMark(rest)}`
}

function hideKnown(text: string, { secret, hints, pattern }: Known): string {
  if (!mayHold(text, hints)) return text
  return outsideMarks(text, (rest) => rest.replace(pattern(), () => hiddenMark(secret)))
}

function isMark(text: string): boolean {
  return text.match(mark)?.[0] === text
}

function outsideMarks(text: string, change: (piece: string) => string): string {
  if (!text.includes('‹')) return change(text)
  let out = ''
  let end = 0
  for (const match of text.matchAll(mark)) {
    out += change(text.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return out + change(text.slice(end))
}

/** `name=value` in a query, a fragment, a form or a page. */
function redactPairs(text: string, names: ReadonlySet<string>): string {
  if (!text.includes('=')) return text
  return text.replace(
    /(?<![A-Za-z0-9_%])([A-Za-z0-9_%]{1,64})=([^&\s"'<>#]+)/g,
    (pair, name: string, value: string) => {
      if (!names.has(decodePercent(name).toLowerCase())) return pair
      return `${name}=${hiddenMark(decodePercent(value))}`
    },
  )
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/**
 * Walks the string literals of JSON, or of what tries to be JSON, once and in linear time: the value of a
 * secret member is hidden whatever its type, and a literal that hides a secret behind escapes is decoded first.
 */
function redactJson(text: string, plain: (text: string) => string, names: ReadonlySet<string>): string {
  let out = ''
  let done = 0
  let depth = 0
  let hiddenBelow = Number.POSITIVE_INFINITY
  let secretValueNext = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '{' || character === '[') {
      if (secretValueNext) hiddenBelow = Math.min(hiddenBelow, depth)
      secretValueNext = false
      depth++
    } else if (character === '}' || character === ']') {
      depth--
      if (depth <= hiddenBelow) hiddenBelow = Number.POSITIVE_INFINITY
      secretValueNext = false
    } else if (character === ',') {
      secretValueNext = false
    } else if (character === '"') {
      const end = literalEnd(text, index)
      const raw = text.slice(index, end)
      const value = decodeLiteral(raw)
      if (/^\s*:/.test(text.slice(end, end + 32))) {
        secretValueNext = names.has(value.toLowerCase())
      } else {
        const hide = (secretValueNext || hiddenBelow < depth) && value !== '' && !isMark(value)
        const shown = hide ? hiddenMark(value) : raw.includes('\\') ? plain(value) : value
        if (shown !== value) {
          out += text.slice(done, index) + JSON.stringify(shown)
          done = end
        }
        secretValueNext = false
      }
      index = end - 1
    } else if ((secretValueNext || hiddenBelow < depth) && /[-0-9A-Za-z]/.test(character)) {
      const bare = /^[-+.0-9A-Za-z]+/.exec(text.slice(index, index + 400))?.[0] ?? character
      if (bare !== 'null') {
        out += `${text.slice(done, index)}"${hiddenMark(bare)}"`
        done = index + bare.length
      }
      index += bare.length - 1
      secretValueNext = false
    }
  }
  return out + text.slice(done)
}

/** Offset behind the closing quote, or the end of the text where the literal is not closed. */
function literalEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '\\') index++
    else if (character === '"') return index + 1
  }
  return text.length
}

function decodeLiteral(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw)
    if (typeof value === 'string') return value
  } catch {
    // Not closed, or an escape that JSON does not know: taken as it stands.
  }
  return raw.slice(1, raw.length > 1 && raw.endsWith('"') ? -1 : undefined)
}

/** The values of secret members of a JSON text, so that their later occurrences can be hidden too. */
export function secretsInJson(body: unknown, names: ReadonlySet<string> = secretNames): readonly string[] {
  const found: string[] = []
  const walk = (value: unknown, secret: boolean, depth: number): void => {
    if (depth > 64) return
    if (typeof value === 'string') {
      if (secret && value !== '') found.push(value)
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, secret, depth + 1)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        walk(item, secret || names.has(name.toLowerCase()), depth + 1)
      }
    }
  }
  walk(body, false, 0)
  return found
}
