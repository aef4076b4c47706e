import { nameInfo as info, type NameInfo } from './name-info.ts'

/** Members of registered objects, by their path from the claims. */
const nested: ReadonlyMap<string, NameInfo> = new Map(
  Object.entries({
    'cnf.jkt': info(
      'Key thumbprint',
      'Thumbprint of the key that must sign the DPoP proof.',
      'RFC 9449 §6.1',
    ),
    'cnf.x5t#S256': info(
      'Certificate thumbprint',
      'Thumbprint of the client’s certificate (mutual TLS).',
      'RFC 8705 §3.1',
    ),
    'cnf.jwk': info('Key', 'The public key the sender must prove to hold.', 'RFC 7800 §3.2'),
    'cnf.jwe': info(
      'Encrypted key',
      'The shared key the sender must prove to hold, encrypted.',
      'RFC 7800 §3.3',
    ),
    'cnf.kid': info('Key identifier', 'Which key the sender must prove to hold.', 'RFC 7800 §3.4'),
    'cnf.jku': info(
      'Key address',
      'Where the key the sender must prove to hold can be had. Never fetched.',
      'RFC 7800 §3.5',
    ),
    'act.sub': info('Acting party', 'Who acts for the subject.', 'RFC 8693 §4.1'),
    'act.act': info('Earlier actor', 'Who acted before; for information only.', 'RFC 8693 §4.1'),
    'address.formatted': info('Full address', 'The whole address, for a label.', 'OIDC Core §5.1.1'),
    'address.street_address': info('Street', 'Street, house number and the like.', 'OIDC Core §5.1.1'),
    'address.locality': info('City', 'City or locality.', 'OIDC Core §5.1.1'),
    'address.region': info('Region', 'State, province or region.', 'OIDC Core §5.1.1'),
    'address.postal_code': info('Postal code', 'ZIP or postal code.', 'OIDC Core §5.1.1'),
    'address.country': info('Country', 'Name of the country.', 'OIDC Core §5.1.1'),
    'status.status_list': info(
      'Status list',
      'Where the state of this token stands in a status list.',
      'Token Status List §6.2',
    ),
    'status.status_list.idx': info(
      'Index',
      'Which entry of the list is this token’s.',
      'Token Status List §6.2',
    ),
    'status.status_list.uri': info(
      'List address',
      'Where the list can be had. Not fetched by itself.',
      'Token Status List §6.2',
    ),
    'authorization_details.type': info('Type', 'What kind of authorization this is.', 'RFC 9396 §2'),
  }),
)

/** What a member of a registered object means, by its path such as `cnf.jkt`; null where nothing is known of it. */
export function nestedInfo(path: string): NameInfo | null {
  return nested.get(path) ?? null
}
