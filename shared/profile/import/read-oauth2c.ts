import { startCandidate } from './candidate.ts'
import { collect } from './collected.ts'
import { importRefusal } from './import-refusal.ts'
import type { Import } from './imported.ts'
import { readCommandLine, shellWords } from './shell-words.ts'

export function isOauth2c(text: string): boolean {
  return /^\s*(?:\$ )?(?:\S*\/)?oauth2c\s/.test(text)
}

const switches = new Set([
  '--pkce',
  '--no-pkce',
  '--par',
  '--request-object',
  '--encrypted-request-object',
  '--dpop',
  '--insecure',
  '--no-browser',
  '--no-prompt',
  '--no-origin',
  '--silent',
  '-s',
])

const endpoints = {
  '--token-endpoint': 'token_endpoint',
  '--authorization-endpoint': 'authorization_endpoint',
  '--device-authorization-endpoint': 'device_authorization_endpoint',
  '--pushed-authorization-request-endpoint': 'pushed_authorization_request_endpoint',
  '--mtls-token-endpoint': null,
  '--mtls-pushed-authorization-request-endpoint': null,
} as const

const secrets = {
  '--client-secret': 'client_secret',
  '--assertion': 'assertion',
  '--refresh-token': 'refresh_token',
  '--subject-token': 'subject_token',
  '--actor-token': 'actor_token',
  '--password': 'password',
} as const

/** Options that are parameters of the authorization request here. */
const parameters = {
  '--acr-values': 'acr_values',
  '--prompt': 'prompt',
  '--max-age': 'max_age',
  '--id-token-hint': 'id_token_hint',
  '--idp-hint': 'idp_hint',
  '--purpose': 'purpose',
} as const

const notTaken: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  '--signing-key': 'a file named in a text is not read; enter the client’s key in the profile',
  '--encryption-key': 'a file named in a text is not read; the provider’s own key is used',
  '--tls-cert': 'a file named in a text is not read; enter the certificate in the profile',
  '--tls-key': 'a file named in a text is not read; enter it with the certificate in the profile',
  '--tls-root-ca': 'a file named in a text is not read; enter the authorities in the profile',
  '--callback-tls-cert': 'this app listens on loopback, without TLS',
  '--callback-tls-key': 'this app listens on loopback, without TLS',
  '--callback-addr': 'the redirect URI says where this app listens',
  '--insecure': 'certificates are always checked',
  '--browser-command': 'a command of a text is never run; the system’s browser is used',
  '--rar': 'read as authorization_details',
  '--nonce': 'it is made anew for each run',
  '--state': 'it is made anew for each run',
}

/** A command line of oauth2c. */
export function readOauth2c(text: string): Import {
  const words = shellWords(text.replace(/^\s*\$ /, '').trim())
  if (words === null)
    throw importRefusal('malformed', 'the command line has an open quote, or runs another command')
  const { options, rest } = readCommandLine(words.slice(1), switches)
  const issuer = rest[0]
  const candidate = startCandidate(nameOf(issuer))
  if (issuer?.includes('/.well-known/')) candidate.metadataAddress('issuer', issuer)
  else candidate.issuer('issuer', issuer)
  candidate.grant(
    '--grant-type',
    options.find(({ name }) => name === '--grant-type')?.value ?? 'authorization_code',
  )
  const signsRequest = options.some(
    ({ name }) => name === '--request-object' || name === '--encrypted-request-object',
  )
  for (const { name, value } of options) {
    if (Object.hasOwn(endpoints, name)) {
      const target = endpoints[name as keyof typeof endpoints]
      if (target === null) candidate.leave(name, 'the provider announces these addresses')
      else candidate.endpoint(name, target, value)
    } else if (Object.hasOwn(secrets, name)) {
      candidate.secret(name, secrets[name as keyof typeof secrets], value)
    } else if (Object.hasOwn(parameters, name)) {
      candidate.parameter(name, parameters[name as keyof typeof parameters], value)
    } else {
      switch (name) {
        case '--grant-type':
        case '--no-pkce':
        case '--no-browser':
        case '--no-prompt':
        case '--silent':
        case '-s':
        case '--http-timeout':
        case '--browser-timeout':
          break
        case '--client-id':
          candidate.clientId(name, value)
          break
        case '--auth-method':
          candidate.method(name, value)
          break
        case '--scopes':
          candidate.scope(name, value)
          break
        case '--audience':
          candidate.audience(name, value)
          break
        case '--resource':
          candidate.parameter(name, 'resource', value)
          break
        case '--redirect-url':
          candidate.redirect(name, value)
          break
        case '--pkce':
          candidate.pkce(name, 'S256')
          break
        case '--par':
          candidate.flow(name, { pushed_authorization: true })
          break
        case '--dpop':
          candidate.flow(name, { dpop: true })
          break
        case '--request-object':
          candidate.flow(name, { request_object_signing_alg: 'RS256' })
          break
        case '--encrypted-request-object':
          candidate.flow(name, {
            request_object_signing_alg: 'RS256',
            request_object_encryption_alg: 'RSA-OAEP-256',
          })
          break
        case '--response-types':
          candidate.flow(name, { response_type: (value ?? '').replaceAll(',', ' ') as never })
          break
        case '--response-mode':
          candidate.flow(name, { response_mode: value as never })
          break
        case '--username':
          candidate.flow(name, { username: value ?? '' })
          break
        case '--login-hint':
          candidate.flow(name, { login_hint: value ?? '' })
          break
        case '--claims':
          candidate.flow(name, { claims: value ?? '' })
          break
        case '--rar':
          candidate.flow(name, { authorization_details: value ?? '' })
          break
        case '--subject-token-type':
          candidate.flow(name, { subject_token_type: value ?? '' })
          break
        case '--actor-token-type':
          candidate.flow(name, { actor_token_type: value ?? '' })
          break
        case '--no-origin':
          candidate.flow(name, { origin_header: false })
          break
        default:
          candidate.leave(name.slice(0, 60), notTaken[name] ?? 'there is no such setting here')
      }
    }
  }
  if (signsRequest) candidate.leave('request object', 'the algorithm is not in the command; RS256 is entered')
  return collect('oauth2c command line', [candidate.finish])
}

function nameOf(issuer: string | undefined): string {
  return issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).hostname : 'oauth2c'
}
