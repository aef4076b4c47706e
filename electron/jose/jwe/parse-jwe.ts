import { isBase64url } from '../../../shared/token/base64url.ts'
import { readJson } from '../../../shared/token/json-text.ts'

export type HeaderObject = Readonly<Record<string, unknown>>

/** A JWE whose outer form is right; nothing in it was opened or is trusted (RFC 7516 §3, §7.2). */
export type ParsedJwe = {
  readonly form: 'compact' | 'flattened' | 'general'
  /** As received, because it is authenticated as received; empty where there is none. */
  readonly protectedText: string
  readonly protectedHeader: HeaderObject
  readonly unprotected: HeaderObject | null
  readonly recipients: readonly JweRecipient[]
  readonly aad: string | null
  readonly iv: string
  readonly ciphertext: string
  readonly tag: string
}

export type JweRecipient = {
  readonly header: HeaderObject | null
  /** Base64url; empty where there is none. */
  readonly encryptedKey: string
}

export type JweParse =
  | { readonly ok: true; readonly jwe: ParsedJwe }
  | { readonly ok: false; readonly problem: string }

/** Each recipient may cost a private key operation, so there is an end to it. */
const maxRecipients = 100

/** Reads a JWE in compact, flattened or general form, strictly: what two readers could read differently is refused. */
export function parseJwe(text: string): JweParse {
  const trimmed = text.trim()
  return trimmed.startsWith('{') ? parseJsonForm(trimmed) : parseCompact(trimmed)
}

function parseCompact(text: string): JweParse {
  const [header = '', encryptedKey = '', iv = '', ciphertext = '', tag = '', ...more] = text.split('.')
  if (more.length > 0 || text.split('.').length !== 5) {
    return refused(`a JWE in compact form has 5 segments; here are ${text.split('.').length}`)
  }
  const problem = encodingProblem({ header, encrypted_key: encryptedKey, iv, ciphertext, tag })
  if (problem) return refused(problem)
  const parsed = parseProtected(header)
  if (typeof parsed === 'string') return refused(parsed)
  return {
    ok: true,
    jwe: {
      form: 'compact',
      protectedText: header,
      protectedHeader: parsed,
      unprotected: null,
      recipients: [{ header: null, encryptedKey }],
      aad: null,
      iv,
      ciphertext,
      tag,
    },
  }
}

const ownMembers = ['header', 'encrypted_key'] as const

function parseJsonForm(text: string): JweParse {
  const reading = readJson(text)
  const error = reading.problems.find(({ severity }) => severity === 'error')
  if (error || !reading.isObject) return refused(error?.message ?? 'it is not one JSON object')
  const value = JSON.parse(text) as HeaderObject
  const general = Object.hasOwn(value, 'recipients')
  const mixed = general ? ownMembers.find((name) => Object.hasOwn(value, name)) : undefined
  if (mixed) return refused(`recipients and ${mixed} must not stand side by side`)
  const texts: Record<string, string> = {}
  for (const name of ['protected', 'aad', 'iv', 'ciphertext', 'tag']) {
    const member = value[name]
    if (member === undefined && name !== 'ciphertext') continue
    if (typeof member !== 'string')
      return refused(`the member ${name} is ${member === undefined ? 'missing' : 'not a string'}`)
    texts[name] = member
  }
  const problem = encodingProblem(texts)
  if (problem) return refused(problem)
  const { protected: protectedText = '', aad, iv = '', ciphertext = '', tag = '' } = texts
  const protectedHeader = protectedText === '' ? {} : parseProtected(protectedText)
  if (typeof protectedHeader === 'string') return refused(protectedHeader)
  const unprotected = value.unprotected
  if (unprotected !== undefined && !isObject(unprotected)) return refused('unprotected is not an object')
  const entries: unknown = general ? value.recipients : [value]
  if (!Array.isArray(entries) || entries.length === 0) return refused('recipients is not a list with entries')
  if (entries.length > maxRecipients) {
    return refused(`there are ${entries.length} recipients; at most ${maxRecipients} are looked at`)
  }
  const recipients: JweRecipient[] = []
  for (const [index, entry] of entries.entries()) {
    const recipient = parseRecipient(entry)
    if (typeof recipient === 'string') {
      return refused(general ? `in recipient ${index + 1}: ${recipient}` : recipient)
    }
    recipients.push(recipient)
  }
  return {
    ok: true,
    jwe: {
      form: general ? 'general' : 'flattened',
      protectedText,
      protectedHeader,
      unprotected: unprotected ?? null,
      recipients,
      aad: aad ?? null,
      iv,
      ciphertext,
      tag,
    },
  }
}

function parseRecipient(entry: unknown): JweRecipient | string {
  if (!isObject(entry)) return 'it is not an object'
  const { header, encrypted_key = '' } = entry
  if (header !== undefined && !isObject(header)) return 'header is not an object'
  if (typeof encrypted_key !== 'string') return 'encrypted_key is not a string'
  const problem = encodingProblem({ encrypted_key })
  return problem ?? { header: header ?? null, encryptedKey: encrypted_key }
}

function parseProtected(text: string): HeaderObject | string {
  let json: string
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64url'))
  } catch {
    return 'the protected header is not UTF-8'
  }
  const reading = readJson(json)
  const error = reading.problems.find(({ severity }) => severity === 'error')
  if (error) return `in the protected header: ${error.message}`
  return reading.isObject ? (JSON.parse(json) as HeaderObject) : 'the protected header is not a JSON object'
}

function encodingProblem(texts: Readonly<Record<string, string>>): string | null {
  const wrong = Object.entries(texts).find(([, text]) => !isBase64url(text))
  return wrong ? `${wrong[0]} is not base64url as RFC 7515 §2 writes it` : null
}

function isObject(value: unknown): value is HeaderObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(problem: string): JweParse {
  return { ok: false, problem }
}
