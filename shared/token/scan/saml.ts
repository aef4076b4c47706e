import type { ScanContext } from './scan-context.ts'

const rest = /(?:Response|Request)/y
/** From the name to the value: a form, an address, JSON, a HAR parameter, a hidden field of a page. */
const between =
  /["'\\]{0,4}\s{0,4}(?:[:=]|,\s{0,4}\\{0,2}"value\\{0,2}"\s{0,4}:|\s{1,4}value=|%3D)\s{0,4}["'\\]{0,4}/iy
const value = /(?:[A-Za-z0-9+/_-]|%2B|%2F|\\\/|&#43;){24,}(?:=|%3D|&#61;){0,2}/iy

/**
 * Notes the base64 value of a SAML parameter (SAML 2.0 Bindings §3.4 and §3.5). Its contents, which may be deflated,
 * are not looked at: the name alone says what it is.
 */
export function readSaml(context: ScanContext, start: number, goOn: number): number {
  const { text } = context
  rest.lastIndex = goOn
  if (!rest.test(text)) return goOn
  between.lastIndex = rest.lastIndex
  if (!between.test(text)) return rest.lastIndex
  value.lastIndex = between.lastIndex
  if (!value.test(text)) return between.lastIndex
  const from = between.lastIndex
  const end = value.lastIndex
  const raw = text.slice(from, end)
  const plain = raw
    .replace(/%2B|&#43;/gi, '+')
    .replace(/%2F|\\\//gi, '/')
    .replace(/%3D|&#61;/gi, '=')
  context.tokens.push({
    format: 'saml',
    start: from,
    end,
    text: plain === raw ? null : plain,
    layers: plain === raw ? [] : [raw.includes('%') ? 'percent' : 'json_string'],
    named: text.slice(start, rest.lastIndex),
  })
  return end
}
