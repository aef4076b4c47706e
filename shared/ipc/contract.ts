import { z } from 'zod'
import { type EncryptResult, encryptRequest } from '../build/encrypt-request.ts'
import { type SigningKeyAnswer, type SignResult, signingKey, signRequest } from '../build/sign-request.ts'
import type { KeyDescription, KeyReading, KeySetReport, WhichKey } from '../key/key-description.ts'
import { privateForm } from '../key/key-form.ts'
import { keyImport, keyName, keyNote, keyRecord } from '../key/key-record.ts'
import { keySpec } from '../key/key-type.ts'
import type { CertificateFacts, KeySourceFacts } from '../lint/lint-context.ts'
import type { WeakSecretAnswer } from '../lint/weak-secret.ts'
import type { NegativeSet } from '../negative/negative-token.ts'
import { type SendAnswer, type SendOutcome, sendRequest } from '../negative/send-request.ts'
import { apiRequest } from '../oauth/api-request.ts'
import { runChange } from '../oauth/find-remedies.ts'
import type { FoundIssuers } from '../oauth/found-issuers.ts'
import { type KeptRuns, type KeptRunsChange, keptRunLimit, runsToClear } from '../oauth/kept-runs.ts'
import type { RegistrationOutcome } from '../oauth/registration-outcome.ts'
import type { Exchange, Run } from '../oauth/run.ts'
import { passphraseLength } from '../passphrase.ts'
import { browserNames } from '../profile/browser-choice.ts'
import type { ClientKeys } from '../profile/client-metadata.ts'
import { endpoints } from '../profile/endpoints.ts'
import { minPassphraseLength } from '../profile/export/passphrase-length.ts'
import { flowSettings } from '../profile/flow-settings.ts'
import type { ImportPreview } from '../profile/import/import-preview.ts'
import { enteredDraft, metadataSnapshot, profile } from '../profile/profile.ts'
import { keptSecretKey, variantChoice } from '../profile/variant.ts'
import { providerStatus } from '../provider-status.ts'
import { type Session, sessionTokenKind } from '../session/session.ts'
import { vaultStatus } from '../vault-status.ts'
import {
  keySource,
  type VerifyResult,
  validationContext,
  validationProfile,
  verifyRequest,
} from '../verdict/verification.ts'
import { whatIfCaseIds } from '../what-if/what-if-case.ts'
import type { WhatIfOutcome, WhatIfProgress } from '../what-if/what-if-result.ts'

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
  as: validationProfile.optional(),
  context: validationContext.optional(),
})

/** `untrusted`: the one that a refused refresh brought, not the accepted one beside it. */
const receivedToken = z.strictObject({
  runId: id,
  kind: z.enum(['id_token', 'access_token', 'refresh_token']),
  untrusted: z.boolean().optional(),
})

const [, , , localKey, localSecret, localVaultKey] = keySource.options // those that need no network

/** Never its key. */
const loopbackCertificate = z.strictObject({
  /** PEM. */
  certificate: z.string(),
  /** SHA-256, as browsers show it. */
  fingerprint: z.string(),
  /** Unix milliseconds. */
  expiresAt: z.number(),
  /** In the vault; otherwise another one is made when the app starts again. */
  isKept: z.boolean(),
})

const typedSecret = z.string().min(1).max(100_000).optional()
const clientMetadata = z.string().max(200_000)
const keyText = z.string().min(1).max(1_000_000)
const passphrase = z.string().min(1).max(10_000)

const typedPassphrase = z.string().min(1).max(passphraseLength.most)
const newPassphrase = z.string().min(passphraseLength.least).max(passphraseLength.most)
/** 0: never because nobody touches the machine. */
const vaultSettings = z.strictObject({ lockAfterMinutes: z.int().min(0).max(1440) })

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
  /** Asks the person where to save a text; the window never learns the path. False where they changed their mind. */
  'files.save': {
    input: z.strictObject({
      suggestedName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/),
      text: z.string().max(200_000_000),
    }),
    output: z.strictObject({ saved: z.boolean() }),
  },
  'clipboard.write': {
    /** `secret`: taken away again after half a minute, at lock and at quit, while it is still there. */
    input: z.strictObject({ text: z.string().max(10_000_000), secret: z.boolean().optional() }),
    output: done,
  },

  'tokens.verify': {
    input: z.strictObject({ requestId: id, request: verifyRequest }),
    output: built<VerifyResult>(),
  },
  'tokens.cancel': { input: z.strictObject({ requestId: id }), output: done },
  /** Signs exactly the texts given. A private key goes in with the call and never comes back. */
  'tokens.sign': { input: signRequest, output: built<SignResult>() },
  /** What a key can sign with, so that a form can offer it; nothing private is in the answer. */
  'tokens.signingKey': {
    input: z.strictObject({ key: signingKey }),
    output: built<SigningKeyAnswer>(),
  },
  /** Encrypts a token to one key. */
  'tokens.encrypt': { input: encryptRequest, output: built<EncryptResult>() },

  /** What the lint rules may know of a key, never the key; nothing is fetched. */
  'lint.keyFacts': {
    input: z.strictObject({
      token: z.string().max(1_000_000),
      source: z.discriminatedUnion('kind', [localKey, localSecret, localVaultKey]),
    }),
    output: built<KeySourceFacts>(),
  },
  /** What the certificates in the token's own headers say; read, not trusted, and nothing is fetched. */
  'lint.certificates': {
    input: z.strictObject({ token: z.string().max(1_000_000) }),
    output: built<readonly CertificateFacts[]>(),
  },
  /** Tries a stretch of the list of common secrets on a token with an HMAC. */
  'lint.trySecrets': {
    input: z.strictObject({
      token: z.string().max(1_000_000),
      from: z.int().min(0).max(10_000_000),
      count: z.int().min(1).max(50_000),
    }),
    output: built<WeakSecretAnswer>(),
  },
  /** The secret that was found; refused for any other place in the list. */
  'lint.revealSecret': {
    input: z.strictObject({ token: z.string().max(1_000_000), index: z.int().min(0).max(10_000_000) }),
    output: z.strictObject({ secret: z.string(), encoding: z.enum(['utf8', 'base64', 'hex']) }),
  },

  /** Faulty tokens out of a good one; the key goes in once and comes back in no form. */
  'negative.make': {
    input: z.strictObject({ token: z.string().min(1).max(200_000), key: signingKey }),
    output: built<NegativeSet>(),
  },
  /** Sends them at an endpoint, after the person confirmed the host in a dialog of the main process. */
  'negative.send': {
    input: z.strictObject({ requestId: id, request: sendRequest }),
    output: built<SendOutcome>(),
  },

  /** Tries what should not work at the profile's provider, after the person confirmed the host in a dialog of the main process. */
  'whatIf.run': {
    input: z.strictObject({
      requestId: id,
      profileId: id,
      variant: variantChoice.optional(),
      cases: z.array(z.enum(whatIfCaseIds)).min(1).max(whatIfCaseIds.length),
    }),
    output: built<WhatIfOutcome>(),
  },
  /** Gives up on the case under way; the next one follows. */
  'whatIf.skip': { input: z.strictObject({ requestId: id }), output: z.void() },

  'profiles.list': { input: nothing, output: z.array(profile) },
  /** Without `id` a new profile is made. */
  'profiles.save': {
    input: z.strictObject({
      id: id.optional(),
      draft: enteredDraft,
      /** By `secretKey`: absent keeps a secret that is there, null removes it. */
      secrets: z.record(keptSecretKey, z.string().min(1).max(100_000).nullable()).optional(),
    }),
    output: profile,
  },
  'profiles.duplicate': { input: z.strictObject({ id }), output: profile },
  'profiles.delete': { input: z.strictObject({ id }), output: done },
  /** Undoes a delete, secret included, until the app quits. */
  'profiles.restore': { input: z.strictObject({ id }), output: profile },
  'profiles.revealSecret': {
    input: z.strictObject({ id, key: keptSecretKey }),
    output: z.strictObject({ secret: z.string() }),
  },
  /** Reads what other tools wrote, or an encrypted file with its passphrase; keeps nothing. No secret is in the answer. */
  'profiles.readImport': {
    input: z.strictObject({
      sources: z
        .array(z.strictObject({ name: z.string().max(1024).nullable(), text: z.string().max(30_000_000) }))
        .min(1)
        .max(20),
      passphrase: passphrase.optional(),
    }),
    output: built<ImportPreview>(),
  },
  /** Keeps the chosen profiles of a preview, all or none. */
  'profiles.acceptImport': {
    input: z.strictObject({ token: id, indexes: z.array(z.int().min(0).max(10_000)).min(1).max(10_000) }),
    output: z.array(profile),
  },
  'profiles.dropImport': { input: z.strictObject({ token: id }), output: done },
  /** Without a passphrase files without secrets, with one a single encrypted file; the person chooses where. */
  'profiles.export': {
    input: z.strictObject({
      ids: z.array(id).min(1).max(10_000),
      passphrase: z.string().min(minPassphraseLength).max(10_000).optional(),
    }),
    output: z.strictObject({
      saved: z.int(),
      /** What looks like a secret where none belongs, and was not written. */
      leftOut: z.array(z.string()),
      /** Files that are there already with another content, and were not replaced. */
      kept: z.array(z.string()),
    }),
  },
  'profiles.discover': {
    /** `id`: of the profile whose client certificate and proxy credentials are used; null: none. */
    input: z.strictObject({
      id: id.nullable(),
      variant: variantChoice.optional(),
      issuer: z.string().min(1).max(2048),
      allowHttp: z.boolean(),
      flow: flowSettings.pick({ ca_certificates: true, proxy: true }),
    }),
    output: metadataSnapshot,
  },

  'redirects.certificate': { input: nothing, output: loopbackCertificate },
  /** Another one in its place; what trusts the old one does not trust it. */
  'redirects.renewCertificate': { input: nothing, output: loopbackCertificate },
  /** Whether the system hands addresses of the app's own schemes to this app; it is registered for them now, if it can be. */
  'redirects.scheme': { input: nothing, output: z.strictObject({ isRegistered: z.boolean() }) },
  /** Those that are found on this machine. */
  'browsers.list': { input: nothing, output: z.array(z.enum(browserNames)) },
  /** Asks the host of an e-mail or other address where its people sign in (WebFinger). Called off by `tokens.cancel`. */
  'issuers.find': {
    input: z.strictObject({
      requestId: id,
      id: id.nullable(),
      variant: variantChoice.optional(),
      address: z.string().min(1).max(2048),
      flow: flowSettings.pick({ ca_certificates: true, proxy: true }),
    }),
    output: built<FoundIssuers>(),
  },
  /** The public halves of what the profile keeps, or of what is typed and not saved yet, for a registration. */
  'registration.keys': {
    input: z.strictObject({
      id: id.nullable(),
      variant: variantChoice.optional(),
      typed: z.strictObject({
        client_key: typedSecret,
        decryption_key: typedSecret,
        client_certificate: typedSecret,
      }),
    }),
    output: built<ClientKeys>(),
  },
  /** Where the client's registration is managed; the token stays in the vault. */
  'registration.kept': {
    input: z.strictObject({ id, variant: variantChoice.optional() }),
    output: z.strictObject({ uri: z.string(), clientId: z.string() }).nullable(),
  },
  /**
   * RFC 7591 and RFC 7592. A first registration goes to the issuer named here and its secrets wait for `adopt`; the
   * others go where the vault says, and what they bring replaces what is kept. Called off by `tokens.cancel`.
   */
  'registration.call': {
    input: z.strictObject({
      requestId: id,
      id: id.nullable(),
      variant: variantChoice.optional(),
      issuer: z.string().min(1).max(2048),
      allowHttp: z.boolean(),
      endpoints: endpoints.nullable(),
      flow: flowSettings.pick({ ca_certificates: true, proxy: true }),
      call: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('register'),
          metadata: clientMetadata,
          initialAccessToken: z.string().min(1).max(20_000).nullable(),
        }),
        z.strictObject({ kind: z.literal('update'), metadata: clientMetadata }),
        z.strictObject({ kind: z.enum(['read', 'delete']) }),
      ]),
    }),
    output: built<RegistrationOutcome>(),
  },
  /** Keeps the profile with the client that the answer brought, and its secrets in the vault, in one step. */
  'registration.adopt': {
    input: z.strictObject({
      requestId: id,
      id: id.nullable(),
      variant: variantChoice.optional(),
      draft: enteredDraft.extend({ client_id: z.string().max(1024) }),
      secrets: z.record(keptSecretKey, z.string().min(1).max(100_000).nullable()).optional(),
    }),
    output: profile,
  },
  /** Forgets an answer that nobody took. */
  'registration.drop': { input: z.strictObject({ requestId: id }), output: done },

  /** Never key material: of a private key only that there is one. */
  'keys.list': { input: nothing, output: z.array(keyRecord) },
  /** `keep`: false leaves it in memory until the app quits, or `keys.keep` seals it. */
  'keys.generate': {
    input: z.strictObject({ spec: keySpec, name: keyName, keep: z.boolean() }),
    output: keyRecord,
  },
  /** A key set gives several keys; one that is there already is not added again. ERR_PASSPHRASE where one is needed or the one given is wrong. */
  'keys.import': {
    input: z.strictObject({
      text: keyText,
      passphrase: passphrase.optional(),
      name: keyName,
      keep: z.boolean(),
    }),
    output: keyImport,
  },
  'keys.keep': { input: z.strictObject({ id }), output: keyRecord },
  'keys.change': {
    input: z.strictObject({ id, name: keyName.optional(), note: keyNote.optional() }),
    output: keyRecord,
  },
  'keys.delete': { input: z.strictObject({ id }), output: done },
  /** Undoes a delete, key material included, until the app quits. */
  'keys.restore': { input: z.strictObject({ id }), output: keyRecord },
  'keys.describe': { input: z.strictObject({ id }), output: built<KeyDescription>() },
  /** The private key or secret itself. `passphrase`: for the form `pkcs8_encrypted`. */
  'keys.reveal': {
    input: z.strictObject({ id, form: privateForm, passphrase: passphrase.optional() }),
    output: z.strictObject({ text: z.string() }),
  },
  /** Reads a key text without keeping it. */
  'keys.convert': {
    input: z.strictObject({ text: keyText, passphrase: passphrase.optional() }),
    output: built<KeyReading>(),
  },
  /** The private key of the text in another form, for the key at `index` of what `keys.convert` found. */
  'keys.convertPrivate': {
    input: z.strictObject({
      text: keyText,
      passphrase: passphrase.optional(),
      index: z.int().min(0).max(1000),
      form: privateForm,
      newPassphrase: passphrase.optional(),
    }),
    output: z.strictObject({ text: z.string() }),
  },
  'keys.checkSet': { input: z.strictObject({ text: keyText }), output: built<KeySetReport>() },
  /** Fetches this address, once. */
  'keys.checkSetAt': {
    input: z.strictObject({ url: z.string().min(1).max(2048) }),
    output: built<KeySetReport>(),
  },
  'keys.whichVerifies': {
    input: z.strictObject({ token: z.string().min(1).max(1_000_000) }),
    output: built<WhichKey>(),
  },

  'vault.status': { input: nothing, output: vaultStatus },
  /** Ends runs, drops the key and every secret in memory; the window starts afresh, locked. */
  'vault.lock': { input: nothing, output: vaultStatus },
  /** Without a passphrase the key store is asked. */
  'vault.unlock': { input: z.strictObject({ passphrase: typedPassphrase.optional() }), output: vaultStatus },
  /** `next`: the passphrase that alone opens the vault from now on; null: the key store does. */
  'vault.protect': {
    input: z.strictObject({ current: typedPassphrase.optional(), next: newPassphrase.nullable() }),
    output: vaultStatus,
  },
  /** A new data key, and everything sealed anew. */
  'vault.rotate': { input: z.strictObject({ current: typedPassphrase.optional() }), output: vaultStatus },
  /** To a file that the person chooses in a dialog of the main process. */
  'vault.backUp': {
    input: z.strictObject({ passphrase: newPassphrase }),
    output: z.strictObject({ saved: z.boolean() }),
  },
  'vault.restore': {
    input: z.strictObject({ passphrase: typedPassphrase }),
    output: z.strictObject({ restored: z.boolean(), status: vaultStatus }),
  },
  'vault.settings': { input: nothing, output: vaultSettings },
  'vault.setLockAfter': { input: vaultSettings, output: vaultSettings },

  'provider.status': { input: nothing, output: providerStatus },
  'provider.start': { input: nothing, output: providerStatus },
  'provider.stop': { input: nothing, output: providerStatus },

  'sessions.list': { input: nothing, output: z.array(built<Session>()) },
  'sessions.refresh': { input: z.strictObject({ id }), output: done },
  'sessions.setAutoRefresh': { input: z.strictObject({ id, on: z.boolean() }), output: done },
  'sessions.setKept': { input: z.strictObject({ id, kept: z.boolean() }), output: done },
  'sessions.revoke': { input: z.strictObject({ id }), output: done },
  'sessions.logout': { input: z.strictObject({ id }), output: done },
  'sessions.forget': { input: z.strictObject({ id }), output: done },
  /** Undoes a forget, until the app quits. */
  'sessions.restore': { input: z.strictObject({ id }), output: done },
  'sessions.token': { input: z.strictObject({ id, kind: sessionTokenKind }), output: expectedFromRun },
  /** Onto the clipboard; the window does not see it. */
  'sessions.copy': {
    input: z.strictObject({
      id,
      what: z.enum(['access_token', 'id_token', 'refresh_token', 'header', 'curl']),
    }),
    output: done,
  },

  'flows.list': { input: nothing, output: z.array(built<Run>()) },
  /** `change`: for this run only; the profile stays as it is. */
  'flows.start': {
    input: z.strictObject({
      profileId: id,
      variant: variantChoice.optional(),
      change: runChange.optional(),
    }),
    output: built<Run>(),
  },
  'flows.cancel': { input: z.strictObject({ runId: id }), output: done },
  'flows.openAgain': { input: z.strictObject({ runId: id }), output: done },
  /** Puts the authorization URL on the clipboard. */
  'flows.copyLink': { input: z.strictObject({ runId: id }), output: done },
  /** The address that the browser ended at; refused where it is not this run's answer. */
  'flows.paste': { input: z.strictObject({ runId: id, url: z.string().min(1).max(16_384) }), output: done },
  'flows.refresh': { input: z.strictObject({ runId: id }), output: done },
  'flows.userinfo': { input: z.strictObject({ runId: id }), output: done },
  'flows.logout': { input: z.strictObject({ runId: id }), output: done },
  /** Listens on loopback for the end of the run's session; port 0: any free one. */
  'flows.receiveLogouts': {
    input: z.strictObject({ runId: id, port: z.int().min(0).max(65_535) }),
    output: done,
  },
  'flows.stopReceiving': { input: z.strictObject({ runId: id }), output: done },
  /** The token goes to the address in the request; refused where it cannot be sent as entered. */
  'flows.callApi': { input: z.strictObject({ runId: id, request: apiRequest }), output: done },
  'flows.revoke': {
    input: z.strictObject({ runId: id, kind: z.enum(['access_token', 'refresh_token']) }),
    output: done,
  },
  'flows.introspect': {
    input: z.strictObject({ runId: id, kind: z.enum(['access_token', 'refresh_token']) }),
    output: done,
  },
  /** Hands over one received token, with what the run knows to expect of it. */
  'flows.token': {
    input: receivedToken,
    output: expectedFromRun,
  },
  /** One exchange as it travelled, with the client's own credentials hidden; only of a run whose tokens are still here. */
  'flows.original': {
    input: z.strictObject({ runId: id, step: id, place: z.int().min(0).max(10_000) }),
    output: built<Exchange>(),
  },
  'flows.copyToken': {
    input: receivedToken,
    output: done,
  },

  /** Lines only; a run is read when it is opened. */
  'runs.kept': { input: nothing, output: built<KeptRuns>() },
  'runs.read': { input: z.strictObject({ id }), output: built<Run>() },
  /** Of this session and kept; those under way stay. */
  'runs.clear': { input: runsToClear, output: done },
  /** Undoes the deletion of one run; its tokens do not come back. */
  'runs.restore': { input: z.strictObject({ id }), output: done },
  'runs.limit': { input: z.strictObject({ limit: keptRunLimit }), output: done },
} as const

/** What the main process tells the window. */
export const events = {
  'flows.changed': built<Run>(),
  'runs.changed': built<KeptRunsChange>(),
  'sessions.changed': z.array(built<Session>()),
  'negative.answered': built<{ readonly requestId: string; readonly answer: SendAnswer }>(),
  'whatIf.progressed': built<WhatIfProgress & { readonly requestId: string }>(),
  /** An address came from outside and was taken by no run. */
  'redirects.ignored': z.strictObject({ reason: z.string() }),
  'vault.changed': vaultStatus,
  'provider.changed': providerStatus,
  'profiles.changed': z.array(profile),
  'keys.changed': z.array(keyRecord),
  /** A menu item or shortcut. */
  'app.command': z.enum([
    'inspect',
    'build',
    'flows',
    'sessions',
    'profiles',
    'keys',
    'provider',
    'settings',
    'palette',
    'lock',
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
