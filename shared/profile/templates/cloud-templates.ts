import { blank, fixedPort, fixedPortLocalhost, type ProfileTemplate } from './profile-template.ts'

/** Identity services that companies rent. */
export const cloudTemplates: readonly ProfileTemplate[] = [
  {
    id: 'entra',
    name: 'Microsoft Entra ID',
    draft: {
      issuer: 'https://login.microsoftonline.com/{{tenant}}/v2.0',
      scope: 'openid profile email offline_access',
      redirect: { host: 'localhost', port: 0, path: '/callback' },
      variables: blank('tenant'),
    },
    fill: [
      ['tenant', 'App registrations → your app → Overview → Directory (tenant) ID'],
      ['Client ID', 'the same page, Application (client) ID'],
      ['Client secret', 'Certificates & secrets, only for a Web platform: the value, not its ID'],
    ],
    redirect:
      'Authentication → Add a platform → Mobile and desktop applications → http://localhost/callback. Entra ignores the port of localhost; 127.0.0.1 can be entered in the manifest only.',
    quirks: [
      'With common or organizations as the tenant, the metadata names {tenantid} as issuer, which equals no address: enter the tenant’s own ID.',
      'A redirect URI registered for a single-page application needs the Origin header on token requests (AADSTS9002327); one for any other platform refuses it (AADSTS9002326).',
      'Access tokens for Microsoft Graph are not for you to verify: their signature covers another header than the one you see.',
      'The access token’s form follows the API: requestedAccessTokenVersion in its manifest decides between v1.0 and v2.0.',
    ],
  },
  {
    id: 'okta',
    name: 'Okta',
    draft: {
      issuer: 'https://{{domain}}/oauth2/{{server}}',
      scope: 'openid profile email offline_access',
      redirect: fixedPort,
      variables: [...blank('domain'), { name: 'server', value: 'default' }],
    },
    fill: [
      ['domain', 'your Okta domain, for example dev-123456.okta.com, without -admin'],
      [
        'server',
        'Security → API → Authorization Servers; for the org server take https://{{domain}} as issuer',
      ],
      ['Client ID', 'Applications → your app → General'],
    ],
    redirect:
      'Applications → your app → Sign-in redirect URIs. Compared character by character, the port included.',
    quirks: [
      'The org authorization server’s access tokens are for Okta alone and cannot be verified by you.',
      'offline_access works only where the app has the Refresh Token grant ticked.',
      'An app without an assigned user answers access_denied.',
    ],
  },
  {
    id: 'auth0',
    name: 'Auth0',
    draft: {
      issuer: 'https://{{domain}}/',
      scope: 'openid profile email offline_access',
      redirect: fixedPort,
      variables: blank('domain', 'api'),
      parameters: [{ name: 'audience', value: '{{api}}' }],
    },
    fill: [
      ['domain', 'Applications → your app → Settings, for example acme.eu.auth0.com'],
      ['api', 'Applications → APIs → Identifier; without an audience the access token is opaque'],
      ['Client ID', 'Applications → your app → Settings'],
    ],
    redirect: 'Settings → Allowed Callback URLs. Compared character by character, the port included.',
    quirks: [
      'The issuer ends with a slash.',
      'offline_access needs Allow Offline Access at the API.',
      'A first-party app shows no consent on localhost only where that was switched on for the API.',
    ],
  },
  {
    id: 'cognito',
    name: 'Amazon Cognito',
    draft: {
      issuer: 'https://cognito-idp.{{region}}.amazonaws.com/{{user_pool}}',
      scope: 'openid profile email',
      redirect: fixedPortLocalhost,
      variables: blank('region', 'user_pool'),
    },
    fill: [
      ['region', 'for example eu-central-1'],
      ['user_pool', 'User pools → your pool → User pool ID, for example eu-central-1_AbCdEfGhI'],
      ['Client ID', 'App integration → App clients'],
    ],
    redirect:
      'App clients → Login pages → Allowed callback URLs. Plain http is allowed for localhost alone, and the port counts.',
    quirks: [
      'Access tokens carry client_id and no aud, ID tokens carry aud; token_use tells them apart.',
      'There is no scope offline_access: the app client’s refresh token setting decides.',
      'Its logout takes client_id and logout_uri in place of what OpenID Connect has.',
    ],
  },
  {
    id: 'ping',
    name: 'PingOne',
    draft: {
      issuer: 'https://auth.pingone.{{region}}/{{environment}}/as',
      scope: 'openid profile email',
      redirect: fixedPort,
      variables: [{ name: 'region', value: 'com' }, ...blank('environment')],
    },
    fill: [
      ['region', 'the end of your console’s address: com, eu, ca, asia or com.au'],
      ['environment', 'Settings → Environment → Properties → Environment ID'],
      ['Client ID', 'Applications → your app → Overview'],
    ],
    redirect:
      'Applications → your app → Configuration → Redirect URIs; a Native app takes loopback addresses.',
    quirks: [
      'Client authentication must be the one chosen in the app’s configuration; others are refused.',
      'An access token for a custom resource comes only with one of that resource’s scopes.',
    ],
  },
]
