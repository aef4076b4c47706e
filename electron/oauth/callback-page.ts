import { randomBytes } from 'node:crypto'
import { plainText } from '../../shared/oauth/plain-text.ts'

export type CallbackPage = {
  readonly status: number
  readonly title: string
  /** Plain sentences; escaped here, so text from elsewhere may stand in them. */
  readonly paragraphs: readonly string[]
  /** Text from the provider, shown apart from ours. */
  readonly quote?: string
  /** Hands what stands behind # to this very address, as a form with one field of this name. */
  readonly relay?: string
}

/** The one field in which a page hands over its fragment. */
export const fragmentField = 'claimscope_fragment'

/**
 * The page does not claim success: when it is sent, no token has been checked yet (it says that an answer
 * came, which is all that is known).
 */
export const answerPage: CallbackPage = {
  status: 200,
  title: 'Claimscope has the answer',
  paragraphs: ['You can close this tab and return to Claimscope. It is checking the answer now.'],
}

export const alreadyDonePage: CallbackPage = {
  status: 410,
  title: 'Already done',
  paragraphs: ['Claimscope has had its answer. You can close this tab and return to Claimscope.'],
}

/** For a request without any answer in it: a bookmark, or one in the fragment, which only the page can hand over. */
export const emptyPage: CallbackPage = {
  status: 400,
  title: 'No answer in this address',
  paragraphs: [
    'Claimscope is waiting for a sign-in, but this address holds no answer.',
    'If there is a # with text behind it in the address, this page hands it over by itself; that needs scripts.',
  ],
  relay: fragmentField,
}

/** That the browser came back, which is all that is known here. */
export const loggedOutPage: CallbackPage = {
  status: 200,
  title: 'Signed out',
  paragraphs: ['The browser is back from the provider. You can close this tab and return to Claimscope.'],
}

export const strangerPage: CallbackPage = {
  status: 403,
  title: 'This answer was not asked for',
  paragraphs: [
    'An answer arrived whose state Claimscope did not send. It was ignored, and Claimscope still waits for the right one.',
    'If you have just signed in, go back to Claimscope and choose “Open again”.',
  ],
}

export const closedPage: CallbackPage = {
  status: 400,
  title: 'The answer cannot be opened',
  paragraphs: [
    'The answer is encrypted, and the profile’s keys do not open it. It was ignored, and Claimscope still waits.',
    'Go back to Claimscope to see why.',
  ],
}

export const duplicateStatePage: CallbackPage = {
  status: 400,
  title: 'The state came twice',
  paragraphs: ['The answer holds the state more than once. It was ignored, and Claimscope still waits.'],
}

export const refusedPage = (reason: string): CallbackPage => ({
  status: 400,
  title: 'Claimscope refused the answer',
  paragraphs: [reason, 'You can close this tab and return to Claimscope.'],
})

export const providerErrorPage = (error: string, description: string | null): CallbackPage => ({
  status: 200,
  title: 'The provider answered with an error',
  paragraphs: ['You can close this tab and return to Claimscope.'],
  quote: description === null || description === '' ? error : `${error}: ${description}`,
})

export type RenderedPage = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * One self-contained page: nothing is loaded, nothing is kept, nobody learns the address it was called with
 * (RFC 9700 §4.2 and §4.3: no code in the Referer, in caches or in the history).
 */
export function renderPage(page: CallbackPage): RenderedPage {
  const nonce = randomBytes(16).toString('base64url')
  const body = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(page.title)}</title>`,
    `<style nonce="${nonce}">${style}</style></head><body><main>`,
    `<h1>${escapeHtml(page.title)}</h1>`,
    ...page.paragraphs.map((text) => `<p>${escapeHtml(plainText(text))}</p>`),
    page.quote === undefined ? '' : `<blockquote>${escapeHtml(plainText(page.quote))}</blockquote>`,
    // The code leaves the address bar and this tab's history entry.
    `</main><script nonce="${nonce}">${page.relay === undefined ? '' : relayScript(page.relay)}history.replaceState(null,'',location.pathname)</script></body></html>`,
  ].join('')
  return {
    status: page.status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action ${page.relay === undefined ? "'none'" : "'self'"}; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      // Each request its own connection: nothing stays open when the transaction is over.
      Connection: 'close',
    },
    body,
  }
}

/** The fragment never leaves the browser by itself; its form goes to this page's own address and nowhere else. */
function relayScript(name: string): string {
  return [
    'var h=location.hash.slice(1);if(h){var f=document.createElement("form");f.method="post";f.action=location.pathname;',
    'var i=document.createElement("input");i.type="hidden";',
    `i.name=${JSON.stringify(name)};i.value=h;f.append(i);document.body.append(f);setTimeout(function(){f.submit()})}`,
  ].join('')
}

const style = [
  ':root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1c2127;--soft:#58626d;--line:#d9dee4}',
  '@media(prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1c2024;--ink:#e6e9ec;--soft:#a3adb7;--line:#343a41}}',
  'body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}',
  'main{box-sizing:border-box;width:min(440px,calc(100vw - 32px));padding:24px 28px;background:var(--card);border:1px solid var(--line);border-radius:8px}',
  'h1{margin:0 0 8px;font-size:18px;font-weight:600}p{margin:8px 0 0;color:var(--soft)}',
  'blockquote{margin:16px 0 0;padding:8px 12px;border-left:3px solid var(--line);overflow-wrap:anywhere;font-size:13px}',
].join('')

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
