import { startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import, SourceVariable } from './imported.ts'
import { listOf, objectOf, textOf } from './json-value.ts'
import { takeKnownProvider } from './known-providers.ts'
import { type KeyValues, parseProperties } from './parse-key-values.ts'
import { isSecretName } from './secret-variable.ts'

const root = 'spring.security.oauth2.'

export function isSpringProperties(text: string): boolean {
  return /^\s*spring\.security\.oauth2\./m.test(text)
}

export function isSpring(value: unknown): boolean {
  return [...flatten(value).keys()].some((key) => key.startsWith(root))
}

export function readSpringProperties(text: string): Import {
  return read(parseProperties(text))
}

/** The documents of an application.yml; a later one goes over an earlier one. */
export function readSpring(documents: readonly unknown[]): Import {
  return read(new Map(documents.flatMap((each) => [...flatten(each)])))
}

/** Nested settings as dotted names; camelCase and kebab-case are the same to Spring. */
function flatten(value: unknown, prefix = '', depth = 0): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const object = objectOf(value)
  if (object === null || depth > 20) return found
  for (const [key, each] of Object.entries(object)) {
    const name = prefix === '' ? key : `${prefix}.${key}`
    const text = Array.isArray(each) ? listOf(each).map(textOf).join(' ') : textOf(each)
    if (text !== null) found.set(name, text)
    else for (const [inner, deep] of flatten(each, name, depth + 1)) found.set(inner, deep)
  }
  return found
}

function read(values: KeyValues): Import {
  const variables = new Map<string, SourceVariable>()
  const registrations = new Map<string, Map<string, string>>()
  const providers = new Map<string, Map<string, string>>()
  for (const [key, written] of values) {
    const match =
      /^spring\.security\.oauth2\.client\.(registration|provider)\.([^.]+)\.([^.[]+)(?:\[\d+\])?$/.exec(key)
    if (!match) continue
    const [, kind, id = '', setting = ''] = match
    const group = kind === 'provider' ? providers : registrations
    const settings = group.get(id) ?? new Map<string, string>()
    const name = setting
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replaceAll('_', '-')
    const value = withPlaceholders(written, variables)
    // A list may be written as name[0], name[1].
    settings.set(name, key.endsWith(']') && settings.has(name) ? `${settings.get(name)} ${value}` : value)
    group.set(id, settings)
  }
  const found: Reading[] = []
  for (const [id, settings] of registrations) {
    found.push(() => readRegistration(id, settings, providers).finish([...variables.values()]))
  }
  return collect('Spring Boot settings', found)
}

function readRegistration(id: string, settings: KeyValues, providers: ReadonlyMap<string, KeyValues>) {
  const candidate = startCandidate(settings.get('client-name') ?? id)
  const at = (name: string) => `registration.${id}.${name}`
  candidate.grant(
    at('authorization-grant-type'),
    settings.get('authorization-grant-type') ?? 'authorization_code',
  )
  for (const [name, value] of settings) {
    switch (name) {
      case 'client-id':
        candidate.clientId(at(name), value)
        break
      case 'client-secret':
        candidate.secret(at(name), 'client_secret', value)
        break
      case 'client-authentication-method':
        candidate.method(at(name), value)
        break
      case 'scope':
        candidate.scope(at(name), value)
        break
      case 'redirect-uri':
        if (value.includes('{'))
          candidate.leave(
            at(name),
            'a template of Spring’s; this app listens on loopback, at a redirect URI that you register',
          )
        else candidate.redirect(at(name), value)
        break
      case 'provider':
      case 'client-name':
      case 'authorization-grant-type':
        break
      default:
        candidate.leave(at(name).slice(0, 100), 'there is no such setting here')
    }
  }
  const providerId = settings.get('provider') ?? id
  const provider = providers.get(providerId)
  const from = (name: string) => `provider.${providerId}.${name}`
  if (provider === undefined || !provider.has('issuer-uri'))
    takeKnownProvider(candidate, providerId, `provider ${providerId}`)
  for (const [name, value] of provider ?? []) {
    if (name === 'issuer-uri') candidate.issuer(from(name), value)
    else if (name === 'authorization-uri') candidate.endpoint(from(name), 'authorization_endpoint', value)
    else if (name === 'token-uri') candidate.endpoint(from(name), 'token_endpoint', value)
    else if (name === 'jwk-set-uri') candidate.endpoint(from(name), 'jwks_uri', value)
    else if (name === 'user-info-uri') candidate.endpoint(from(name), 'userinfo_endpoint', value)
    else
      candidate.leave(from(name).slice(0, 100), 'which claim your app reads is no matter of getting a token')
  }
  return candidate
}

/** `${NAME:default}` is `{{NAME}}`, with the default as its value. */
function withPlaceholders(text: string, variables: Map<string, SourceVariable>): string {
  return text.replace(/\$\{([A-Za-z_][\w.-]{0,63})(?::([^${}]*))?\}/g, (_, name: string, value?: string) => {
    if (value !== undefined && value !== '') variables.set(name, { name, value, secret: isSecretName(name) })
    return `{{${name}}}`
  })
}
