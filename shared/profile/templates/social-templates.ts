import { defaultFlow } from '../flow-settings.ts'
import { blank, type ProfileTemplate } from './profile-template.ts'

/** Sign-ins that people have already. */
export const socialTemplates: readonly ProfileTemplate[] = [
  {
    id: 'google',
    name: 'Google',
    draft: {
      issuer: 'https://accounts.google.com',
      scope: 'openid email profile',
      token_endpoint_auth_method: 'client_secret_post',
      redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
      parameters: [
        { name: 'access_type', value: 'offline' },
        { name: 'prompt', value: 'consent' },
      ],
    },
    fill: [
      ['Client ID', 'Google Cloud console → Google Auth Platform → Clients, type Desktop app'],
      ['Client secret', 'the same page; a desktop app has one too, and it must be sent'],
    ],
    redirect:
      'Nothing for a Desktop app: loopback is allowed with any port. A Web application compares the port.',
    quirks: [
      'A refresh token comes by access_type=offline, not by a scope, and only with consent.',
      'Access tokens are opaque.',
      'While the app is in testing, refresh tokens end after seven days.',
    ],
  },
  {
    id: 'github',
    name: 'GitHub',
    draft: {
      issuer: 'https://github.com/login/oauth',
      scope: 'read:user user:email',
      token_endpoint_auth_method: 'client_secret_post',
      redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
      endpoints: {
        authorization_endpoint: 'https://github.com/login/oauth/authorize',
        token_endpoint: 'https://github.com/login/oauth/access_token',
        device_authorization_endpoint: 'https://github.com/login/device/code',
      },
    },
    fill: [
      ['Client ID', 'Settings → Developer settings → OAuth Apps → your app'],
      ['Client secret', 'the same page, Generate a new client secret'],
    ],
    redirect:
      'http://127.0.0.1/callback as Authorization callback URL; the port of loopback is not compared.',
    quirks: [
      'It is OAuth without OpenID Connect: no ID token, no metadata; who signed in is told by https://api.github.com/user.',
      'Errors of the token endpoint come with status 200.',
      'Tokens of OAuth Apps do not expire; those of GitHub Apps do where that is switched on.',
    ],
  },
  {
    id: 'apple',
    name: 'Apple',
    draft: {
      issuer: 'https://appleid.apple.com',
      scope: 'openid email name',
      token_endpoint_auth_method: 'client_secret_post',
      redirect: {
        host: '127.0.0.1',
        port: 0,
        path: '/callback',
        remote_uri: 'https://{{domain}}/callback',
      },
      variables: blank('domain'),
      flow: { ...defaultFlow, response_mode: 'form_post' },
    },
    fill: [
      ['Client ID', 'Certificates, Identifiers & Profiles → Identifiers → Services IDs'],
      [
        'Client secret',
        'a JWT that you sign: ES256 with your key, iss the team ID, sub the client ID, aud https://appleid.apple.com, six months at most',
      ],
      ['domain', 'a domain of yours that is registered with the Services ID'],
    ],
    redirect: 'Services ID → Return URLs. Only https with a domain: the answer is pasted from the browser.',
    quirks: [
      'With email or name in the scope the answer must be posted (response_mode form_post).',
      'Name and e-mail come with the first sign-in alone.',
      'The client secret can be made in Build; it is no private_key_jwt, but sent as client_secret.',
    ],
  },
]
