import type { WebfingerReading } from './check-webfinger.ts'

/** What the host of an address answered about its issuer. */
export type FoundIssuers = WebfingerReading & {
  /** Whom was asked about. */
  readonly resource: string
  /** The address that answered. */
  readonly url: string
}
