import { type Candidate, startCandidate } from './candidate.ts'
import { collect, type Reading } from './collected.ts'
import type { Import } from './imported.ts'
import { type JsonObject, listOf, member, memberAt, objectOf, textAt, textOf } from './json-value.ts'
import { entraIssuer, takeKnownProvider } from './known-providers.ts'

const entraSections = ['AzureAd', 'AzureAD', 'EntraId', 'AzureAdB2C']
const oidcSections = ['OpenIdConnect', 'Oidc', 'OIDC', 'IdentityServer']

export function isAspNet(value: unknown): boolean {
  return sectionsOf(value).length > 0
}

/** `appsettings.json`: Microsoft.Identity.Web's AzureAd and ASP.NET Core's Authentication sections. */
export function readAspNet(value: unknown): Import {
  const found = sectionsOf(value).map(
    ({ name, section, kind }): Reading =>
      () => {
        const candidate = startCandidate(name.replaceAll(':', ' '))
        if (kind === 'entra') readEntra(candidate, name, section)
        else if (kind === 'known') takeKnownProvider(candidate, name.split(':').at(-1) ?? '', name)
        readSection(candidate, name, section)
        return candidate.finish()
      },
  )
  return collect('ASP.NET Core settings', found)
}

type Section = {
  readonly name: string
  readonly section: JsonObject
  readonly kind: 'entra' | 'oidc' | 'known'
}

function sectionsOf(value: unknown): readonly Section[] {
  const found: Section[] = []
  const add = (name: string, section: unknown, kind: Section['kind']) => {
    const object = objectOf(section)
    if (object && (textAt(object, 'ClientId') || textAt(object, 'Authority') || textAt(object, 'AppId'))) {
      found.push({ name, section: object, kind })
    }
  }
  for (const name of entraSections) add(name, member(value, name), 'entra')
  for (const name of oidcSections) add(name, member(value, name), 'oidc')
  const authentication = member(value, 'Authentication')
  for (const [name, section] of Object.entries(objectOf(memberAt(authentication, 'Schemes')) ?? {})) {
    add(`Authentication:Schemes:${name}`, section, 'oidc')
  }
  for (const [name, section] of Object.entries(objectOf(authentication) ?? {})) {
    if (name === 'Schemes') continue
    if (entraSections.includes(name)) add(`Authentication:${name}`, section, 'entra')
    else
      add(
        `Authentication:${name}`,
        section,
        /^(?:Google|Microsoft|Facebook|GitHub|Apple)$/i.test(name) ? 'known' : 'oidc',
      )
  }
  return found
}

function readEntra(candidate: Candidate, name: string, section: JsonObject): void {
  const instance = textOf(section.Instance) ?? 'https://login.microsoftonline.com/'
  const policy = textOf(section.SignUpSignInPolicyId)
  const tenant = policy === null ? textOf(section.TenantId) : textOf(section.Domain)
  if (tenant === null) candidate.leave(`${name}:TenantId`, 'it is not there, so that the issuer is not known')
  else if (policy !== null) {
    candidate.issuer(
      `${name}:SignUpSignInPolicyId`,
      `${instance.replace(/\/+$/, '')}/${tenant}/${policy}/v2.0`,
    )
  } else candidate.issuer(`${name}:TenantId`, entraIssuer(tenant, instance))
}

const silent = new Set([
  'Instance',
  'TenantId',
  'Domain',
  'SignUpSignInPolicyId',
  'EditProfilePolicyId',
  'ResetPasswordPolicyId',
])

function readSection(candidate: Candidate, section: string, settings: JsonObject): void {
  const type = (textOf(settings.ResponseType) ?? 'code').trim().split(/\s+/).sort().join(' ')
  candidate.grant('ResponseType', type.includes('code') ? 'authorization_code' : 'implicit')
  for (const [key, value] of Object.entries(settings)) {
    const from = `${section}:${key}`.slice(0, 100)
    switch (key) {
      case 'Authority':
        candidate.issuer(from, value)
        break
      case 'MetadataAddress':
        candidate.metadataAddress(from, value)
        break
      case 'ClientId':
      case 'AppId':
        candidate.clientId(from, value)
        break
      case 'ClientSecret':
      case 'AppSecret':
        candidate.secret(from, 'client_secret', value)
        break
      case 'ClientCredentials':
        for (const each of listOf(value)) {
          if (textAt(each, 'SourceType') === 'ClientSecret')
            candidate.secret(from, 'client_secret', member(each, 'ClientSecret'))
          else
            candidate.leave(from, 'a certificate or key of the machine is not taken; enter it in the profile')
        }
        break
      case 'ClientCertificates':
        if (listOf(value).length > 0)
          candidate.leave(from, 'a certificate of the machine is not taken; enter it in the profile')
        break
      case 'Scope':
      case 'Scopes':
        candidate.scope(from, value)
        break
      case 'ResponseType': {
        const known = [
          'code',
          'code id_token',
          'id_token',
          'id_token token',
          'code token',
          'code id_token token',
          'token',
        ] as const
        const found = known.find((each) => each.split(' ').sort().join(' ') === type)
        if (found) candidate.flow(from, { response_type: found })
        break
      }
      case 'ResponseMode':
        candidate.flow(from, { response_mode: value as never })
        break
      case 'UsePkce':
        candidate.pkce(from, value === false ? null : 'S256')
        break
      case 'Resource':
        candidate.parameter(from, 'resource', value)
        break
      case 'CallbackPath':
      case 'SignedOutCallbackPath':
        candidate.leave(
          from,
          'it is a path of your app; this app listens on loopback, at a redirect URI that you register',
        )
        break
      case 'RequireHttpsMetadata':
        if (value === false) candidate.leave(from, 'plain http is allowed by you, in the profile')
        break
      default:
        if (!silent.has(key) && value !== null && value !== '')
          candidate.leave(from, 'it is about your app, not about getting a token')
    }
  }
}
