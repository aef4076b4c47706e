import { startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, ImportedProfile } from './imported.ts'
import { type JsonObject, listOf, member, objectOf, textAt } from './json-value.ts'
import { takeKnownProvider } from './known-providers.ts'

/** A provider of NextAuth or Auth.js as plain data, one or a list; code is not read. */
export function isProviderConfig(value: unknown): boolean {
  const first = Array.isArray(value) ? value[0] : (listOf(member(value, 'providers'))[0] ?? value)
  return (
    textAt(first, 'clientId') !== null &&
    ['issuer', 'wellKnown', 'authorization', 'token', 'id'].some((key) => member(first, key) !== undefined)
  )
}

export function readProviderConfig(value: unknown): Import {
  const providers = listOf(member(value, 'providers'))
  const list = Array.isArray(value) ? value : providers.length > 0 ? providers : [value]
  const found = list.flatMap((each): readonly Reading[] => {
    const provider = objectOf(each)
    return provider === null || textAt(provider, 'clientId') === null ? [] : [() => read(provider)]
  })
  return collect('Auth.js provider', found)
}

function read(provider: JsonObject): ImportedProfile {
  const id = textAt(provider, 'id') ?? ''
  const candidate = startCandidate(textAt(provider, 'name') ?? (id || 'Auth.js provider'))
  candidate.grant('type', 'authorization_code')
  const checks = listOf(provider.checks)
  if (checks.length > 0 && !checks.includes('pkce')) candidate.pkce('checks', null)
  if (member(provider, 'issuer') === undefined && member(provider, 'wellKnown') === undefined)
    takeKnownProvider(candidate, id, 'id')
  for (const [key, value] of Object.entries(provider)) {
    switch (key) {
      case 'issuer':
        candidate.issuer(key, value)
        break
      case 'wellKnown':
        candidate.metadataAddress(key, value)
        break
      case 'clientId':
        candidate.clientId(key, value)
        break
      case 'clientSecret':
        candidate.secret(key, 'client_secret', value)
        break
      case 'authorization': {
        candidate.endpoint(key, 'authorization_endpoint', objectOf(value) ? member(value, 'url') : value)
        const parameters = objectOf(member(value, 'params')) ?? {}
        candidate.scope(`${key}.params.scope`, parameters.scope)
        for (const [name, each] of Object.entries(parameters)) {
          if (name !== 'scope') candidate.parameter(`${key}.params.${name.slice(0, 60)}`, name, each)
        }
        break
      }
      case 'token':
        candidate.endpoint(key, 'token_endpoint', objectOf(value) ? member(value, 'url') : value)
        break
      case 'userinfo':
        candidate.endpoint(key, 'userinfo_endpoint', objectOf(value) ? member(value, 'url') : value)
        break
      case 'jwks_endpoint':
        candidate.endpoint(key, 'jwks_uri', value)
        break
      case 'client':
        candidate.method('client.token_endpoint_auth_method', member(value, 'token_endpoint_auth_method'))
        if (textAt(value, 'id_token_signed_response_alg')) {
          candidate.flow('client.id_token_signed_response_alg', {
            id_token_signed_response_alg: textAt(value, 'id_token_signed_response_alg') ?? '',
          })
        }
        break
      case 'id':
      case 'name':
      case 'type':
      case 'checks':
        break
      default:
        candidate.leave(key.slice(0, 80), 'it is about your app, not about getting a token')
    }
  }
  return candidate.finish()
}
