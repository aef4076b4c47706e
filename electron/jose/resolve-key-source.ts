import { AppError } from '../../shared/error.ts'
import type { MetadataFacts } from '../../shared/lint/lint-context.ts'
import { codeOfError } from '../../shared/verdict/code-of-error.ts'
import type { KeySource, NetworkRequest } from '../../shared/verdict/verification.ts'
import type { FetchLike } from '../net/limited-fetch.ts'
import { discoverIssuer } from './discover-issuer.ts'
import { fetchJson } from './fetch-json.ts'
import { parseFetchableUrl } from './fetchable-url.ts'
import type { FetchedKeySet, KeptKeySets } from './kept-key-sets.ts'
import { metadataFacts } from './metadata-facts.ts'
import type { Finding, KeyMaterial } from './verify-job.ts'

export type ResolvedSource = {
  /** Null where there is no key: none was asked for, or `finding` says why it could not be had. */
  readonly material: KeyMaterial | null
  /** The rung "key": where the key comes from and who vouches for that. */
  readonly finding: Finding
  readonly requests: readonly NetworkRequest[]
  /** The keys are those of an earlier request, so what fails with them is tried with new ones. */
  readonly kept?: true
  /** What the issuer says of itself, also where its keys could not be had; not trusted beyond belonging to it. */
  readonly metadata?: MetadataFacts
}

/** The text of a key kept in the vault: a JWK. Rejects with AppError where there is none or the vault is closed. */
export type VaultKey = (keyId: string) => Promise<{ readonly text: string; readonly name: string }>

export type ResolveOptions = {
  readonly fetch: FetchLike
  readonly signal?: AbortSignal | undefined
  readonly vaultKey?: VaultKey | undefined
  /** Key sets fetched a moment ago; absent where each verification asks for itself. */
  readonly keySets?: KeptKeySets | undefined
  /** Asks again for a key set that is kept. */
  readonly fresh?: boolean
}

/** Gets key text from its source; only discovery and a JWKS URL reach the network. Throws AppError ERR_CANCELLED only, with the number of `requests` made. */
export async function resolveKeySource(source: KeySource, options: ResolveOptions): Promise<ResolvedSource> {
  const requests: NetworkRequest[] = []
  let metadata: MetadataFacts | undefined
  const recording: Recording = {
    ...options,
    onRequest: (request) => requests.push(request),
    onMetadata: (facts) => {
      metadata = facts
    },
  }
  const learned = () => (metadata === undefined ? {} : { metadata })
  try {
    return { ...(await resolveFrom(source, recording)), ...learned(), requests }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'ERR_CANCELLED') throw cancelledAfter(requests.length)
    const { found } = error.details
    if (error.code === 'ERR_METADATA_ISSUER' && typeof found === 'string')
      metadata = { issuer: found.slice(0, 2048), refused: true }
    return { material: null, finding: toFinding(error, source), ...learned(), requests }
  }
}

/** What was sent stays sent, also where its answer is no longer wanted. */
export function cancelledAfter(requests: number): AppError {
  return new AppError('ERR_CANCELLED', 'the verification was cancelled', { details: { requests } })
}

type Resolved = Omit<ResolvedSource, 'requests'>
type Recording = ResolveOptions & {
  readonly onRequest: (request: NetworkRequest) => void
  readonly onMetadata: (facts: MetadataFacts) => void
}

async function resolveFrom(source: KeySource, options: Recording): Promise<Resolved> {
  switch (source.kind) {
    case 'none':
      return {
        material: null,
        finding: { status: 'not_checked', code: 'NOT_VERIFIED', note: 'No key was chosen.' },
      }
    case 'key':
      return {
        material: {
          kind: 'key',
          text: source.text,
          ...(source.passphrase === undefined ? {} : { passphrase: source.passphrase }),
          provenance: 'pasted',
        },
        finding: {
          status: 'pass',
          found: 'a key you gave',
          note: 'You vouch for this key; nothing here ties it to the issuer.',
        },
      }
    case 'secret':
      return {
        material: { kind: 'secret', text: source.text, encoding: source.encoding },
        finding: {
          status: 'pass',
          found: 'a shared secret you gave',
          note: 'You vouch for this secret; whoever else knows it can sign tokens too.',
        },
      }
    case 'vault':
      return resolveVaultKey(source.keyId, options)
    case 'jwks_url':
      return resolveJwksUrl(source.url, options)
    case 'discovery':
      return resolveDiscovery(source.issuer, options)
  }
}

async function resolveVaultKey(keyId: string, { vaultKey }: Recording): Promise<Resolved> {
  if (!vaultKey) throw new AppError('ERR_VAULT_UNAVAILABLE', 'there is no vault here')
  const { text, name } = await vaultKey(keyId)
  return {
    material: { kind: 'key', text, provenance: 'vault' },
    finding: {
      status: 'pass',
      found: `your key “${name}”`,
      note: 'You vouch for this key; nothing here ties it to the issuer.',
    },
  }
}

async function resolveJwksUrl(address: string, options: Recording): Promise<Resolved> {
  const url = parseFetchableUrl(address)
  const { text, note, kept } = await fetchKeySet(url, options)
  return {
    ...(kept ? { kept } : {}),
    material: { kind: 'key', text, provenance: 'jwks_url' },
    finding: {
      status: 'pass',
      found: url.href,
      note: ['You chose this address; nothing here ties it to the issuer that the token names.', note ?? '']
        .join(' ')
        .trim(),
    },
  }
}

function fetchKeySet(url: URL, options: Recording): Promise<FetchedKeySet> {
  return options.keySets?.fetch(url, options, options.fresh) ?? fetchJson(url, options)
}

async function resolveDiscovery(issuer: string, options: Recording): Promise<Resolved> {
  const { metadata, url, form } = await discoverIssuer(issuer, options)
  options.onMetadata(metadataFacts(metadata))
  if (metadata.jwks_uri === undefined) {
    throw new AppError('ERR_METADATA', 'the metadata names no jwks_uri, so there are no keys to fetch')
  }
  const keysUrl = new URL(metadata.jwks_uri)
  const { text, note: age, kept } = await fetchKeySet(keysUrl, options)
  const elsewhere =
    keysUrl.host === new URL(url).host ? '' : `The issuer keeps its keys at another host, ${keysUrl.host}.`
  const notes = [
    elsewhere,
    form === 'oauth' ? 'Found by RFC 8414; there is no OpenID configuration.' : '',
    age ?? '',
  ]
  const note = notes.filter((text) => text).join(' ')
  return {
    ...(kept ? { kept } : {}),
    material: { kind: 'key', text, provenance: 'issuer_metadata' },
    finding: {
      status: 'pass',
      expected: `keys of ${issuer}`,
      found: keysUrl.href,
      ...(note ? { note } : {}),
      spec: form === 'openid' ? 'OIDC Discovery §4.3' : 'RFC 8414 §3.3',
    },
  }
}

/** That keys could not be had proves nothing against the token; that they belong to another issuer does. */
function toFinding(error: AppError, source: KeySource): Finding {
  const code = codeOfError(error.code)
  const expected = source.kind === 'discovery' ? { expected: source.issuer } : {}
  if (code === 'METADATA_ISSUER') {
    return {
      status: 'fail',
      code,
      ...expected,
      found: String(error.details.found ?? ''),
      spec: 'OIDC Discovery §4.3',
    }
  }
  return { status: 'not_checked', code, ...expected, found: error.message }
}
