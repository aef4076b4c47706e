import { AppError } from '../../shared/error.ts'
import {
  type CallbackReading,
  type CallbackVerdict,
  judgeCallback,
  parseCallback,
  type ResponseMode,
  type SignedAnswer,
} from '../../shared/oauth/callback.ts'
import { problem } from '../../shared/oauth/explain-problem.ts'
import { plainText } from '../../shared/oauth/plain-text.ts'
import type { RecordedRequest, RunProblem } from '../../shared/oauth/run.ts'
import type { ResponseType } from '../../shared/profile/response-type.ts'
import {
  alreadyDonePage,
  answerPage,
  type CallbackPage,
  closedPage,
  duplicateStatePage,
  emptyPage,
  providerErrorPage,
  refusedPage,
  strangerPage,
} from './callback-page.ts'
import type { CallbackDecision } from './loopback-server.ts'
import { openCallback } from './open-callback.ts'
import type { Opening } from './open-token.ts'
import type { RunSession } from './run-session.ts'

/** Ignored attempts are shown, but not without end. */
const shownIgnored = 20

export type CallbackOutcome = {
  readonly reading: CallbackReading
  /** Null where the answer was not encrypted. */
  readonly opening: Opening | null
  readonly verdict: Exclude<CallbackVerdict, { kind: 'ignored' }>
}

export type CallbackWait = {
  /** For the loopback server: judges each callback as it comes in. */
  readonly decide: (query: string, via: ResponseMode) => Promise<CallbackDecision>
  /** Resolves with the answer, or null at the deadline; rejects with ERR_CANCELLED when the run is cancelled. */
  readonly outcome: (deadlineMs: number) => Promise<CallbackOutcome | null>
  /** For the loopback server: the redirect URI was called without any answer in it. */
  readonly onEmpty: () => void
  /** Whether that happened. */
  readonly cameEmpty: () => boolean
  /** The last ignored answer's reading; tells a deadline with a stranger from one without. */
  readonly stranger: () => CallbackReading | null
  /** Why the last encrypted answer could not be opened; null where none came. */
  readonly closed: () => string | null
}

export type CallbackExpected = {
  readonly state: string
  readonly issuer: string
  readonly issAnnounced: boolean
  readonly responseType: ResponseType
  readonly jarm: boolean
}

/** One run's wait for its callback. Before `begin` was given the redirect URI nothing can be recorded. */
export function createCallbackWait(
  session: RunSession,
  expected: CallbackExpected,
  redirectUri: () => string,
): CallbackWait {
  let resolve: (outcome: CallbackOutcome) => void = () => undefined
  const answered = new Promise<CallbackOutcome>((settle) => {
    resolve = settle
  })
  let stranger: CallbackReading | null = null
  let empty = false
  let closed: string | null = null
  let isOver = false
  let ignored = 0
  const recordIgnored = (query: string, via: ResponseMode, verdict: CallbackVerdict): void => {
    ignored++
    if (ignored <= shownIgnored) recordCallback(session, requestOf(redirectUri(), query, via), verdict)
  }
  const onEmpty = (query = '', via: ResponseMode = 'query'): void => {
    empty = true
    recordIgnored(query, via, { kind: 'ignored', reason: 'empty' })
  }

  return {
    async decide(query, via) {
      const { query: opened, opening } = await openCallback(session, query)
      // Another may have come while this one was opened.
      if (isOver) return { page: alreadyDonePage, final: true }
      const reading = parseCallback(opened, via, expected)
      const verdict = judgeCallback(reading, expected)
      if (opening?.status === 'closed' && verdict.kind === 'ignored') {
        closed = opening.reason
        showClosed(session, opening.reason)
        recordIgnored(query, via, { kind: 'ignored', reason: 'closed' })
        return { page: closedPage, final: false, reason: closedProblem(opening.reason).message }
      }
      if (verdict.kind === 'ignored') {
        if (verdict.reason === 'empty') {
          onEmpty(query, via)
          return { page: emptyPage, final: false }
        }
        stranger = reading
        recordIgnored(query, via, verdict)
        return {
          page: verdict.reason === 'state_twice' ? duplicateStatePage : strangerPage,
          final: false,
        }
      }
      for (const secret of [reading.code, reading.idToken, reading.accessToken]) {
        if (secret !== null) session.recorder.redactor.add(secret)
      }
      if (via !== 'form_post') session.notes.address(`${redirectUri()}?${query}`, 'The answer in the browser')
      recordCallback(session, requestOf(redirectUri(), query, via), verdict, {
        type: expected.responseType,
        signed: reading.signed,
      })
      isOver = true
      resolve({ reading, opening, verdict })
      return { page: pageFor(verdict, reading), final: true }
    },
    outcome(deadlineMs) {
      const { signal } = session.controller
      let stop = (): void => undefined
      const stopped = new Promise<null>((settle, reject) => {
        const timer = setTimeout(() => settle(null), deadlineMs)
        const cancel = (): void => reject(new AppError('ERR_CANCELLED', 'the run was cancelled'))
        if (signal.aborted) cancel()
        signal.addEventListener('abort', cancel, { once: true })
        stop = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', cancel)
        }
      })
      return Promise.race([answered, stopped]).finally(() => stop())
    },
    onEmpty: () => onEmpty(),
    cameEmpty: () => empty,
    stranger: () => stranger,
    closed: () => closed,
  }
}

/** Whose answer it is stands inside, so that the run goes on waiting; a person need not wait to learn why. */
function showClosed({ recorder }: RunSession, reason: string): void {
  if (recorder.run().phase.kind !== 'waiting') return
  recorder.update({ actionProblem: closedProblem(reason) })
}

export function closedProblem(reason: string): RunProblem {
  return problem(
    'ENCRYPTED',
    `An encrypted answer came and could not be opened: ${plainText(reason, 200)}.`,
    'Compare the decryption key and the encryption of signed answers in the profile with what is registered.',
  )
}

function recordCallback(
  session: RunSession,
  request: RecordedRequest,
  verdict: CallbackVerdict,
  { type, signed }: { readonly type: ResponseType; readonly signed: SignedAnswer | null } = {
    type: 'code',
    signed: null,
  },
): void {
  const { recorder } = session
  const ignored = verdict.kind === 'ignored'
  const key = recorder.begin(ignored ? 'ignored_callback' : 'callback', 'browser', 'claimscope')
  recorder.addRequest(key, request)
  // Known secrets in it, such as the code, are hidden there.
  if (signed !== null)
    recorder.addFact(
      key,
      'Signed answer',
      plainText(recorder.redactor.body(JSON.stringify(signed.claims)), 2000),
    )
  recorder.end(key, {
    status: verdict.kind === 'accepted' ? 'done' : 'failed',
    note: noteFor(verdict, type),
  })
}

/** The answer as a request to the redirect URI; what stands behind # is shown there, although the page handed it over. */
function requestOf(redirectUri: string, query: string, via: ResponseMode): RecordedRequest {
  if (via === 'form_post') {
    const headers = [['content-type', 'application/x-www-form-urlencoded']] as const
    return { method: 'POST', url: redirectUri, headers, body: query }
  }
  const url = query === '' ? redirectUri : `${redirectUri}?${query}`
  return { method: 'GET', url: via === 'fragment' ? url.replace('?', '#') : url, headers: [], body: null }
}

function noteFor(verdict: CallbackVerdict, type: ResponseType): string {
  switch (verdict.kind) {
    case 'accepted':
      return `${type.split(' ').join(', ')}, and the state of this run`
    case 'provider_error':
      return 'an error from the provider'
    case 'ignored':
      return `ignored: ${ignoredReasons[verdict.reason]}`
    case 'refused':
      return `refused: ${refusalReasons[verdict.reason]}`
  }
}

const ignoredReasons = {
  closed: 'encrypted, and it could not be opened',
  empty: 'no answer in it',
  state_wrong: 'another state',
  state_twice: 'state twice',
  state_missing: 'no state',
} as const

const refusalReasons = {
  duplicates: 'a parameter came twice',
  iss_wrong: 'iss names another provider',
  iss_missing: 'iss is missing although announced',
  unexpected: 'something in it that was not asked for',
  incomplete: 'not all of it came, and no error',
  not_signed: 'plain parameters, although a signed answer was asked for',
} as const

function pageFor(verdict: CallbackOutcome['verdict'], reading: CallbackReading): CallbackPage {
  switch (verdict.kind) {
    case 'accepted':
      return answerPage
    case 'provider_error':
      return providerErrorPage(reading.error ?? 'an error', reading.error_description)
    case 'refused':
      return refusedPage(`The answer cannot be used: ${refusalReasons[verdict.reason]}.`)
  }
}
