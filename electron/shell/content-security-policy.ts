/** Everything is off; each line that allows something says why. */
const directives: readonly (readonly [name: string, value: string])[] = [
  ['default-src', "'none'"],
  // The bundle, served by app:// from the application's own folder. No inline script, no eval.
  ['script-src', "'self'"],
  ['style-src', "'self'"],
  // One worker from the bundle, which searches large texts for tokens; this policy holds in it too.
  ['worker-src', "'self'"],
  // data: for the icons in style sheets.
  ['img-src', "'self' data:"],
  // The bundled monospaced font.
  ['font-src', "'self'"],
  // The window has no network; the main process makes every request.
  ['connect-src', "'none'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
  // Strings never become markup or script, whatever a token holds.
  ['require-trusted-types-for', "'script'"],
  // The one policy there may be, once, lets nothing but that worker's own address through.
  ['trusted-types', 'claimscope-worker'],
]

export const contentSecurityPolicy = directives.map((directive) => directive.join(' ')).join('; ')
