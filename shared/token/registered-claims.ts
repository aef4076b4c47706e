import { nameInfo as info, type NameInfo } from './name-info.ts'
import { specialClaims } from './registered-claims-special.ts'

const core = 'OIDC Core §5.1'

/** IANA "JSON Web Token Claims", and a few names that are not registered but met everywhere. */
export const registeredClaims: ReadonlyMap<string, NameInfo> = new Map(
  Object.entries({
    ...specialClaims,
    iss: info(
      'Issuer',
      'Who made the token. An application accepts it only from the issuer it trusts.',
      'RFC 7519 §4.1.1',
    ),
    sub: info(
      'Subject',
      'Whom the token is about: a user or a client, unique at this issuer.',
      'RFC 7519 §4.1.2',
    ),
    aud: info('Audience', 'For whom the token is meant. Everyone else must refuse it.', 'RFC 7519 §4.1.3'),
    exp: info('Expires', 'From this instant on the token must be refused.', 'RFC 7519 §4.1.4'),
    nbf: info('Not before', 'Before this instant the token must be refused.', 'RFC 7519 §4.1.5'),
    iat: info('Issued at', 'When the token was made.', 'RFC 7519 §4.1.6'),
    jti: info(
      'Token identifier',
      'Unique for each token, so that a replay can be noticed.',
      'RFC 7519 §4.1.7',
    ),

    nonce: info(
      'Nonce',
      'The value the application sent with its request; ties the ID token to that sign-in.',
      'OIDC Core §2',
    ),
    auth_time: info('Signed in at', 'When the user last signed in at the provider.', 'OIDC Core §2'),
    acr: info(
      'Authentication context',
      'How strong the sign-in was, as a name the provider defines.',
      'OIDC Core §2',
    ),
    amr: info(
      'Authentication methods',
      'How the user signed in, for example pwd, otp or hwk.',
      'RFC 8176 §2',
    ),
    azp: info('Authorized party', 'The client the ID token was issued to.', 'OIDC Core §2'),
    at_hash: info(
      'Access token hash',
      'Left half of the hash of the access token that came with this ID token.',
      'OIDC Core §3.1.3.6',
    ),
    c_hash: info(
      'Code hash',
      'Left half of the hash of the authorization code that came with this ID token.',
      'OIDC Core §3.3.2.11',
    ),
    s_hash: info(
      'State hash',
      'Left half of the hash of the state that the client sent.',
      'FAPI 1.0 Advanced §5.1',
    ),
    sid: info('Session', 'The session at the provider, for logging out.', 'OIDC Back-Channel Logout §2.1'),
    events: info(
      'Events',
      'What happened, one member an event; a logout token names the logout event.',
      'RFC 8417 §2.2',
    ),
    toe: info('Time of event', 'When the event happened.', 'RFC 8417 §2.2'),
    txn: info('Transaction', 'Ties several security events to one transaction.', 'RFC 8417 §2.2'),
    sub_jwk: info('Subject key', 'The key a self-issued ID token is signed with.', 'OIDC Core §7.4'),
    sub_id: info('Subject identifier', 'Whom a security event is about.', 'RFC 9493 §4.1'),
    _claim_names: info('Claim names elsewhere', 'Which claims come from another source.', 'OIDC Core §5.6.2'),
    _claim_sources: info('Claim sources', 'Where those other claims can be had.', 'OIDC Core §5.6.2'),

    name: info('Name', 'Full name for display.', core),
    given_name: info('Given name', 'First or given names.', core),
    family_name: info('Family name', 'Surnames.', core),
    middle_name: info('Middle name', 'Middle names.', core),
    nickname: info('Nickname', 'Casual name.', core),
    preferred_username: info(
      'User name',
      'How the user likes to be called. Not unique: never use it as a key.',
      core,
    ),
    profile: info('Profile page', 'Address of a page about the user.', core),
    picture: info('Picture', 'Address of a picture of the user.', core),
    website: info('Website', 'Address of the user’s own site.', core),
    email: info('E-mail', 'E-mail address. May change hands: use iss and sub to recognise a user.', core),
    email_verified: info(
      'E-mail verified',
      'Whether the provider made sure that the address is the user’s.',
      core,
    ),
    gender: info('Gender', 'As the user states it.', core),
    birthdate: info('Birth date', 'Year-month-day, or only the year; 0000 hides the year.', core),
    zoneinfo: info('Time zone', 'Name in the time zone database, for example Europe/Berlin.', core),
    locale: info('Locale', 'Language and region, for example en-GB.', core),
    phone_number: info('Phone number', 'In E.164 form.', core),
    phone_number_verified: info(
      'Phone verified',
      'Whether the provider made sure that the number is the user’s.',
      core,
    ),
    address: info('Address', 'Postal address, as one object.', 'OIDC Core §5.1.1'),
    updated_at: info('Updated at', 'When these facts about the user last changed.', core),

    client_id: info('Client', 'The client that asked for the token.', 'RFC 8693 §4.3'),
    scope: info('Scope', 'What the token allows, as names separated by spaces.', 'RFC 8693 §4.2'),
    scp: info('Scope', 'Scopes as some providers write them; not a registered name.', 'RFC 8693 §4.2'),
    roles: info('Roles', 'Roles of the subject.', 'RFC 9068 §2.2.3.1'),
    groups: info('Groups', 'Groups the subject belongs to.', 'RFC 9068 §2.2.3.1'),
    entitlements: info('Entitlements', 'What the subject is entitled to.', 'RFC 9068 §2.2.3.1'),
    act: info('Actor', 'Who acts for the subject; nested where the right was passed on.', 'RFC 8693 §4.1'),
    may_act: info('May act', 'Who is allowed to act for the subject.', 'RFC 8693 §4.4'),
    cnf: info(
      'Confirmation',
      'The key the sender must prove to hold (DPoP jkt, or a certificate).',
      'RFC 7800 §3.1',
    ),
    authorization_details: info(
      'Authorization details',
      'What exactly was allowed, as objects.',
      'RFC 9396 §9.1',
    ),
    active: info('Active', 'Whether the introspected token is still good.', 'RFC 7662 §2.2'),
    username: info('User name', 'Who authorised the token, for display.', 'RFC 7662 §2.2'),
    token_introspection: info('Introspection', 'The introspection answer, as a claim.', 'RFC 9701 §5'),

    htm: info('HTTP method', 'The method of the request this DPoP proof is for.', 'RFC 9449 §4.2'),
    htu: info(
      'HTTP address',
      'The address of the request this DPoP proof is for, without query.',
      'RFC 9449 §4.2',
    ),
    ath: info('Access token hash', 'Hash of the access token this DPoP proof goes with.', 'RFC 9449 §4.2'),

    _sd: info('Hidden claims', 'Digests of claims that can be disclosed one by one.', 'RFC 9901 §4.2.4.1'),
    '...': info(
      'Hidden element',
      'Digest of an element of a list that can be disclosed.',
      'RFC 9901 §4.2.4.2',
    ),
    _sd_alg: info('Digest algorithm', 'How the digests of hidden claims are made.', 'RFC 9901 §4.1.1'),
    sd_hash: info('Presentation hash', 'Ties the key binding to what was disclosed.', 'RFC 9901 §4.3'),
    vct: info('Credential type', 'What kind of verifiable credential this is.', 'SD-JWT VC §3.2.2.1'),
    vc: info('Verifiable credential', 'A credential of the W3C data model.', 'VC Data Model §6.3.1'),
    vp: info('Verifiable presentation', 'A presentation of the W3C data model.', 'VC Data Model §6.3.1'),
    status: info('Status', 'Where to look up whether the token was revoked.', 'Token Status List §6.1'),

    response_type: info('Response type', 'A parameter of the authorization request.', 'RFC 9101 §4'),
    redirect_uri: info('Redirect URI', 'A parameter of the authorization request.', 'RFC 9101 §4'),
    state: info('State', 'A parameter of the authorization request.', 'RFC 9101 §4'),
    code_challenge: info('Code challenge', 'PKCE: hash of a secret the client keeps.', 'RFC 7636 §4.2'),
    code_challenge_method: info(
      'Code challenge method',
      'PKCE: how the challenge was made.',
      'RFC 7636 §4.3',
    ),

    tid: info('Tenant', 'Microsoft Entra: the tenant’s identifier. Not a registered name.', 'RFC 7519 §4.3'),
    oid: info(
      'Object',
      'Microsoft Entra: the user’s identifier in the tenant. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    upn: info(
      'User principal name',
      'Microsoft Entra: the name the user signs in with. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    ver: info('Version', 'Version of the issuer’s token format. Not a registered name.', 'RFC 7519 §4.3'),
    typ: info(
      'Token type',
      'Keycloak: the kind of token, as a claim. The header’s typ is the registered one.',
      'RFC 7519 §4.3',
    ),
    realm_access: info(
      'Realm roles',
      'Keycloak: roles of the whole realm. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    resource_access: info(
      'Client roles',
      'Keycloak: roles for each client. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    session_state: info(
      'Session',
      'Keycloak: the session at the provider. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    'allowed-origins': info(
      'Allowed origins',
      'Keycloak: web origins of the client. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    permissions: info(
      'Permissions',
      'What the subject may do, as the issuer names it. Not a registered name.',
      'RFC 7519 §4.3',
    ),
    token_use: info('Token use', 'Amazon Cognito: id or access. Not a registered name.', 'RFC 7519 §4.3'),
  }),
)
