import { blank, fixedPort, type ProfileTemplate } from './profile-template.ts'

/** Servers that people run themselves, or have run for them. */
export const ownServerTemplates: readonly ProfileTemplate[] = [
  {
    id: 'keycloak',
    name: 'Keycloak',
    draft: {
      issuer: 'https://{{host}}/realms/{{realm}}',
      scope: 'openid profile email',
      redirect: fixedPort,
      variables: blank('host', 'realm'),
    },
    fill: [
      ['host', 'the server’s name, with /auth behind it for versions before 17'],
      ['realm', 'the realm’s name as it stands in the address'],
      ['Client ID', 'Clients → your client → Settings'],
      ['Client secret', 'Clients → Credentials, where Client authentication is on'],
    ],
    redirect: 'Clients → your client → Valid redirect URIs. A star at the end stands for any path.',
    quirks: [
      'An access token’s aud is account alone until an audience mapper adds your API.',
      'The roles are in realm_access and resource_access, not in a claim of their own.',
      'kc_idp_hint as an extra parameter goes straight to one identity provider.',
    ],
  },
  {
    id: 'duende',
    name: 'Duende IdentityServer',
    draft: {
      issuer: 'https://{{host}}',
      scope: 'openid profile offline_access',
      redirect: fixedPort,
      variables: blank('host'),
    },
    fill: [
      ['host', 'the server’s name, with its path where it has one'],
      ['Client ID', 'ClientId of the Client in its configuration'],
      ['Client secret', 'the text before it was hashed, where RequireClientSecret is on'],
    ],
    redirect:
      'RedirectUris of the Client, compared character by character; any port on loopback needs the AppAuth validator.',
    quirks: [
      'offline_access needs AllowOfflineAccess.',
      'The aud of an access token is the ApiResource; with API scopes alone there is none.',
      'Logging out asks for confirmation unless id_token_hint comes along.',
    ],
  },
  {
    id: 'zitadel',
    name: 'Zitadel',
    draft: {
      issuer: 'https://{{domain}}',
      scope: 'openid profile email offline_access',
      redirect: fixedPort,
      variables: blank('domain'),
    },
    fill: [
      ['domain', 'your instance, for example acme-ab12cd.zitadel.cloud'],
      ['Client ID', 'Projects → your project → your app → Client ID, the whole number'],
    ],
    redirect:
      'Your app → Redirect settings. A Native app takes http on loopback; any other needs Development mode.',
    quirks: [
      'Access tokens are opaque unless the app’s Auth Token Type is JWT.',
      'Tokens for an API need the scope urn:zitadel:iam:org:project:id:‹project›:aud.',
    ],
  },
  {
    id: 'authentik',
    name: 'Authentik',
    draft: {
      issuer: 'https://{{host}}/application/o/{{application}}/',
      scope: 'openid profile email offline_access',
      redirect: fixedPort,
      variables: blank('host', 'application'),
    },
    fill: [
      ['host', 'the server’s name'],
      ['application', 'Applications → your application → Slug'],
      ['Client ID', 'Providers → your provider → Client ID'],
    ],
    redirect: 'Providers → your provider → Redirect URIs, either strict or as a regular expression.',
    quirks: [
      'The issuer ends with a slash, unless the provider’s issuer mode is the same for all.',
      'Without a signing key the ID token is signed by HMAC with the client secret: name that algorithm under Answers.',
      'offline_access must be among the provider’s selected scopes.',
    ],
  },
  {
    id: 'gitlab',
    name: 'GitLab',
    draft: {
      issuer: 'https://{{host}}',
      scope: 'openid profile email',
      redirect: fixedPort,
      variables: [{ name: 'host', value: 'gitlab.com' }],
    },
    fill: [
      ['host', 'gitlab.com or your own server'],
      ['Client ID', 'Settings → Applications → Application ID'],
      ['Client secret', 'the same page, where Confidential is ticked'],
    ],
    redirect: 'Settings → Applications → Callback URL, one a line, compared with the port.',
    quirks: [
      'Scopes must be ticked at the application before they can be asked for.',
      'Access tokens are opaque; introspection is the way to look into them.',
    ],
  },
]
