import { findOpaqueShape } from '../opaque-shapes.ts'
import type { ScanContext } from './scan-context.ts'

/** Names of RFC 6749, RFC 7009, RFC 8693 and OpenID Connect that hold a token whatever it looks like. */
const names = /(?:access|refresh|id|logout|subject|actor|device|bearer|registration_access|session|auth)$/i
const between =
  /(?:["'\\]{0,4}\s{0,4}[:=]\s{0,4}["'\\]{0,4}|\\{0,2}",\s{0,4}\\{0,2}"value\\{0,2}"\s{0,4}:\s{0,4}\\{0,2}"|%22%3A(?:%20)?%22|%3D)(?:Bearer )?/iy
/** b64token of RFC 6750 §2.1. */
const value = /[A-Za-z0-9._~+/!-]{12,8192}={0,2}/y

/** Notes the opaque value after a name that ends in `_token`, where there is one; one that is a JWT comes by itself. */
export function readNamedValue(context: ScanContext, goOn: number): number {
  const { text } = context
  between.lastIndex = goOn
  if (!between.test(text)) return goOn
  const head = text.slice(Math.max(0, goOn - 34), goOn - '_token'.length)
  if (!names.test(head)) return goOn
  const name = /[A-Za-z_]{1,34}$/.exec(head)?.[0] ?? ''
  return readValue(context, between.lastIndex, `${name}_token`.toLowerCase(), goOn)
}

/** Notes the opaque value of an `Authorization: Bearer` line (RFC 6750 §2.1). */
export function readBearerValue(context: ScanContext, goOn: number): number {
  return readValue(context, goOn, 'Authorization', goOn)
}

/** Notes the value of a parameter that begins at `from`. */
export function readValue(context: ScanContext, from: number, named: string, goOn: number): number {
  const { text } = context
  // The run of a JWT, also of one inside base64, is the business of its own anchor.
  if (text.charCodeAt(from) === 0x65 && /^e[yw3][0-9A-Za-z]/.test(text.slice(from, from + 3))) return goOn
  value.lastIndex = from
  if (!value.test(text)) return goOn
  const run = text.slice(from, value.lastIndex).replace(/[.!]+$/, '')
  if (!looksIssued(run)) return goOn
  context.tokens.push({
    format: 'opaque',
    start: from,
    end: from + run.length,
    text: null,
    layers: [],
    named,
  })
  return from + run.length
}

/** Words, paths and placeholders are no credential; what a server made has digits among letters, or a known shape. */
function looksIssued(run: string): boolean {
  if (/^(?:v[1-4]\.(?:local|public)\.|ZXlK)/.test(run)) return false
  if (findOpaqueShape(run) !== null) return true
  return (
    run.length >= 16 &&
    /\d/.test(run) &&
    /[A-Za-z]/.test(run) &&
    !/^\/|\/\/|^[a-z]+(?:[-_./][a-z]+)*\d?$/.test(run)
  )
}
