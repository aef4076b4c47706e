import { isSecretParameter } from '../../oauth/redact.ts'
import { reservedBackParameters, reservedParameters } from '../../oauth/run-config.ts'
import { type Endpoints, endpoints as endpointsSchema } from '../endpoints.ts'
import { type ExtraParameter, targetProblem } from '../extra-parameter.ts'
import { type FlowSettings, flowSettings } from '../flow-settings.ts'
import { issuerOfMetadataAddress } from '../issuer-of-metadata-address.ts'
import { emptyDraft, type ProfileDraft, profileDraft } from '../profile.ts'
import { hasFrontChannel } from '../runnable-grants.ts'
import type { SecretName } from '../secret-name.ts'
import { placeholdersIn } from '../variable.ts'
import { authMethodOf, grantOf } from './aliases.ts'
import { givenSecrets, secretFact } from './given-secrets.ts'
import { givenVariables, toFill } from './given-variables.ts'
import type { ImportedProfile, LeftOut, SourceEnvironment, SourceVariable, Understood } from './imported.ts'
import { issuerOfEndpoint } from './issuer-of-endpoint.ts'
import { textOf } from './json-value.ts'
import { readRedirect } from './read-redirect.ts'

/** More than anybody reads; a hostile text has more. */
const maxNotes = 200

type Field = 'name' | 'issuer' | 'client_id' | 'scope'

/**
 * A profile as it is put together from a source. Each call takes the source's own key and its value as it stands
 * there; what cannot be taken is noted with the reason, and nothing throws.
 */
export type Candidate = ReturnType<typeof startCandidate>

/** `name`: what it is called where the source gives no better name. */
export function startCandidate(name: string) {
  let draft: ProfileDraft = { ...emptyDraft, name: cut(name), scope: '' }
  const endpoints: Partial<Record<keyof Endpoints, string>> = {}
  let isDescribed = false
  const secrets: Partial<Record<SecretName, string>> = {}
  const understood: Understood[] = []
  const leftOut: LeftOut[] = []
  const placeholders: { readonly name: SecretName; readonly from: string }[] = []
  let method: ProfileDraft['token_endpoint_auth_method'] | null = null
  let implied: { readonly issuer: string; readonly by: string } | null = null

  const leave = (from: string, why: string) => {
    if (leftOut.length >= maxNotes) return
    if (!leftOut.some((each) => each.from === from && each.why === why)) leftOut.push({ from, why })
  }
  const note = (from: string, field: string, value: string) => understood.push({ from, field, value })
  /** The text of a value, or null where there is nothing to take; what is no text is noted. */
  const read = (from: string, value: unknown): string | null => {
    if (value === undefined || value === null || value === '') return null
    const text = textOf(value)
    if (text === null) leave(from, 'a word is expected here, and something else was found')
    return text === null || text.trim() === '' ? null : text.trim()
  }

  const field = (from: string, target: Field, value: unknown) => {
    const text = read(from, value)
    if (text === null) return
    const parsed = profileDraft.shape[target].safeParse(text)
    if (!parsed.success)
      return leave(from, `it does not fit ${target}: ${parsed.error.issues[0]?.message ?? ''}`)
    if (target === 'issuer' && isWithCredentials(parsed.data)) {
      return leave(from, 'an address with a password in it is not taken')
    }
    draft = { ...draft, [target]: parsed.data }
    note(from, target, parsed.data)
  }

  const flow = (from: string, change: Partial<FlowSettings>, field = Object.keys(change)[0] ?? '') => {
    const parsed = flowSettings.safeParse({ ...draft.flow, ...change })
    if (!parsed.success)
      return leave(from, `it does not fit ${field}: ${parsed.error.issues[0]?.message ?? ''}`)
    draft = { ...draft, flow: parsed.data }
    note(from, field, String(change[field as keyof FlowSettings] ?? ''))
  }

  const parameter = (from: string, name: string, value: unknown, target?: ExtraParameter['target']) => {
    const text = read(from, value)
    if (text === null || name === '') return
    const added: ExtraParameter = { name, value: text, ...(target ? { target } : {}) }
    const parsed = profileDraft.shape.parameters.safeParse([...draft.parameters, added])
    if (!parsed.success) return leave(from, 'it is longer than a parameter may be, or there are more than 50')
    const isHeader = target?.place === 'header'
    if (!isHeader && isSecretParameter(name))
      return leave(from, 'a secret is no parameter; it has a field of its own')
    const reserved = target ? [...reservedParameters, ...reservedBackParameters] : reservedParameters
    if (!isHeader && reserved.includes(name)) return leave(from, 'the run sets it itself')
    const problem = targetProblem(added)
    if (problem !== null) return leave(from, problem)
    draft = { ...draft, parameters: parsed.data }
    note(from, target ? `parameter of the ${target.request} request: ${name}` : `parameter: ${name}`, text)
  }

  return {
    leave,
    read,
    name: (from: string, value: unknown) =>
      field(from, 'name', typeof value === 'string' ? cut(value) : value),
    issuer: (from: string, value: unknown) => field(from, 'issuer', value),
    clientId: (from: string, value: unknown) => field(from, 'client_id', value),
    /** One text, or a list of scope values. */
    scope(from: string, value: unknown) {
      const words = Array.isArray(value)
        ? value
            .map(textOf)
            .filter((each) => each !== null)
            .join(' ')
        : value
      field(from, 'scope', typeof words === 'string' ? words.replace(/[\s,]+/g, ' ').trim() : words)
    },
    /** What stands after a `?` becomes parameters of that request. */
    endpoint(from: string, target: keyof Endpoints, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      const [address = '', query = ''] = text.split(/\?(.*)/s, 2)
      const parsed = endpointsSchema.shape[target].safeParse(address)
      if (!parsed.success || isWithCredentials(address)) {
        leave(from, 'an https or http address without fragment and password is expected here')
        return
      }
      endpoints[target] = address
      note(from, target, address)
      for (const [name, each] of new URLSearchParams(query)) {
        if (target === 'authorization_endpoint') parameter(`${from}: ${name.slice(0, 60)}`, name, each)
        else if (target === 'token_endpoint') {
          parameter(`${from}: ${name.slice(0, 60)}`, name, each, { request: 'token', place: 'query' })
        }
      }
    },
    /** The provider announces nothing: its endpoints are what there is. */
    describedByHand: () => {
      isDescribed = true
    },
    /** A metadata address; the issuer that it belongs to is taken. */
    metadataAddress(from: string, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      const issuer = issuerOfMetadataAddress(text)
      if (issuer === null) leave(from, 'it is no address of OpenID or OAuth metadata')
      else implied = { issuer, by: from }
    },
    redirect(from: string, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      const found = readRedirect(text)
      if ('why' in found) return leave(from, found.why)
      draft = { ...draft, redirect: found.redirect }
      note(from, 'redirect_uri', text)
    },
    /** Any tool's word for a grant. PKCE where the word says so. */
    grant(from: string, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      const grant = grantOf(text)
      if (grant === null) return leave(from, `there is no grant ${JSON.stringify(text.slice(0, 60))} here`)
      flow(from, { grant_type: grant })
    },
    /** Any tool's word for client authentication. */
    method(from: string, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      const found = authMethodOf(text)
      if (found === null)
        return leave(from, `there is no client authentication ${JSON.stringify(text.slice(0, 60))} here`)
      method = found
      note(from, 'token_endpoint_auth_method', found)
    },
    /** Null: the source does without. PKCE is used all the same (RFC 9700 §2.1.1); servers that do not know it ignore it. */
    pkce(from: string, value: 'S256' | 'plain' | null) {
      if (value === null)
        leave(from, 'PKCE is used all the same; the profile can do without it where a server refuses it')
      else flow(from, { code_challenge_method: value })
    },
    flow,
    parameter,
    /** `audience` and `resource` are parameters but in token exchange, where audience is a field. */
    audience(from: string, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      if (draft.flow.grant_type.endsWith(':token-exchange')) flow(from, { audience: [text] })
      else parameter(from, 'audience', text)
    },
    /** A secret; one that is only a placeholder is looked up among the variables at the end. */
    secret(from: string, target: SecretName, value: unknown) {
      const text = read(from, value)
      if (text === null) return
      if (text.length > 100_000) return leave(from, 'it is longer than a secret may be')
      const whole = /^\{\{\s*([^{}]+?)\s*\}\}$/.exec(text)
      if (whole) {
        placeholders.push({ name: target, from: whole[1] ?? '' })
        return
      }
      secrets[target] = text
      note(from, target, secretFact(text))
    },
    /** `known`: every value that the source gives for placeholders; what is used of them goes along. */
    finish(known: readonly SourceVariable[] = [], sets: readonly SourceEnvironment[] = []): ImportedProfile {
      const described = draft.issuer === '' ? guessIssuer() : isDescribed
      const asked = method ?? impliedMethod()
      draft = { ...draft, token_endpoint_auth_method: asked, endpoints: described ? endpointsTaken() : null }
      if (draft.scope === '' && implied !== null && hasFrontChannel(draft.flow.grant_type)) {
        draft = { ...draft, scope: 'openid' }
      }
      const used = placeholdersIn(JSON.stringify({ ...draft, name: '' }))
      draft = {
        ...draft,
        ...givenVariables(
          used,
          known,
          sets,
          placeholders.map(({ from }) => from),
        ),
      }
      const found = givenSecrets({ plain: secrets, placeholders }, draft.environments, known, sets)
      for (const { name, from } of placeholders) {
        const secret = found.secrets[name]
        if (secret !== undefined) note(`{{${from}}}`, name, secretFact(secret))
      }
      return {
        draft,
        secrets: found.secrets,
        understood,
        leftOut,
        toFill: [...toFill(draft, used), ...found.toFill, ...missingSecret(found.secrets)],
      }
    },
  }

  function endpointsTaken(): ProfileDraft['endpoints'] {
    return Object.keys(endpoints).length === 0 ? null : endpoints
  }

  function missingSecret(found: ImportedProfile['secrets']): ImportedProfile['toFill'] {
    const isMissing =
      draft.token_endpoint_auth_method.startsWith('client_secret') &&
      !placeholders.some(({ name }) => name === 'client_secret') &&
      !Object.keys(found).some((key) => key.startsWith('client_secret'))
    return isMissing ? [{ field: 'client_secret', why: 'the source has none' }] : []
  }

  /** True where the provider is better described by hand: nothing says that the issuer announces anything. */
  function guessIssuer(): boolean {
    if (implied !== null) {
      field(implied.by, 'issuer', implied.issuer)
      return false
    }
    const from = endpoints.authorization_endpoint ? 'authorization_endpoint' : 'token_endpoint'
    const guess = issuerOfEndpoint(endpoints[from] ?? '')
    if (guess === null) return true
    field(`told from the ${from}${guess.known ? `, as ${guess.known} has it` : ''}`, 'issuer', guess.issuer)
    return guess.known === null
  }

  /** RFC 7591 §2: a client that has a secret and says nothing else uses the header. */
  function impliedMethod(): ProfileDraft['token_endpoint_auth_method'] {
    const hasSecret =
      secrets.client_secret !== undefined || placeholders.some((each) => each.name === 'client_secret')
    if (hasSecret) return 'client_secret_basic'
    return draft.flow.grant_type === 'client_credentials' ? 'client_secret_basic' : 'none'
  }
}

/** `https://user:password@host`: the password would stand where addresses are shown. */
function isWithCredentials(address: string): boolean {
  return /^[a-z]+:\/\/[^/]*@/i.test(address)
}

/** Of a name: what is seen of it, at most 200 characters, never half of a surrogate pair. */
function cut(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return clean
    .slice(0, 200)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}
