import type { VariantChoice } from '../profile/variant.ts'
import type { Check, VerdictCode } from '../verdict/check.ts'
import type { PracticeFinding } from './find-practices.ts'
import type { Remedy, RunChange } from './find-remedies.ts'
import type { PracticeGap } from './judge-evidence.ts'
import type { AskedSettings, VariantNames } from './run-config.ts'

/** Who talks to whom in the sequence diagram. */
export type Party = 'you' | 'browser' | 'claimscope' | 'provider' | 'api'

export type StepId =
  | 'discovery'
  | 'listen'
  | 'request_object'
  | 'pushed_authorization'
  | 'authorize'
  | 'device_authorization'
  | 'backchannel_authentication'
  | 'notification'
  | 'ignored_notification'
  | 'poll'
  | 'sign_in'
  | 'callback'
  | 'ignored_callback'
  | 'token'
  | 'jwks'
  | 'validate'
  | 'userinfo'
  | 'introspect'
  | 'refresh'
  | 'revoke'
  | 'api'
  | 'frontchannel_logout'
  | 'backchannel_logout'
  | 'registration'
  | 'logout'

export type HeaderPair = readonly [name: string, value: string]

/** A request as sent, with secrets replaced when it was recorded: `‹hidden, 43 characters›`. */
export type RecordedRequest = {
  readonly method: string
  readonly url: string
  readonly headers: readonly HeaderPair[]
  readonly body: string | null
}

export type RecordedResponse = {
  readonly status: number
  readonly headers: readonly HeaderPair[]
  /** Text, secrets replaced; at most 64 KiB of it. */
  readonly body: string
  /** Size of the whole body in bytes, as received. */
  readonly byteLength: number
  readonly truncated: boolean
}

/** What a TLS handshake told. The chain was verified: otherwise there is no exchange to show. */
export type TlsPeer = {
  /** For example `TLSv1.3`. */
  readonly protocol: string
  readonly cipher: string
  /** Common names, or organisations, of the server's certificate and of its issuer. */
  readonly subject: string
  readonly issuer: string
  /** Subject alternative names, as OpenSSL writes them. */
  readonly names: string
  /** Unix milliseconds. */
  readonly validTo: number
  /** Hex with colons. */
  readonly sha256: string
  /** `x5t#S256` of the certificate that this app offered (RFC 8705 §3.1); null: none. */
  readonly own: string | null
}

export type Exchange = {
  readonly request: RecordedRequest
  /** Null where no answer came. */
  readonly response: RecordedResponse | null
  readonly durationMs: number
  /** With whom it was, as the TLS handshake told; absent where there was none. */
  readonly peer?: TlsPeer
}

export type Step = {
  /** Unique within the run, in order of appearance. */
  readonly key: string
  readonly id: StepId
  readonly from: Party
  readonly to: Party
  readonly status: 'active' | 'done' | 'failed'
  /** Unix milliseconds. */
  readonly startedAt: number
  readonly durationMs: number | null
  /** A few words for the end of the line, for example `200 · state and iss match`. */
  readonly note: string
  /** Front-channel steps record their URL as a request without a response. */
  readonly exchanges: readonly Exchange[]
  /** The computation behind the step, as label and value: PKCE challenge from verifier length, at_hash and so on. */
  readonly facts: readonly (readonly [label: string, value: string])[]
}

/** What can be done with the tokens of a run. */
export type FollowUp = 'refresh' | 'userinfo' | 'revoke' | 'introspect' | 'logout' | 'api'

export type TokenKind = 'id_token' | 'access_token' | 'refresh_token'

/** A token that the run received, described; its text stays in the main process until it is asked for. */
export type ReceivedToken = {
  readonly kind: TokenKind
  readonly format: 'jwt' | 'opaque'
  readonly characters: number
  readonly alg: string | null
  /** Unix seconds, from `exp` or `expires_in`. */
  readonly expiresAt: number | null
  readonly revoked: boolean
  /** From a refused refresh: kept beside the accepted ones to be looked at, and never used. */
  readonly untrusted?: true
}

export type RunProblem = {
  readonly code: VerdictCode
  readonly message: string
  readonly advice?: string
  /** The provider's own error code, where it refused (RFC 6749 §4.1.2.1, §5.2). */
  readonly error?: string
  /** What was sent against what is announced, as far as it can be behind the refusal. */
  readonly differences?: readonly string[]
  /** What may be tried at once, the likeliest first. */
  readonly remedies?: readonly Remedy[]
}

/** What the person enters, and where: on this or any other device (RFC 8628 §3.3). */
export type DevicePrompt = {
  readonly userCode: string
  readonly verificationUri: string
  /** With the code in it, for a QR code; null where the provider gave none. */
  readonly completeUri: string | null
  /** Seconds between two polls, as it stands. */
  readonly interval: number
}

/** Whom the provider asks on a device of theirs, and what is shown there (CIBA Core §7.1). */
export type BackchannelPrompt = {
  /** Empty where another hint was sent. */
  readonly loginHint: string
  /** Empty where none was sent. */
  readonly bindingMessage: string
  /** Where the provider's call is awaited (ping mode); absent where none is. */
  readonly notificationEndpoint?: string
  /** Seconds between two polls, as it stands. */
  readonly interval: number
}

/** Where this run listens for the end of its session, as a provider would have it registered. */
export type LogoutAddresses = { readonly frontchannelUri: string; readonly backchannelUri: string }

/** One process, one tagged union. */
export type RunPhase =
  | { readonly kind: 'preparing' }
  /** The browser has the person; times in Unix milliseconds. */
  | {
      readonly kind: 'waiting'
      readonly since: number
      readonly deadline: number
      /** Absent where a browser on this machine was opened. */
      readonly device?: DevicePrompt
      /** Present where the provider asks the person on a device of theirs. */
      readonly backchannel?: BackchannelPrompt
    }
  | { readonly kind: 'exchanging' }
  | { readonly kind: 'done' }
  /** An answer came and was refused; what it held is kept for display, untrusted. */
  | { readonly kind: 'refused'; readonly problem: RunProblem }
  | { readonly kind: 'failed'; readonly problem: RunProblem }
  | { readonly kind: 'cancelled' }

export type Run = {
  readonly id: string
  readonly profileId: string | null
  readonly profileName: string
  /** Absent where the profile's own values were used. */
  readonly variant?: VariantChoice
  readonly variantNames?: VariantNames
  readonly issuer: string
  readonly clientId: string
  /** What this run does otherwise than its profile. */
  readonly change?: RunChange
  readonly redirectUri: string | null
  /** Absent in what was made before it was kept. */
  readonly asked?: AskedSettings
  /** Unix milliseconds. */
  readonly startedAt: number
  readonly endedAt: number | null
  readonly phase: RunPhase
  readonly steps: readonly Step[]
  readonly checks: readonly Check[]
  /** What RFC 9700 would do otherwise; none of it makes an answer untrustworthy. Null: not looked at yet. */
  readonly practices: readonly PracticeFinding[] | null
  /** Rules of RFC 9700 that this run could not be judged by, with the reason; absent in what was made before. */
  readonly practiceGaps?: readonly PracticeGap[]
  readonly tokens: readonly ReceivedToken[]
  /** The scope granted, as answered or (absent) as asked. */
  readonly scope: string | null
  /** Which follow-up actions the provider announces and the tokens allow. */
  readonly can: {
    readonly refresh: boolean
    readonly userinfo: boolean
    readonly revoke: boolean
    /** Absent where the provider announces no introspection endpoint. */
    readonly introspect?: true
    /** Absent where no ID token came, or the provider announces no end session endpoint. */
    readonly logout?: true
    /** Absent where no access token came. */
    readonly api?: true
  }
  /** A follow-up action (refresh, userinfo, revoke) under way. */
  readonly busy: FollowUp | null
  /** Absent or null where nothing listens. */
  readonly receiver?: LogoutAddresses | null
  /** The last follow-up's failure; cleared by the next one. */
  readonly actionProblem: RunProblem | null
}
