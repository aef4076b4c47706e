import { z } from 'zod'
import type { Run } from '../oauth/run.ts'
import { enteredDraft, metadataSnapshot, profile } from '../profile/profile.ts'
import { providerStatus } from '../provider-status.ts'
import { vaultStatus } from '../vault-status.ts'
import { type VerifyResult, verifyRequest } from '../verdict/verification.ts'

const id = z.string().min(1).max(64)
const nothing = z.undefined()
const done = z.void()
/** A value built by the main process: its type is checked by the compiler, its outer shape at the door. */
const built = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

const expectedFromRun = z.strictObject({
  token: z.string(),
  iss: z.string().optional(),
  aud: z.string().optional(),
  nonce: z.string().optional(),
})

/** `untrusted`: the one that a refused refresh brought, not the accepted one beside it. */
const receivedToken = z.strictObject({
  runId: id,
  kind: z.enum(['id_token', 'access_token', 'refresh_token']),
  untrusted: z.boolean().optional(),
})

/**
 * Every call the window may make: name → schema of the input and of the output. The name is the channel,
 * the method of the bridge and the handler at once, so a missing or wrong handler does not compile.
 */
export const calls = {
  'app.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      electron: z.string(),
      chrome: z.string(),
      node: z.string(),
      platform: z.string(),
      userData: z.string(),
    }),
  },
  /** Opens the page of a specification section by its label, for example `RFC 7519 §4.1.3`; never a URL. */
  'app.openSpec': { input: z.strictObject({ spec: z.string().max(100) }), output: done },
  'clipboard.write': { input: z.strictObject({ text: z.string().max(10_000_000) }), output: done },

  'tokens.verify': {
    input: z.strictObject({ requestId: id, request: verifyRequest }),
    output: built<VerifyResult>(),
  },
  'tokens.cancel': { input: z.strictObject({ requestId: id }), output: done },

  'profiles.list': { input: nothing, output: z.array(profile) },
  /** `secret`: absent keeps the one there is, null removes it. Without `id` a new profile is made. */
  'profiles.save': {
    input: z.strictObject({
      id: id.optional(),
      draft: enteredDraft,
      secret: z.string().min(1).max(10_000).nullable().optional(),
    }),
    output: profile,
  },
  'profiles.duplicate': { input: z.strictObject({ id }), output: profile },
  'profiles.delete': { input: z.strictObject({ id }), output: done },
  /** Undoes a delete, secret included, until the app quits. */
  'profiles.restore': { input: z.strictObject({ id }), output: profile },
  'profiles.revealSecret': { input: z.strictObject({ id }), output: z.strictObject({ secret: z.string() }) },
  'profiles.discover': {
    input: z.strictObject({ issuer: z.string().min(1).max(2048), allowHttp: z.boolean() }),
    output: metadataSnapshot,
  },

  'vault.status': { input: nothing, output: vaultStatus },

  'provider.status': { input: nothing, output: providerStatus },
  'provider.start': { input: nothing, output: providerStatus },
  'provider.stop': { input: nothing, output: providerStatus },

  'flows.list': { input: nothing, output: z.array(built<Run>()) },
  'flows.start': { input: z.strictObject({ profileId: id }), output: built<Run>() },
  'flows.cancel': { input: z.strictObject({ runId: id }), output: done },
  'flows.openAgain': { input: z.strictObject({ runId: id }), output: done },
  /** Puts the authorization URL on the clipboard. */
  'flows.copyLink': { input: z.strictObject({ runId: id }), output: done },
  'flows.refresh': { input: z.strictObject({ runId: id }), output: done },
  'flows.userinfo': { input: z.strictObject({ runId: id }), output: done },
  'flows.revoke': {
    input: z.strictObject({ runId: id, kind: z.enum(['access_token', 'refresh_token']) }),
    output: done,
  },
  /** Hands over one received token, with what the run knows to expect of it. */
  'flows.token': {
    input: receivedToken,
    output: expectedFromRun,
  },
  'flows.copyToken': {
    input: receivedToken,
    output: done,
  },
} as const

/** What the main process tells the window. */
export const events = {
  'flows.changed': built<Run>(),
  'vault.changed': vaultStatus,
  'provider.changed': providerStatus,
  'profiles.changed': z.array(profile),
  /** A menu item or shortcut. */
  'app.command': z.enum([
    'inspect',
    'build',
    'flows',
    'profiles',
    'keys',
    'provider',
    'settings',
    'palette',
    'new-profile',
    'run',
    'clear',
  ]),
} as const

export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>
export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>
