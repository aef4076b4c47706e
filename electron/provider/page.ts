import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { pageStyle } from './page-style.ts'

/** Text that is already HTML, made by `html` alone. */
export type Html = { readonly html: string }

type Value = string | number | Html | readonly Html[] | null | undefined | false

/** A template in which every value is escaped unless it is `Html` itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: String.raw({ raw: parts }, ...values.map(toHtml)) }
}

function toHtml(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map((item: Html) => item.html).join('')
  if (typeof value === 'object' && 'html' in value) return value.html
  return escapeHtml(String(value))
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A whole document without scripts and without anything from elsewhere. */
export function renderPage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: pageStyle }}</style>
</head>
<body>
<main>
<p class="brand">Claimscope · built-in provider</p>
${body}
</main>
</body>
</html>
`.html
}

const styleHash = createHash('sha256').update(pageStyle).digest('base64')

/**
 * Headers of every page. `returnTo` is where a form on the page may lead in the end: Chromium holds the redirects
 * after a form post against `form-action` too.
 */
export function pageHeaders(returnTo?: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      `form-action 'self'${formTarget(returnTo)}`,
      "base-uri 'none'",
      // No other site may show the sign-in inside itself (RFC 9700 §4.16).
      "frame-ancestors 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: with it the browser sends `Origin: null` with our own form.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

export function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  body: Html,
  returnTo?: string,
): void {
  response.writeHead(status, pageHeaders(returnTo)).end(renderPage(title, body))
}

function formTarget(returnTo: string | undefined): string {
  if (!returnTo || !URL.canParse(returnTo)) return ''
  const { protocol, hostname, origin } = new URL(returnTo)
  if (protocol !== 'http:') return ''
  // CSP has no way to write an IPv6 address; the provider has checked the redirect itself.
  return hostname.startsWith('[') ? ' http:' : ` ${origin}`
}
