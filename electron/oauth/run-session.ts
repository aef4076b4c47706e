import type * as client from 'openid-client'
import type { JsonObject } from '../../shared/oauth/read-id-token.ts'
import type { Run, StepId, TokenKind } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { Discovery } from '../jose/discover-issuer.ts'
import type { Connect } from '../net/connection.ts'
import { type FetchLike, type FetchLimits, protocolLimits } from '../net/limited-fetch.ts'
import { type LoopbackCertificate, makeLoopbackCertificate } from '../net/loopback-certificate.ts'
import { connectionSettings } from './connection-settings.ts'
import { createConfiguration, keySetAddress } from './create-configuration.ts'
import { firstRun } from './first-run.ts'
import type { LogoutReceiver } from './logout/receive-logouts.ts'
import { openAnswer } from './open-answer.ts'
import type { Opening } from './open-token.ts'
import type { RawAnswer } from './raw-answer.ts'
import {
  createEvidenceNotes,
  createRepeatWatch,
  type EvidenceNotes,
  noteRedirect,
  type ProfileKnowledge,
  type RepeatWatch,
} from './run-evidence.ts'
import { createRunRecorder, type RunRecorder } from './run-recorder.ts'
import {
  createAddressRule,
  createBrowserRule,
  createWireTrace,
  type WireOutcome,
  wireLimits,
} from './wire-trace.ts'

export type ProviderMetadata = Discovery['metadata']

/** What holds for a request that does not go to the provider. */
export type StepTerms = {
  /** Of that request, as `URL.href` writes it; whatever goes elsewhere meanwhile is for the provider. */
  readonly url: string
  /** Throws AppError ERR_URL_REFUSED for an address that this step must not talk to. */
  readonly assertAllowed: (url: string) => void
  readonly isGood: (status: number) => boolean
}

/** What one run keeps to itself: configuration with the secret, token texts, answers as they came. */
export type RunSession = {
  readonly config: RunConfig
  readonly recorder: RunRecorder
  readonly controller: AbortController
  readonly now: () => number
  /** The recording fetch; every request of the run goes through it. */
  readonly wire: FetchLike
  /** A fetch to the provider that records into that step and leaves its end to others. */
  readonly traceInto: (stepKey: string) => FetchLike
  /** `x5t#S256` of the certificate that was offered to the server of this address (RFC 8705 §3.1); null: none. */
  readonly ownCertificate: (url: string) => string | null
  readonly assertAllowed: (url: string) => void
  /** The same for the address that the browser is sent to. */
  readonly assertOpenable: (url: string) => void
  /** Requests are recorded into this step until another is expected; key sets have a step of their own. */
  readonly expect: (stepKey: string, terms?: StepTerms) => void
  readonly expectedStep: () => StepId | undefined
  /** The last answer that came for the expected step, and the last key set. */
  readonly seen: () => RawAnswer | null
  readonly keySet: () => WireOutcome | null
  /** Keys may have been rotated since they were fetched; openid-client, too, asks for them again. */
  readonly forgetKeys: () => void
  /** Opens what is encrypted to this client in the last answer, which is from then on the opened one. */
  readonly open: () => Promise<RawAnswer | null>
  /** Of the last answer; null where nothing in it was encrypted. */
  readonly opening: () => Opening | null
  readonly tokens: Map<TokenKind, string>
  /** What good practice is judged by, noted before it is redacted. */
  readonly notes: EvidenceNotes
  readonly repeats: RepeatWatch
  /** Null where nothing but this run is known. */
  readonly knowledge: ProfileKnowledge | null
  /** What the last refused refresh brought; only ever shown. */
  readonly untrustedTokens: Map<TokenKind, string>
  /** Set once discovery is done. */
  provider: { readonly metadata: ProviderMetadata; readonly configuration: client.Configuration } | null
  /** Set with the provider where tokens are to be bound to a key (RFC 9449). */
  dpop: client.DPoPHandle | null
  authorizationUrl: string | null
  /** Shown where the redirect URI is https on this machine. */
  readonly certificate: () => Promise<LoopbackCertificate>
  /** Set while the run waits for a callback: takes the address that a person pastes. */
  offer: ((text: string) => Promise<void>) | null
  /** Set while a follow-up waits for the browser: gives it up. */
  leave: (() => void) | null
  /** Set while the end of the session is listened for. */
  receiver: LogoutReceiver | null
  nonce: string | null
  /** Claims of the ID token whose signature was proved; null until then. */
  claims: JsonObject | null
}

export type SessionDeps = {
  /** Throws AppError ERR_INPUT where a certificate or an authority cannot be read. */
  readonly connect: Connect
  readonly now: () => number
  readonly onChange: (run: Run) => void
  readonly limits?: FetchLimits
  /** Default: nothing was sent before. */
  readonly repeats?: RepeatWatch
  readonly knowledge?: ProfileKnowledge
  /** For https redirect URIs on this machine. Default: one made for this run. */
  readonly certificate?: () => Promise<LoopbackCertificate>
}

export function createRunSession(id: string, config: RunConfig, deps: SessionDeps): RunSession {
  const { now, onChange, limits } = deps
  const connection = deps.connect(connectionSettings(config))
  const recorder = createRunRecorder(firstRun(id, config, now()), { now, onChange })
  const controller = new AbortController()
  const assertAllowed = createAddressRule(config.issuer, config.allowHttp)
  const providerTerms: Omit<StepTerms, 'url'> = {
    assertAllowed,
    isGood: (status) => [200, 201, 204].includes(status),
  }
  let expected = ''
  let terms: StepTerms | null = null
  const termsOf = (url: string) => (terms?.url === url ? terms : providerTerms)
  let seen: RawAnswer | null = null
  let opening: Opening | null = null
  let keySet: WireOutcome | null = null

  for (const secret of secretsOf(config)) recorder.redactor.add(secret)
  for (const secret of credentialsOf(config)) recorder.credentials.add(secret)
  const tokens = new Map<TokenKind, string>()
  const notes = createEvidenceNotes(tokens)

  const session: RunSession = {
    config,
    recorder,
    controller,
    now,
    assertAllowed,
    assertOpenable: createBrowserRule(config.issuer),
    wire: createWireTrace({
      connection,
      now,
      signal: controller.signal,
      redactor: recorder.redactor,
      credentials: recorder.credentials,
      assertAllowed: (url) => termsOf(url).assertAllowed(url),
      limits(url) {
        if (limits) return limits
        const isDocument = session.provider === null || url === keySetAddress(session)
        return isDocument ? protocolLimits : wireLimits
      },
      open(url) {
        notes.address(url, `The request to ${URL.canParse(url) ? new URL(url).pathname : 'an address'}`)
        const { isGood } = termsOf(url)
        const isKeySet = url === keySetAddress(session) && terms?.url !== url
        const key = isKeySet ? recorder.begin('jwks', 'claimscope', 'provider') : expected
        return (exchange, outcome, original) => {
          const { answer } = outcome
          recorder.addExchange(key, exchange, original)
          if (answer !== null) noteRedirect(notes, exchange.request.method, answer)
          if (outcome.answer === null && outcome.again) return
          if (isKeySet) keySet = outcome
          else seen = answer
          // These end when they have what they are for, not with their first answer.
          if (['discovery', 'poll'].includes(stepOf(recorder.run(), key) ?? '')) return
          // The same request follows at once, with the nonce in its proof (RFC 9449 §8).
          if (isNonceDemand(answer) && exchangesOf(recorder.run(), key) === 1) return
          const ok = answer !== null && isGood(answer.status)
          const note =
            answer === null ? 'no answer' : `${answer.status} · ${Math.round(exchange.durationMs)} ms`
          recorder.end(key, { status: ok ? 'done' : 'failed', note })
        }
      },
    }),
    traceInto: (stepKey) =>
      createWireTrace({
        connection,
        now,
        signal: controller.signal,
        redactor: recorder.redactor,
        credentials: recorder.credentials,
        assertAllowed,
        limits: () => limits ?? protocolLimits,
        open: () => (exchange, _, original) => recorder.addExchange(stepKey, exchange, original),
      }),
    ownCertificate: (url) => connection.peer(url)?.own ?? null,
    expect(stepKey, stepTerms) {
      expected = stepKey
      terms = stepTerms ?? null
      seen = null
      opening = null
    },
    expectedStep: () => stepOf(recorder.run(), expected),
    seen: () => seen,
    keySet: () => keySet,
    forgetKeys() {
      keySet = null
      if (session.provider === null) return
      const { metadata } = session.provider
      session.provider = { metadata, configuration: createConfiguration(session, metadata) }
    },
    async open() {
      const opened = seen === null ? null : await openAnswer(session, seen)
      if (opened === null) return null
      seen = opened.answer
      opening = opened.opening
      return opening.status === 'opened' ? seen : null
    },
    opening: () => opening,
    tokens,
    notes,
    repeats: deps.repeats ?? createRepeatWatch(),
    knowledge: deps.knowledge ?? null,
    untrustedTokens: new Map(),
    provider: null,
    dpop: null,
    authorizationUrl: null,
    certificate: deps.certificate ?? makeLoopbackCertificate,
    offer: null,
    leave: null,
    receiver: null,
    nonce: null,
    claims: null,
  }
  return session
}

function secretsOf({ client_id, secrets }: RunConfig): readonly string[] {
  const { client_secret } = secrets
  // In the spelling that is really sent it is learned at sending; a server may also put it together anew.
  const basic = client_secret ? [Buffer.from(`${client_id}:${client_secret}`).toString('base64')] : []
  return [...Object.values(secrets).filter((secret) => secret !== ''), ...basic]
}

/** Without what is sent once and proves nothing afterwards: pasted tokens and assertions. */
function credentialsOf(config: RunConfig): readonly string[] {
  const {
    assertion: _,
    subject_token: __,
    actor_token: ___,
    refresh_token: ____,
    ...secrets
  } = config.secrets
  return secretsOf({ ...config, secrets })
}

function isNonceDemand(answer: RawAnswer | null): boolean {
  return answer !== null && answer.status >= 400 && answer.headers.has('dpop-nonce')
}

function exchangesOf(run: Run, key: string): number {
  return run.steps.find((step) => step.key === key)?.exchanges.length ?? 0
}

function stepOf(run: Run, key: string): StepId | undefined {
  return run.steps.find((step) => step.key === key)?.id
}
