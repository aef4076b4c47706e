/** True where `cty` says that the content is a token itself (RFC 7519 §5.2, RFC 7515 §4.1.10). */
export function promisesToken(cty: unknown): boolean {
  return typeof cty === 'string' && /^(?:application\/)?(?:jwt|jose|[^/]+\+(?:sd-)?jwt)$/i.test(cty)
}
