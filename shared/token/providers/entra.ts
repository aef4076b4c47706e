import { type NameInfo, nameInfo } from '../name-info.ts'
import { entraAudiences, entraClients, entraRoles } from './entra-values.ts'
import {
  audiencesOf,
  issuerHost,
  lookUp,
  type ProviderFacts,
  type ProviderPack,
  textOf,
} from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Entra ID docs')

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad'
const internal = 'Microsoft’s own use; nothing should read it.'
const howClientSignedIn = lookUp({
  '0': 'public client, without a secret',
  '1': 'client secret',
  '2': 'certificate or other signed assertion',
})

const isGraph = (facts: ProviderFacts) =>
  audiencesOf(facts).some((audience) => entraAudiences[audience] === 'Microsoft Graph')

/** The tenant that an issuer of Entra names; null where it is none. */
function tenantOf(facts: ProviderFacts): string | null {
  const issuer = textOf(facts, 'iss')
  const host = issuerHost(facts)
  const known =
    host === 'sts.windows.net' ||
    host === 'login.microsoftonline.com' ||
    host === 'login.microsoftonline.us' ||
    host === 'login.partner.microsoftonline.cn' ||
    host.endsWith('.b2clogin.com') ||
    host.endsWith('.ciamlogin.com')
  return known ? (new URL(issuer).pathname.split('/').find((part) => part !== '') ?? '') : null
}

/** Microsoft Entra ID (Azure AD), B2C and External ID. */
export const entra: ProviderPack = {
  id: 'entra',
  name: 'Microsoft Entra ID',
  recognise(facts) {
    if (tenantOf(facts) !== null) return `its issuer is at ${issuerHost(facts)}`
    const tenant = textOf(facts, 'tid')
    return guid.test(tenant) && (facts.claims.has('oid') || facts.claims.has('uti'))
      ? 'it names a tenant (tid) and has oid or uti'
      : null
  },
  describe(facts) {
    const { claims } = facts
    if (issuerHost(facts).endsWith('.b2clogin.com')) return 'token of an Azure AD B2C user flow'
    const version = textOf(facts, 'ver').startsWith('1')
      ? 'v1'
      : textOf(facts, 'ver').startsWith('2')
        ? 'v2'
        : ''
    const isAccess =
      ['scp', 'roles', 'appid', 'azp', 'uti'].some((name) => claims.has(name)) && !claims.has('nonce')
    const isApp = textOf(facts, 'idtyp') === 'app'
    const name = audiencesOf(facts)
      .map(lookUp(entraAudiences))
      .find((known) => known !== null)
    const kind =
      isAccess && (claims.has('appid') || claims.has('azp') || claims.has('scp'))
        ? 'access token'
        : 'ID token'
    return `${version} ${isApp ? 'app-only ' : ''}${kind}${name ? ` for ${name}` : ''}`.trim()
  },
  headers: {
    nonce: info(
      'Graph nonce',
      'Tokens for Microsoft Graph are signed over a header with the hash of this value instead of the value.',
    ),
    x5t: info('Certificate thumbprint', 'The same key as kid, by its certificate.'),
  },
  claims: {
    tid: info('Tenant', 'The directory that the user signed in to. The same user has another oid in each.'),
    oid: info('Object', 'The user or service principal in this tenant. With tid it is the key to store.'),
    sub: info(
      'Subject',
      'The user, by an identifier that is different for every application. Use oid and tid to recognise a user across applications.',
    ),
    upn: info(
      'User principal name',
      'The name the user signs in with. It can change: never use it as a key.',
    ),
    unique_name: info(
      'Unique name',
      'A name for display in v1 tokens. It is not unique: never use it as a key.',
    ),
    preferred_username: info(
      'User name',
      'A name for display in v2 tokens. It can change: never use it as a key.',
    ),
    email: info(
      'E-mail',
      'An address the user or an administrator wrote; Entra does not verify it. Never use it to decide who someone is.',
    ),
    emails: info('E-mails', 'Addresses of the user (B2C).'),
    ver: info(
      'Version',
      'Version of the token format, 1.0 or 2.0. The API’s registration decides it, not the endpoint.',
    ),
    appid: info('Application', 'The client that asked for the token (v1).'),
    azp: info('Application', 'The client that asked for the token (v2).'),
    appidacr: info('Client authentication', 'How the client proved itself (v1).'),
    azpacr: info('Client authentication', 'How the client proved itself (v2).'),
    app_displayname: info('Application name', 'The name of the client, for display.'),
    idtyp: info('Subject type', 'user, or app where no user takes part. An optional claim.'),
    scp: info('Scopes', 'Delegated permissions: what the client may do for the user, separated by spaces.'),
    roles: info('App roles', 'Roles of the user, or application permissions of an app without a user.'),
    wids: info('Directory roles', 'Built-in directory roles of the user, by template identifier.'),
    groups: info('Groups', 'Object identifiers of the user’s groups; at most 200 in a JWT.'),
    hasgroups: info(
      'Has groups',
      'The user is in more groups than fit; they must be asked for at Microsoft Graph.',
    ),
    _claim_names: info(
      'Claims elsewhere',
      'Too many groups to list: they must be asked for at Microsoft Graph.',
    ),
    _claim_sources: info(
      'Claim sources',
      'Where the groups can be asked for; use Microsoft Graph instead of the address here.',
    ),
    idp: info('Identity provider', 'Who signed the user in, where it was not this tenant: a guest.'),
    acct: info('Account', 'Whether the user is a member or a guest of the tenant.'),
    acrs: info('Authentication contexts', 'Contexts of Conditional Access that the sign-in met, such as c1.'),
    ipaddr: info('IP address', 'From where the user signed in.'),
    login_hint: info('Login hint', 'Opaque; give it to a sign-out or sign-in to name the account.'),
    in_corp: info('In corporate network', 'Whether the client signed in from the corporate network.'),
    onprem_sid: info('On-premises SID', 'The user’s identifier in the on-premises directory.'),
    puid: info('Passport identifier', 'An old identifier of the user. Use oid instead.'),
    deviceid: info('Device', 'The registered device the user signed in from.'),
    signin_state: info(
      'Sign-in state',
      'How the device and the session were known, for example kmsi (keep me signed in).',
    ),
    tfp: info('User flow', 'Which B2C user flow or policy made the token.'),
    uti: info('Token identifier', 'Like jti; written to the sign-in log.'),
    aio: info('Internal', internal),
    rh: info('Internal', internal),
    xms_tcdt: info('Tenant created', 'When the tenant was created.'),
    xms_cc: info(
      'Client capabilities',
      'cp1: the client understands claims challenges (Continuous Access Evaluation).',
    ),
    xms_st: info('Subjects', 'The subject identifier for the client, where it differs from the resource’s.'),
    pwd_exp: info('Password expires', 'When the user’s password expires.'),
    pwd_url: info('Password change', 'Where the user can change the password.'),
    verified_primary_email: info('Verified e-mail', 'Addresses that the tenant’s owner proved to own.'),
    tenant_region_scope: info('Tenant region', 'Region of the tenant, for example EU.'),
  },
  timeClaims: ['xms_tcdt'],
  values: {
    aud: lookUp(entraAudiences),
    appid: lookUp(entraClients),
    azp: lookUp(entraClients),
    wids: lookUp(entraRoles),
    appidacr: howClientSignedIn,
    azpacr: howClientSignedIn,
    acct: lookUp({ '0': 'member', '1': 'guest' }),
    tid: lookUp({ [personalAccounts]: 'personal Microsoft accounts' }),
    amr: lookUp({
      pwd: 'password',
      mfa: 'multiple factors',
      ngcmfa: 'multiple factors, set up anew',
      otp: 'one-time code',
      fed: 'federated sign-in',
      wia: 'Windows integrated sign-in',
      rsa: 'proof of possession of an RSA key',
    }),
    acr: lookUp({
      '0': 'below ISO/IEC 29115',
      '1': 'meets ISO/IEC 29115',
    }),
    idtyp: lookUp({ app: 'an application without a user', user: 'a user', device: 'a device' }),
  },
  quirks: [
    {
      id: 'entra_graph_nonce',
      applies: (facts) =>
        facts.header.has('nonce')
          ? `The header has a nonce${isGraph(facts) ? ' and the audience is Microsoft Graph' : ''}: Entra signs such a header with the nonce hashed, so the signature does not verify as it stands.`
          : null,
      advice:
        'Do not validate tokens for Microsoft’s APIs; ask for a token for your own API and validate that.',
    },
    {
      id: 'entra_microsoft_audience',
      applies: (facts) => {
        if (facts.header.has('nonce')) return null
        const name = audiencesOf(facts)
          .map(lookUp(entraAudiences))
          .find((known) => known !== null)
        return name ? `The token is meant for ${name}, not for an API of yours.` : null
      },
      advice: 'An API of your own must refuse it; ask for a scope of your own API instead.',
    },
    {
      id: 'entra_issuer_tenant',
      applies(facts) {
        const tenant = tenantOf(facts)
        const tid = textOf(facts, 'tid')
        if (tenant !== null && /\{|%7b/i.test(tenant))
          return 'The issuer still holds the placeholder of the metadata instead of a tenant.'
        return tenant && guid.test(tenant) && tid !== '' && tenant.toLowerCase() !== tid.toLowerCase()
          ? 'The tenant in the issuer is not the tenant in tid.'
          : null
      },
      advice: 'Entra writes the same tenant in both; do not accept it.',
    },
    {
      id: 'entra_v1_issuer',
      applies: (facts) =>
        issuerHost(facts) === 'sts.windows.net'
          ? 'The issuer is that of v1 tokens (sts.windows.net), also where the v2 endpoint was asked.'
          : null,
      advice: 'Expect this issuer, or set requestedAccessTokenVersion to 2 in the registration of the API.',
    },
    {
      id: 'entra_tenant_template',
      applies: (facts) =>
        textOf(facts, 'iss').startsWith('https://login.microsoftonline.com/') && facts.claims.has('tid')
          ? 'The issuer names the tenant; the metadata of common and organizations has {tenantid} in its place.'
          : null,
      advice:
        'In an application for several tenants put tid in place of {tenantid} before comparing, and check that the tenant is one you serve.',
    },
    {
      id: 'entra_groups_overage',
      applies({ claims }) {
        const names = claims.get('_claim_names')
        const elsewhere = typeof names === 'object' && names !== null && Object.hasOwn(names, 'groups')
        return elsewhere || claims.get('hasgroups') === true
          ? 'The user is in more groups than fit into a token, so the groups are left out.'
          : null
      },
      advice: 'Ask Microsoft Graph for the groups; a missing group here means nothing.',
    },
    {
      id: 'entra_app_only',
      applies: (facts) =>
        textOf(facts, 'idtyp') === 'app'
          ? 'No user takes part: the token was issued to an application for itself.'
          : null,
      advice: 'Check roles instead of scp.',
    },
    {
      id: 'entra_mutable_names',
      applies: ({ claims }) => {
        const found = ['email', 'upn', 'preferred_username', 'unique_name'].filter((name) => claims.has(name))
        return found.length > 0
          ? `${found.join(', ')} can change and can be set by an administrator of another tenant.`
          : null
      },
      advice: 'Recognise a user by tid and oid, never by these.',
    },
    {
      id: 'entra_personal_account',
      applies: (facts) =>
        textOf(facts, 'tid') === personalAccounts
          ? 'The user has a personal Microsoft account, not one of an organisation.'
          : null,
      advice: 'Refuse this tenant where only organisations may sign in.',
    },
  ],
}
