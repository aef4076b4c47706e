import type { CallInput } from '../../shared/ipc/contract.ts'
import type { FoundIssuers } from '../../shared/oauth/found-issuers.ts'
import { noVariant } from '../../shared/profile/variant.ts'
import { findIssuers } from '../jose/find-issuer.ts'
import type { Connect } from '../net/connection.ts'
import { connectionSettings } from '../oauth/connection-settings.ts'
import type { ProfileDesk } from './profile-desk.ts'

/** What can be learned about an issuer before it is one of a profile's. */
export type IssuerDesk = {
  readonly find: (input: CallInput<'issuers.find'>, signal: AbortSignal) => Promise<FoundIssuers>
}

export function createIssuerDesk({
  connect,
  profiles,
}: {
  readonly connect: Connect
  readonly profiles: ProfileDesk
}): IssuerDesk {
  /** The profile's own way out, with its certificate and proxy. */
  const fetchOf = ({ id, variant = noVariant, flow }: Connected) =>
    connect(connectionSettings({ flow, secrets: id === null ? {} : profiles.secretsOf(id, variant) })).fetch
  return {
    find: (input, signal) => findIssuers(input.address, { fetch: fetchOf(input), signal }),
  }
}

type Connected = Pick<CallInput<'issuers.find'>, 'id' | 'variant' | 'flow'>
