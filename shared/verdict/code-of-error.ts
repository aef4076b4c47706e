import type { ErrorCode } from '../error.ts'
import type { VerdictCode } from './check.ts'

const codes: Partial<Record<ErrorCode, VerdictCode>> = {
  ERR_NETWORK: 'NETWORK',
  ERR_TIMEOUT: 'TIMEOUT',
  ERR_TOO_LARGE: 'TOO_LARGE',
  ERR_HTTP_STATUS: 'HTTP_STATUS',
  ERR_REDIRECTED: 'REDIRECTED',
  ERR_NOT_JSON: 'NOT_JSON',
  ERR_METADATA: 'METADATA_INVALID',
  ERR_METADATA_ISSUER: 'METADATA_ISSUER',
  ERR_URL_REFUSED: 'URL_REFUSED',
  ERR_PORT_IN_USE: 'PORT_IN_USE',
  ERR_BROWSER: 'BROWSER',
  ERR_CANCELLED: 'CANCELLED',
  ERR_VAULT_UNAVAILABLE: 'VAULT',
  ERR_VAULT_DAMAGED: 'VAULT',
  ERR_VAULT_KEY: 'VAULT',
  ERR_NOT_FOUND: 'VAULT',
}

/** What an error of ours means for a verdict; `INTERNAL` where it says nothing about the token or the answer. */
export function codeOfError(code: ErrorCode): VerdictCode {
  return codes[code] ?? 'INTERNAL'
}
