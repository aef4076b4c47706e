import { guessByClaims, type Values } from './guess-by-claims.ts'
import { explainOpaqueShape, findOpaqueShape } from './opaque-shapes.ts'
import { samlText } from './read-named.ts'
import type { TokenReading } from './reading.ts'
import { isTokenText } from './token-text.ts'
import { type KindGuess, kindOfType } from './token-types.ts'

/**
 * What a token seems to be: from its form, its type, its claims, and the name that the text around it gave it
 * (`named`, for example `refresh_token`). A guess with its ground; nothing may rely on it.
 */
export function guessKind(
  reading: TokenReading,
  header: Values,
  claims: Values,
  named: string | null,
): KindGuess {
  const { format } = reading
  if (format === 'empty') return { kind: 'empty', title: 'Nothing yet', reason: 'There is no text.' }
  if (namesRefreshToken(reading, named)) return refreshToken(reading)
  switch (format) {
    case 'opaque':
      return guessOpaque(reading.token)
    case 'paseto':
      return guessPaseto(reading.token)
    case 'saml':
      return guessSaml(reading.token)
    case 'jwe':
      return guessEncrypted(header, 'jwe', 'Encrypted token (JWE)', 'It has five segments.')
    case 'jwe_json':
      return guessEncrypted(header, 'jwe_json', 'JWE, JSON form', recipientsReason(reading))
    case 'unsecured':
      return {
        kind: 'unsecured',
        title: 'Unsecured token',
        reason: 'Its algorithm is none and it has no signature: anyone can write it.',
      }
    case 'sd_jwt':
      return guessSdJwt(reading, header, claims)
    case 'jws_json':
      return guessJwsJson(reading, header, claims)
    default:
      return (
        kindOfType(text(header.get('typ'))) ?? guessNested(reading, header) ?? guessByClaims(reading, claims)
      )
  }
}

/** The characters of a bearer credential (b64token, RFC 6750 §2.1) and those some vendors add; prose has others. */
export function couldBeOpaqueToken(text: string): boolean {
  return /^[A-Za-z0-9\-._~+/!:]+={0,2}$/.test(text) && !/\n$/.test(text)
}

function namesRefreshToken({ wrapper }: TokenReading, named: string | null): boolean {
  if (named !== null) return /^refresh_?token$/i.test(named)
  return wrapper !== null && /^refresh token /i.test(wrapper)
}

/** Only its issuer reads a refresh token; that one can be decoded does not change what it is for. */
function refreshToken({ format }: TokenReading): KindGuess {
  const built =
    format === 'opaque' ? '' : ' It is built like a token that can be read, but only its issuer should.'
  return {
    kind: 'refresh_token',
    title: 'Refresh token',
    reason: `The text around it calls it a refresh token; nothing else says so.${built}`,
  }
}

function guessOpaque(token: string): KindGuess {
  if (!couldBeOpaqueToken(token)) {
    return {
      kind: 'no_token',
      title: 'No token found',
      reason:
        'Nothing in this text is built like a JWT, and the text is not one unbroken run of token characters.',
    }
  }
  const shape = findOpaqueShape(token)
  if (shape) return { kind: 'opaque', title: 'Opaque text', reason: explainOpaqueShape(shape) }
  return {
    kind: 'opaque',
    title: 'Opaque text',
    reason: 'It is not built like a JWT; only whoever issued it can read it.',
  }
}

function guessPaseto(token: string): KindGuess {
  const [version = '', purpose = ''] = token.split('.', 2)
  const what = purpose === 'public' ? 'signed' : 'encrypted'
  return {
    kind: 'paseto',
    title: `PASETO ${version}, ${what}`,
    reason: `It begins with ${version}.${purpose}. A PASETO is no JWT; it is named here and not read.`,
  }
}

const samlTitles: readonly (readonly [element: RegExp, title: string])[] = [
  [/<(?:\w+:)?Response[\s>]/, 'SAML response'],
  [/<(?:\w+:)?AuthnRequest[\s>]/, 'SAML authentication request'],
  [/<(?:\w+:)?LogoutRequest[\s>]/, 'SAML logout request'],
  [/<(?:\w+:)?LogoutResponse[\s>]/, 'SAML logout response'],
  [/<(?:\w+:)?EntitiesDescriptor[\s>]|<(?:\w+:)?EntityDescriptor[\s>]/, 'SAML metadata'],
  [/<(?:\w+:)?Assertion[\s>]/, 'SAML assertion'],
]

function guessSaml(token: string): KindGuess {
  const xml = samlText(token)
  if (xml === null) {
    return {
      kind: 'saml',
      title: 'SAML message',
      reason:
        'The name of its parameter says SAML; it seems to be compressed, as in an address. It is no JWT; it is named here and not read.',
    }
  }
  const title = samlTitles.find(([element]) => element.test(xml))?.[1] ?? 'SAML message'
  const how = token.startsWith('<') ? 'It is XML' : 'It is base64 of XML'
  return {
    kind: 'saml',
    title,
    reason: `${how} that names SAML. It is no JWT; it is named here and not read.`,
  }
}

function guessEncrypted(header: Values, kind: 'jwe' | 'jwe_json', title: string, reason: string): KindGuess {
  if (!saysJwt(header.get('cty'))) return { kind, title, reason }
  return {
    kind: 'nested',
    title: 'Nested token: a JWT, encrypted',
    reason: `${reason} Its header says cty JWT: it says it holds a token, which shows once it is opened.`,
  }
}

/** A JWT as the payload of another one (RFC 7519 §5.2). */
function guessNested(reading: TokenReading, header: Values): KindGuess | null {
  const inner = reading.segments.find(({ name }) => name === 'payload')?.decoded ?? ''
  if (!isTokenText(inner)) return null
  const says = saysJwt(header.get('cty')) ? ', and its header says cty JWT' : ''
  return {
    kind: 'nested',
    title: 'Nested token: a token, signed',
    reason: `Its payload is a token itself${says}.`,
  }
}

function guessSdJwt(reading: TokenReading, header: Values, claims: Values): KindGuess {
  const count = reading.disclosures?.length ?? 0
  const shown = count === 1 ? '1 disclosure' : `${count} disclosures`
  const bound = reading.keyBinding ? ' and a key binding' : ''
  const typed = kindOfType(text(header.get('typ')))
  if (typed?.kind === 'sd_jwt_vc' || claims.has('vct')) {
    const ground = typed ? typed.reason : 'It has vct, the type of a credential.'
    return {
      kind: 'sd_jwt_vc',
      title: 'SD-JWT credential',
      reason: `${ground} It comes with ${shown}${bound}.`,
    }
  }
  return { kind: 'sd_jwt', title: 'SD-JWT', reason: `It is a JWT with ${shown}${bound} (RFC 9901).` }
}

function guessJwsJson(reading: TokenReading, header: Values, claims: Values): KindGuess {
  const count = reading.signatures?.length ?? 0
  const shown = count === 1 ? 'one signature' : `${count} signatures`
  const inner = kindOfType(text(header.get('typ'))) ?? guessByClaims(reading, claims)
  const like = ['jwt', 'jws'].includes(inner.kind)
    ? ''
    : ` Its claims are like those of this kind: ${inner.title}.`
  const payload = reading.detached ? ' Its payload is not in here.' : ''
  return {
    kind: 'jws_json',
    title: 'JWS, JSON form',
    reason: `It is JSON with ${shown}.${payload}${like}`,
  }
}

function recipientsReason({ recipients = [] }: TokenReading): string {
  return `It is JSON with a ciphertext for ${recipients.length === 1 ? 'one recipient' : `${recipients.length} recipients`}.`
}

function saysJwt(cty: unknown): boolean {
  return typeof cty === 'string' && /^(?:application\/)?jwt$/i.test(cty)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
