import type { ComparableRun } from './comparable-run.ts'
import { splitHidden } from './hidden-text.ts'

/**
 * `hidden`: a secret in both, of the same length; whether it is the same nobody can tell, and nothing is claimed.
 * `fresh`: new in each run by its nature, such as a state.
 */
export type RowKind = 'same' | 'changed' | 'added' | 'removed' | 'hidden' | 'fresh'

/** One thing that both runs can have; null where one has none. */
export type ComparedRow = {
  readonly name: string
  readonly first: string | null
  readonly second: string | null
  readonly kind: RowKind
}

export type ComparedPart = {
  readonly id: 'settings' | 'steps' | 'exchanges' | 'checks' | 'tokens'
  readonly title: string
  readonly rows: readonly ComparedRow[]
}

export type RunComparison = {
  /** What differs most, in words. */
  readonly headline: string
  readonly parts: readonly ComparedPart[]
  /** Nothing differs but what is new in each run, as far as it can be told. */
  readonly isSame: boolean
}

/** Two runs, part by part. Neither is trusted; timing is shown and never counted as a difference. */
export function compareRuns(first: ComparableRun, second: ComparableRun): RunComparison {
  const part = (
    id: ComparedPart['id'],
    title: string,
    read: (run: ComparableRun) => ReadonlyMap<string, string>,
  ): ComparedPart => ({ id, title, rows: compareMaps(read(first), read(second)) })
  const parts = [
    part('settings', 'What was asked', settings),
    part('steps', 'Steps', steps),
    part('checks', 'Checks', checks),
    part('tokens', 'Tokens', tokens),
    part('exchanges', 'Requests and answers', exchanges),
  ]
  return {
    headline: headline(first, second, parts),
    parts,
    isSame: !parts.some(({ rows }) => rows.some(isDifference)),
  }
}

export function isDifference({ kind }: ComparedRow): boolean {
  return kind === 'changed' || kind === 'added' || kind === 'removed'
}

function compareMaps(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
): readonly ComparedRow[] {
  return [...new Set([...first.keys(), ...second.keys()])].map((name) => {
    const [one, other] = [first.get(name) ?? null, second.get(name) ?? null]
    return { name, first: one, second: other, kind: kindOf(name, one, other) }
  })
}

/** Parameters, members and headers that no two runs have in common. */
const freshNames = new Set([
  ...[
    'state',
    'nonce',
    'code',
    'code_challenge',
    'code_verifier',
    'request_uri',
    'request',
    'dpop',
    'dpop-nonce',
  ],
  ...[
    'access_token',
    'refresh_token',
    'id_token',
    'client_assertion',
    'device_code',
    'user_code',
    'auth_req_id',
  ],
  ...[
    'date',
    'age',
    'etag',
    'expires',
    'x-request-id',
    'content-length',
    'verification_uri_complete',
    'session_state',
  ],
])

function kindOf(name: string, first: string | null, second: string | null): RowKind {
  if (first === null) return 'added'
  if (second === null) return 'removed'
  const sent = / (?:query|body|header|answer) ([^ ]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const isHidden = [first, second].every((value) => splitHidden(value).some(({ hidden }) => hidden))
  if (first === second) return isHidden ? 'hidden' : 'same'
  return freshNames.has(sent) ? 'fresh' : 'changed'
}

function settings(run: ComparableRun): ReadonlyMap<string, string> {
  const asked = Object.entries(run.settings ?? {}).filter(([, value]) => !isEmpty(value))
  return new Map([
    ['issuer', run.issuer],
    ['client_id', run.client_id],
    ...(run.redirect_uri === null ? [] : [['redirect_uri', withoutPort(run.redirect_uri)] as const]),
    ...(run.scope === null || run.settings !== null ? [] : [['scope', run.scope] as const]),
    ...asked.map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
  ])
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** A free port is another one each time. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):\d+/, '$1')
}

function steps(run: ComparableRun): ReadonlyMap<string, string> {
  return new Map(numbered(run.steps).map(([name, { status }]) => [name, status]))
}

/** `poll`, `poll 2`: the same step may come more than once. */
function numbered<T extends { readonly id: string }>(all: readonly T[]): readonly (readonly [string, T])[] {
  const seen = new Map<string, number>()
  return all.map((each) => {
    const count = (seen.get(each.id) ?? 0) + 1
    seen.set(each.id, count)
    return [count === 1 ? each.id : `${each.id} ${count}`, each] as const
  })
}

function checks(run: ComparableRun): ReadonlyMap<string, string> {
  return new Map(
    numbered(run.checks).map(([name, { status, code }]) => [name, code ? `${status} ${code}` : status]),
  )
}

function tokens(run: ComparableRun): ReadonlyMap<string, string> {
  return new Map(
    numbered(run.received.map((each) => ({ ...each, id: each.kind }))).map(([name, { format, alg }]) => [
      name,
      alg === null ? format : `${format} ${alg}`,
    ]),
  )
}

function exchanges(run: ComparableRun): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  const put = (name: string, value: string) => {
    let free = name
    for (let count = 2; all.has(free); count += 1) free = `${name} (${count})`
    all.set(free, value)
  }
  for (const [step, { exchanges: made }] of numbered(run.steps)) {
    made.forEach(({ request, response }, place) => {
      const at = made.length === 1 ? step : `${step} ${place + 1}`
      const [address = '', query = ''] = request.url.split(/[?#](.*)/s)
      put(`${at} request`, `${request.method} ${withoutPort(address)}`)
      for (const [name, value] of new URLSearchParams(query))
        put(`${at} query ${name}`, redirect(name, value))
      for (const [name, value] of request.headers) put(`${at} header ${name.toLowerCase()}`, value)
      for (const [name, value] of bodyOf(request.body ?? '')) put(`${at} body ${name}`, redirect(name, value))
      if (response === null) return
      put(`${at} answer status`, String(response.status))
      for (const [name, value] of response.headers) put(`${at} answer header ${name.toLowerCase()}`, value)
      for (const [name, value] of bodyOf(response.body)) put(`${at} answer ${name}`, value)
    })
  }
  return all
}

function redirect(name: string, value: string): string {
  return name === 'redirect_uri' ? withoutPort(value) : value
}

/** Members of a JSON object, fields of a form, or the whole. */
function bodyOf(body: string): readonly (readonly [string, string])[] {
  if (body === '') return []
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).map(([name, item]) => [
        name,
        typeof item === 'string' ? item : JSON.stringify(item),
      ])
    }
  } catch {
    // No JSON: a form, or a text.
  }
  return /^[^\s<{]+=/.test(body) ? [...new URLSearchParams(body)] : [['text', body]]
}

const places: Readonly<Record<string, string>> = {
  discovery: 'at discovery',
  pushed_authorization: 'at the pushed request endpoint',
  authorize: 'at the authorization endpoint',
  sign_in: 'at the sign-in',
  callback: 'in the answer of the browser',
  device_authorization: 'at the device endpoint',
  backchannel_authentication: 'at the backchannel endpoint',
  poll: 'at the token endpoint',
  token: 'at the token endpoint',
  jwks: 'at the key set',
  validate: 'when its answer was checked',
}

/** Settings that go by another name among people. */
const names: Readonly<Record<string, string>> = {
  token_endpoint_auth_method: 'client authentication',
  client_id: 'client',
  grant_type: 'grant',
  redirect_uri: 'redirect URI',
}

const mostNamed = 4

function headline(first: ComparableRun, second: ComparableRun, parts: readonly ComparedPart[]): string {
  const differing = (id: ComparedPart['id']) =>
    (parts.find((part) => part.id === id)?.rows ?? []).filter(isDifference).map(({ name }) => name)
  const asked = differing('settings').map((name) => names[name] ?? name)
  const said = outcomes(first, second)
  if (asked.length > 0) return `${said} ${capital(differ(asked))}`
  const judged = differing('checks')
  if (judged.length > 0)
    return `${said} The same was asked; ${listed(judged)} ${judged.length === 1 ? 'has' : 'have'} another verdict.`
  const gone = differing('steps').map((name) => `the step ${name}`)
  // What a step that is missing would have sent differs by that.
  const others = gone.length > 0 ? gone : [...differing('tokens'), ...differing('exchanges')]
  if (others.length > 0) return `${said} The same was asked; ${differ(others)}`
  return `${said} Nothing differs but what is new in each run.`
}

function differ(all: readonly string[]): string {
  return `${listed(all)} ${all.length === 1 ? 'differs' : 'differ'}.`
}

function listed(all: readonly string[]): string {
  if (all.length > mostNamed)
    return `${all.slice(0, mostNamed).join(', ')} and ${all.length - mostNamed} more`
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((each) => each !== '').join(' and ')
}

function outcomes(first: ComparableRun, second: ComparableRun): string {
  if (first.code === 'OK' && second.code === 'OK') return 'Both were accepted.'
  if (first.code === 'OK') return `The second ${failed(second)}.`
  if (second.code === 'OK') return `The first ${failed(first)}, the second was accepted.`
  if (reason(first) === reason(second)) return `Both ended alike: ${reason(first)}.`
  return `The first ${failed(first)}, the second ${failed(second)}.`
}

function failed(run: ComparableRun): string {
  if (run.code === 'CANCELLED') return 'was cancelled'
  const step = run.steps.find(({ status }) => status === 'failed')
  const where = step === undefined ? '' : ` ${places[step.id] ?? `at ${step.id}`}`
  return `was refused${where}: ${reason(run)}`
}

/** The provider's own code where it gave one, for example `invalid_client`. */
function reason({ code, message, steps: all }: ComparableRun): string {
  if (code !== 'PROVIDER_ERROR') return code
  const body = all.find(({ status }) => status === 'failed')?.exchanges.at(-1)?.response?.body ?? ''
  const error = bodyOf(body).find(([name]) => name === 'error')?.[1]
  const named = error ?? /refused: ([a-z0-9_]{1,40})/i.exec(message)?.[1]
  return named !== undefined && /^[\w.-]{1,64}$/.test(named) ? named : code
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
