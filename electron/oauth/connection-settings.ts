import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import type { ConnectionSettings } from '../net/connection.ts'

/** How a configuration's provider is reached. */
export function connectionSettings({
  flow,
  secrets,
}: {
  readonly flow: Pick<RunConfig['flow'], 'ca_certificates' | 'proxy'>
  readonly secrets: Secrets
}): ConnectionSettings {
  return {
    authorities: flow.ca_certificates,
    clientCertificate: secrets.client_certificate ?? '',
    passphrase: secrets.certificate_passphrase ?? '',
    proxy: flow.proxy,
    proxyCredentials: secrets.proxy_credentials ?? '',
  }
}
