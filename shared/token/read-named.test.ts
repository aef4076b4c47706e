import { describe, expect, it } from 'vitest'
import { describeToken } from './describe-token.ts'
import { readToken } from './read-token.ts'

const response =
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1">x</samlp:Response>'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('a SAML message', () => {
  it.each([
    ['base64', base64(response)],
    ['base64 in lines', base64(response).replace(/(.{76})/g, '$1\n')],
    ['base64 in percent escapes', encodeURIComponent(base64(response))],
    ['base64 in quotes', `"${base64(response)}"`],
    ['base64 of a declaration and the message', base64(`<?xml version="1.0"?>\n${response}`)],
    ['base64 after a byte order mark', base64(`\ufeff${response}`)],
    ['base64 after white space', base64(`\n ${response}`)],
    ['base64url', Buffer.from(response).toString('base64url')],
    ['XML', response],
  ])('is called so as %s', (_, text) => {
    const reading = readToken(text)
    expect(reading.format).toBe('saml')
    expect(describeToken(reading, 0).title).toBe('SAML response')
  })

  it.each([
    ['a page', base64('<html><body>a page of no interest to anybody</body></html>')],
    ['text', base64('just a text that is long enough to be one')],
    ['letters that begin alike', 'PHNhbWxw'.repeat(5)],
  ])('is not found in %s', (_, text) => {
    expect(readToken(text).format).toBe('opaque')
  })
})
