import { type GrantType, grantType } from '../flow-settings.ts'
import { type ClientAuthMethod, clientAuthMethod } from '../profile.ts'

/** Words of other tools for a grant, without case, spaces, `-` and `_`. */
const grants: Readonly<Record<string, GrantType | undefined>> = {
  __proto__: null as never,
  authorizationcode: 'authorization_code',
  authorizationcodewithpkce: 'authorization_code',
  accesscode: 'authorization_code',
  code: 'authorization_code',
  implicit: 'implicit',
  password: 'password',
  passwordcredentials: 'password',
  clientcredentials: 'client_credentials',
  application: 'client_credentials',
  refreshtoken: 'refresh_token',
  devicecode: 'urn:ietf:params:oauth:grant-type:device_code',
  deviceauthorization: 'urn:ietf:params:oauth:grant-type:device_code',
  tokenexchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  jwtbearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  saml2bearer: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
  ciba: 'urn:openid:params:grant-type:ciba',
}

export function grantOf(word: string): GrantType | null {
  const own = grantType.safeParse(word)
  return own.success ? own.data : (grants[plain(word)] ?? null)
}

const methods: Readonly<Record<string, ClientAuthMethod | undefined>> = {
  __proto__: null as never,
  header: 'client_secret_basic',
  basic: 'client_secret_basic',
  basicauthheader: 'client_secret_basic',
  asbasicauthheaders: 'client_secret_basic',
  clientsecretbasic: 'client_secret_basic',
  body: 'client_secret_post',
  post: 'client_secret_post',
  inbody: 'client_secret_post',
  requestbody: 'client_secret_post',
  clientsecretpost: 'client_secret_post',
  clientsecretjwt: 'client_secret_jwt',
  privatekeyjwt: 'private_key_jwt',
  clientassertion: 'private_key_jwt',
  none: 'none',
}

export function authMethodOf(word: string): ClientAuthMethod | null {
  const own = clientAuthMethod.safeParse(word)
  return own.success ? own.data : (methods[plain(word)] ?? null)
}

function plain(word: string): string {
  return word
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s_-]/g, '')
}
