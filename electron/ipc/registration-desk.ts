import { AppError } from '../../shared/error.ts'
import type { CallInput } from '../../shared/ipc/contract.ts'
import { readClientMetadata } from '../../shared/oauth/client-metadata-text.ts'
import type { JsonObject } from '../../shared/oauth/read-id-token.ts'
import type { RegistrationOutcome } from '../../shared/oauth/registration-outcome.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { clientAuthMethod } from '../../shared/profile/client-auth-method.ts'
import type { ClientKeys } from '../../shared/profile/client-metadata.ts'
import { parseKeptRegistration } from '../../shared/profile/kept-registration.ts'
import { emptyDraft, type Profile, type ProfileDraft } from '../../shared/profile/profile.ts'
import type { Secrets } from '../../shared/profile/secret-name.ts'
import { noVariant, secretKey, type VariantChoice } from '../../shared/profile/variant.ts'
import type { Connect } from '../net/connection.ts'
import { problemOfError } from '../oauth/problem-of-error.ts'
import { callRegistration, type RegistrationCall } from '../oauth/register-client.ts'
import { registrationKeys } from '../oauth/registration-keys.ts'
import { createRunSession } from '../oauth/run-session.ts'
import type { ProfileDesk } from './profile-desk.ts'
import { type ReceivedRegistration, receivedRegistration, secretsOfAnswer } from './received-registration.ts'

/** Registering, and managing what was registered; the secrets of an answer stay here until they are in the vault. */
export type RegistrationDesk = {
  readonly keys: (input: CallInput<'registration.keys'>) => Promise<ClientKeys>
  /** Where the registration of this variant is managed, and of which client; null: none is kept. */
  readonly kept: (input: CallInput<'registration.kept'>) => { uri: string; clientId: string } | null
  readonly call: (input: CallInput<'registration.call'>, signal: AbortSignal) => Promise<RegistrationOutcome>
  /** Puts what an answer brought into the profile and the vault, in one step. Throws ERR_NOT_FOUND where it is gone. */
  readonly adopt: (input: CallInput<'registration.adopt'>) => Profile
  readonly drop: (requestId: string) => void
}

/** Answers that wait for the person; the oldest is forgotten first. */
const waitingAnswers = 20

export function createRegistrationDesk(deps: {
  readonly connect: Connect
  /** Unix milliseconds. */
  readonly now: () => number
  readonly profiles: ProfileDesk
}): RegistrationDesk {
  const { profiles } = deps
  const waiting = new Map<string, ReceivedRegistration>()

  const keptOf = (id: string, variant: VariantChoice) => {
    const text = profiles.secretsOf(id, variant).registration
    return text === undefined ? null : parseKeptRegistration(text)
  }

  return {
    keys: ({ id, variant = noVariant, typed }) =>
      registrationKeys({
        ...(id === null ? {} : profiles.secretsOf(id, variant)),
        ...withoutUndefined(typed),
      }),

    kept: ({ id, variant = noVariant }) => {
      const registration = keptOf(id, variant)
      if (registration === null) return null
      return { uri: registration.registration_client_uri, clientId: registration.client_id }
    },

    async call(input, signal) {
      const { requestId, call, variant = noVariant } = input
      const { config, made } =
        call.kind === 'register' ? first(input, call) : managed(call, input.id, variant)
      const session = createRunSession(requestId, config, {
        connect: deps.connect,
        now: deps.now,
        onChange: () => undefined,
      })
      if (made.kind !== 'register') session.recorder.redactor.add(made.token)
      const cancel = (): void => session.controller.abort()
      signal.addEventListener('abort', cancel, { once: true })
      if (signal.aborted) cancel()
      const problem = await callRegistration(session, made)
        .catch((error: unknown) => problemOfError(error))
        .finally(() => signal.removeEventListener('abort', cancel))
      if (problem !== null) session.recorder.failActive('failed')
      const received = problem === null && call.kind !== 'delete' ? receivedRegistration(session) : null
      if (problem === null && call.kind === 'delete' && input.id !== null) {
        profiles.changeSecrets(input.id, { [secretKey('registration', variant)]: null })
      }
      if (received !== null && call.kind === 'register') remember(waiting, requestId, received)
      // What a read or an update brings replaces what is kept at once: the old token may be of no use any more (RFC 7592 §2).
      if (received !== null && call.kind !== 'register' && input.id !== null) {
        profiles.changeSecrets(input.id, secretsOfAnswer(received, variant))
      }
      const { steps, checks } = session.recorder.run()
      return {
        kind: call.kind,
        issuer: config.issuer,
        problem,
        steps,
        checks,
        received: received && {
          clientId: received.clientId,
          metadata: received.metadata,
          secrets: [
            ...(received.clientSecret === null ? [] : (['client_secret'] as const)),
            ...(received.registration === null ? [] : (['registration'] as const)),
          ],
        },
      }
    },

    adopt({ requestId, id, draft, secrets, variant = noVariant }) {
      const received = waiting.get(requestId)
      if (!received) throw new AppError('ERR_NOT_FOUND', 'the answer is no longer there: register once more')
      const saved = profiles.save({
        ...(id === null ? {} : { id }),
        draft: withClient(draft, received, variant),
        secrets: {
          ...secrets,
          // A secret or a registration of the client before is none of this one's.
          [secretKey('client_secret', variant)]: null,
          [secretKey('registration', variant)]: null,
          ...secretsOfAnswer(received, variant),
        },
      })
      waiting.delete(requestId)
      return saved
    },

    drop: (requestId) => {
      waiting.delete(requestId)
    },
  }

  function first({ id, variant = noVariant, issuer, allowHttp, endpoints, flow }: Input, call: FirstCall) {
    const secrets = id === null ? {} : profiles.secretsOf(id, variant)
    return {
      config: configOf({ issuer, allowHttp, endpoints, flow, secrets }),
      made: {
        kind: 'register',
        metadata: readMetadata(call.metadata),
        initialAccessToken: call.initialAccessToken,
      } as const satisfies RegistrationCall,
    }
  }

  /** The address, the token and whom they belong to come from the vault, never from the window. */
  function managed(call: ManagedCall, id: string | null, variant: VariantChoice) {
    const registration = id === null ? null : keptOf(id, variant)
    if (id === null || registration === null) {
      throw new AppError('ERR_NOT_FOUND', 'this profile keeps no registration that could be managed')
    }
    const { issuer, allowHttp, endpoints = null, flow, secrets } = profiles.runConfig(id, variant)
    const there = { uri: registration.registration_client_uri, token: registration.registration_access_token }
    const { client_id } = registration
    const made: RegistrationCall =
      call.kind === 'update'
        ? { ...there, kind: 'update', metadata: { ...readMetadata(call.metadata), client_id } }
        : { ...there, kind: call.kind, clientId: client_id }
    return { config: configOf({ issuer, allowHttp, endpoints, flow, secrets }), made }
  }
}

type Input = CallInput<'registration.call'>
type FirstCall = Extract<Input['call'], { kind: 'register' }>
type ManagedCall = Exclude<Input['call'], { kind: 'register' }>

/** There is no client yet: only the connection is the profile's. */
function configOf(settings: {
  readonly issuer: string
  readonly allowHttp: boolean
  readonly endpoints: RunConfig['endpoints']
  readonly flow: Pick<RunConfig['flow'], 'ca_certificates' | 'proxy'>
  readonly secrets: Secrets
}): RunConfig {
  const { client_certificate, certificate_passphrase, proxy_credentials } = settings.secrets
  const { flow, redirect } = emptyDraft
  return {
    profileId: null,
    profileName: 'registration',
    issuer: settings.issuer,
    client_id: '',
    token_endpoint_auth_method: 'none',
    secrets: withoutUndefined({ client_certificate, certificate_passphrase, proxy_credentials }),
    scope: '',
    flow: { ...flow, ca_certificates: settings.flow.ca_certificates, proxy: settings.flow.proxy },
    redirect,
    parameters: [],
    allowHttp: settings.allowHttp,
    endpoints: settings.endpoints ?? null,
  }
}

function readMetadata(text: string): JsonObject {
  const read = readClientMetadata(text)
  if (read.kind === 'metadata') return read.metadata
  throw new AppError('ERR_INPUT', read.message, { details: { field: 'metadata' } })
}

/** The client's name, and how it proves who it is where the provider decided that otherwise (RFC 7591 §3.2.1). */
function withClient(
  draft: ProfileDraft,
  received: ReceivedRegistration,
  variant: VariantChoice,
): ProfileDraft {
  const method = clientAuthMethod.safeParse(received.authMethod).data
  const client = {
    client_id: received.clientId,
    ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
  }
  if (variant.client === null) return { ...draft, ...client }
  const clients = draft.clients.map((each) => (each.id === variant.client ? { ...each, ...client } : each))
  return { ...draft, clients }
}

function remember(
  waiting: Map<string, ReceivedRegistration>,
  id: string,
  received: ReceivedRegistration,
): void {
  const [oldest] = waiting.keys()
  if (waiting.size >= waitingAnswers && oldest !== undefined) waiting.delete(oldest)
  waiting.set(id, received)
}

function withoutUndefined(secrets: { readonly [N in keyof Secrets]?: string | undefined }): Secrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined)) as Secrets
}
