import type { Diagnosis } from '../../../shared/verdict/verification.ts'
import { type FailedSignature, type FindCause, fitsAny } from './attempt.ts'

type Spelling = { readonly segment: string; readonly change: string }

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url')

/** The ways in which JSON is commonly written anew. Its members and values stay the same. */
function spellings(part: FailedSignature['payload']): readonly Spelling[] {
  const asIs: Spelling = { segment: part.segment, change: '' }
  const { text } = part
  const value = text === null ? undefined : parse(text)
  if (text === null || value === undefined) return [asIs]
  const minified = JSON.stringify(value)
  const spaced = withSpaces(value)
  const written: readonly (readonly [string, string])[] = [
    [minified, 'without white space'],
    [JSON.stringify(value, null, 2), 'indented by two'],
    [JSON.stringify(value, null, 4), 'indented by four'],
    [JSON.stringify(value, null, '\t'), 'indented by tabs'],
    [JSON.stringify(value, null, 2).replaceAll('\n', '\r\n'), 'indented by two, with Windows line breaks'],
    [spaced, 'with a space after each comma and colon'],
    [minified.replaceAll('/', '\\/'), 'with slashes escaped'],
    [escaped(minified), 'with all but ASCII escaped'],
    [escaped(spaced), 'with a space after each comma and colon, and all but ASCII escaped'],
    [JSON.stringify(sorted(value)), 'with its members sorted'],
    [text.trim(), 'without the white space around it'],
    [`${text.trimEnd()}\n`, 'with a line break at its end'],
    [`${minified}\n`, 'without white space, and a line break at its end'],
  ]
  return [asIs, ...written.map(([own, change]) => ({ segment: encode(own), change }))]
}

/** Somebody read the JSON and wrote it again, which changes bytes and so breaks the signature (RFC 7515 §5.2). */
export const findRewrittenText: FindCause = (failed) => {
  if (failed.job.unencodedPayload !== undefined) return null
  const payloads = spellings(failed.payload)
  const headers = spellings(failed.header)
  for (const header of headers) {
    for (const payload of payloads) {
      if (header.change === '' && payload.change === '') continue
      const input = Buffer.from(`${header.segment}.${payload.segment}`, 'ascii')
      if (!fitsAny(failed, { input })) continue
      const parts = [
        payload.change && `the payload is written ${payload.change}`,
        header.change && `the header is written ${header.change}`,
      ].filter((part) => part)
      return rewritten(parts.join(' and '), payload.change === '' ? 'HEADER_REWRITTEN' : 'PAYLOAD_REWRITTEN')
    }
  }
  return null
}

function rewritten(how: string, cause: string): Diagnosis {
  return {
    cause,
    sentence: `The signature fits when ${how}: the JSON was written anew after it was signed, with the same values.`,
    advice: 'Pass the token on as it is; whoever decodes it and encodes it again breaks it.',
    spec: 'RFC 7515 §5.2',
  }
}

/** Signed over something else than the two segments: other base64, or the decoded text (RFC 7515 §5.1). */
export const findOtherInput: FindCause = (failed) => {
  const { header, payload, job } = failed
  if (job.unencodedPayload !== undefined) return null
  const rawHeader = Buffer.from(header.segment, 'base64url')
  const rawPayload = Buffer.from(payload.segment, 'base64url')
  const dot = Buffer.from('.')
  const ascii = (text: string) => Buffer.from(text, 'ascii')
  const padded = (segment: string) => segment.padEnd(Math.ceil(segment.length / 4) * 4, '=')
  const standard = (bytes: Buffer) => bytes.toString('base64')
  const inputs: readonly (readonly [Uint8Array, string])[] = [
    [ascii(`${padded(header.segment)}.${padded(payload.segment)}`), 'base64url with = padding'],
    [ascii(`${standard(rawHeader)}.${standard(rawPayload)}`), 'base64 with + and / and = padding'],
    [ascii(`${standard(rawHeader)}.${standard(rawPayload)}`.replaceAll('=', '')), 'base64 with + and /'],
    [Buffer.concat([ascii(`${header.segment}.`), rawPayload]), 'the payload without its base64url'],
    [Buffer.concat([rawHeader, dot, rawPayload]), 'header and payload without their base64url'],
    [rawPayload, 'the payload alone, without its base64url'],
    [ascii(payload.segment), 'the payload alone'],
    [ascii(`${header.segment}${payload.segment}`), 'header and payload without the dot between them'],
  ]
  const found = inputs.find(([input]) => fitsAny(failed, { input }))
  return found
    ? {
        cause: 'OTHER_SIGNING_INPUT',
        sentence: `The signature was made over ${found[1]}; it has to cover header and payload in base64url with a dot between them.`,
        advice: 'Mend it where the token is signed, best with a library for JWT.',
        spec: 'RFC 7515 §5.1',
      }
    : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As json.dumps of Python writes it. */
function withSpaces(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(withSpaces).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, own]) => `${JSON.stringify(name)}: ${withSpaces(own)}`)
  return `{${members.join(', ')}}`
}

function escaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, own]) => [name, sorted(own)]))
}
