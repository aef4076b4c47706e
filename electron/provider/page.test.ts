import fc from 'fast-check'
import { expect, it } from 'vitest'
import { escapeHtml, html, pageHeaders, renderPage } from './page.ts'

it('lets no text become markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=', ' ') }), (text) => {
      const page = html`<p title="${text}">${text}</p>`.html
      expect(page.match(/<[^>]*>/g)).toHaveLength(2)
      expect(escapeHtml(text)).not.toMatch(/[<>"']/)
    }),
  )
})

it('leaves out what is not there, and keeps order', () => {
  const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`)
  expect(html`<ul>${items}${null}${undefined}${false}${0}</ul>`.html).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>',
  )
})

it.each([
  ['http://127.0.0.1:4711/callback', "form-action 'self' http://127.0.0.1:4711"],
  ['http://[::1]:4711/callback', "form-action 'self' http:"],
  ["https://evil.example/; script-src 'unsafe-inline'", "form-action 'self'"],
  ['nonsense; script-src *', "form-action 'self'"],
  [undefined, "form-action 'self'"],
])('opens form-action for %s no further than needed', (returnTo, expected) => {
  const policy = pageHeaders(returnTo)['content-security-policy']?.split('; ')
  expect(policy).toContain(expected)
  expect(policy).toHaveLength(5)
})

it('has a title that is escaped', () => {
  expect(renderPage('<x>', html`<h1>y</h1>`)).toContain('<title>&lt;x&gt;</title>')
})
