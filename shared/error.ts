/** Every error that leaves an engine or crosses the bridge carries one of these codes. */
export type ErrorCode =
  | 'ERR_SENDER'
  | 'ERR_INPUT'
  | 'ERR_OUTPUT'
  | 'ERR_NOT_FOUND'
  | 'ERR_CONFLICT'
  | 'ERR_CANCELLED'
  | 'ERR_NETWORK'
  | 'ERR_TIMEOUT'
  | 'ERR_TOO_LARGE'
  | 'ERR_HTTP_STATUS'
  | 'ERR_REDIRECTED'
  | 'ERR_NOT_JSON'
  | 'ERR_METADATA'
  | 'ERR_METADATA_ISSUER'
  | 'ERR_URL_REFUSED'
  | 'ERR_PORT_IN_USE'
  | 'ERR_BROWSER'
  | 'ERR_VAULT_UNAVAILABLE'
  | 'ERR_VAULT_DAMAGED'
  | 'ERR_VAULT_NEWER'
  | 'ERR_VAULT_KEY'
  | 'ERR_VAULT_LOCKED'
  | 'ERR_VAULT_WRITE'
  | 'ERR_KEY'
  | 'ERR_PASSPHRASE'
  | 'ERR_PROVIDER'
  | 'ERR_FILE'
  | 'ERR_IMPORT'
  | 'ERR_INTERNAL'

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/** An error as data: what crosses from one process to another. Never holds a secret. */
export type ErrorData = {
  readonly code: ErrorCode
  readonly message: string
  readonly details?: ErrorDetails
}

/** The one error class. `message` is a short fact; text for people is made from `code` and `details`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }
}
