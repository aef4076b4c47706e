import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import type { FlowFacts } from '../../../../shared/lint/lint-context.ts'
import { findToken } from '../../../../shared/token/find-token.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { ListBatch } from '../../../../shared/token/scan/list-tokens.ts'
import type {
  ValidationProfile,
  VerifyRequest,
  VerifyResult,
} from '../../../../shared/verdict/verification.ts'
import type { Beside, Handover } from '../../app-actions.ts'
import { settle } from '../../bridge.ts'
import { exampleToken } from './example-token.ts'
import {
  type ExpectForm,
  emptyExpect,
  emptyKey,
  type FormProblem,
  type KeyForm,
  parseAsOf,
  suggestKey,
} from './key-choice.ts'
import {
  emptyOpening,
  isActionable,
  type Opened,
  type OpeningForm,
  parseRequestForm,
  readOpened,
  shownReading,
} from './parts/opening.ts'
import { readTextFile } from './tokens/read-text-file.ts'
import {
  largeFrom,
  readInput,
  startLarge,
  type TokenInput,
  tooLong,
  withBatch,
  withSelected,
} from './tokens/token-input.ts'
import {
  type AsForm,
  type ContextForm,
  emptyAs,
  followReading,
  formOfHandover,
  parseAsForm,
} from './validate-as/as-form.ts'

/** Searches a large text elsewhere, and answers how to stop it. */
export type TextScanner = (
  text: string,
  on: {
    readonly batch: (batch: ListBatch) => void
    readonly done: () => void
    readonly failed: (message: string) => void
  },
) => () => void

/** One verification. A verdict belongs to exactly one token, key and set of expectations: any edit ends it. */
export type Verification =
  | { readonly kind: 'idle'; readonly cancelled: boolean }
  | { readonly kind: 'running'; readonly requestId: string; readonly request: VerifyRequest }
  | { readonly kind: 'done'; readonly request: VerifyRequest; readonly result: VerifyResult }
  | { readonly kind: 'failed'; readonly error: ErrorData }

/** What stood here before a token inside it was opened; going back puts it all back, without its verdict. */
export type TrailStep = {
  /** What it was, for a breadcrumb. */
  readonly title: string
  readonly before: TokenInput & Pick<InspectState, 'from' | 'key' | 'expect' | 'validate'>
}

export type InspectState = TokenInput & {
  /** The tokens around this one, the outermost first; empty where it was not opened from inside another. */
  readonly trail: readonly TrailStep[]
  /** Why a text or a file was not taken; the former input stays. */
  readonly refused: string | null
  /** Where the input came from, when it was handed over; null for pasted and typed text. */
  readonly from: string | null
  readonly key: KeyForm
  readonly expect: ExpectForm
  /** What the token is taken for, and what came with it. */
  readonly validate: AsForm
  readonly opening: OpeningForm
  /** What came out of an encrypted token; `currentOpened` tells whether it still counts. */
  readonly opened: Opened | null
  /** The person's own keys; null until they are asked for. */
  readonly vaultKeys: readonly KeyRecord[] | null
  /** What came with a token that was handed over, to be compared with it. */
  readonly beside: readonly Beside[]
  /** What the run it came from knows of it; null where it did not come from one. */
  readonly flow: FlowFacts | null
  /** The field that keeps a verification from starting; shown after an attempt. */
  readonly formProblem: FormProblem | null
  readonly verification: Verification
  /** Network requests that were sent to verify what was pasted last, cancelled ones included. */
  readonly requests: number
  /** Unix milliseconds. */
  readonly now: () => number

  /** A new text as a whole: starts over, except for a key the person chose and what they typed to expect. */
  paste(text: string): void
  /** The same text, changed by typing. */
  edit(text: string): void
  /**
   * The same as `edit`; a long text is read only once the typing rests, so that no key waits for it. The verdict ends at
   * once, and whatever needs the text reads it first.
   */
  type(text: string): void
  /** Another token of the text is read. It has a verdict of its own, so that of the former one ends. */
  select(index: number): void
  /** Reads a token that stands inside the one that is read; `from` says where, `title` what the outer one is. */
  openNested(text: string, from: string, title: string): void
  /** Back to a step of the trail. */
  goBack(step: number): void
  /** The text of a file, which never leaves the window. */
  openFile(file: File): Promise<void>
  cancelScan(): void
  open(handover: Handover): void
  showExample(): void
  /** Empties everything; the answer puts it back. */
  clear(): () => void
  changeKey(change: Partial<KeyForm>): void
  changeExpect(change: Partial<ExpectForm>): void
  /** Another kind of token; the person's choice stays for the tokens that follow. */
  validateAs(as: ValidationProfile): void
  changeContext(change: Partial<ContextForm>): void
  changeOpening(change: Partial<OpeningForm>): void
  loadVaultKeys(): Promise<void>
  verify(): Promise<void>
  cancel(): void
}

export type InspectStore = StoreApi<InspectState>

type Chosen = { readonly kind: boolean; readonly issuer: boolean }

/** Texts from this length on take a part of a frame to read. */
const slowFrom = 16_000

const idle: Verification = { kind: 'idle', cancelled: false }
const nothing = {
  ...readInput(''),
  trail: [],
  refused: null,
  from: null,
  key: emptyKey,
  expect: emptyExpect,
  validate: emptyAs,
  beside: [],
  flow: null,
  opening: emptyOpening,
  opened: null,
  formProblem: null,
  verification: idle,
  requests: 0,
} as const

export function createInspectStore(deps: {
  readonly bridge: Bridge
  readonly now: () => number
  readonly scanText?: TextScanner
  /** Does something when the typing rests; answers how to call it off. Without it everything is done at once. */
  readonly afterTyping?: (work: () => void) => () => void
}): InspectStore {
  const { bridge } = deps
  // Which parts of the key form the person decided; the rest follows the token.
  let chosen: Chosen = { kind: false, issuer: false }
  // Grows with each paste, so that requests of an earlier text are not counted for a later one.
  let paste = 0
  let lastPaste = 0
  const sent = new Map<number, number>()
  let sequence = 0
  let stopScan = () => {}
  // What was typed and is not read yet.
  let typed: { readonly text: string; readonly callOff: () => void } | null = null

  return createStore<InspectState>()((set, get) => {
    /** Ends the verdict, whatever it was; a running verification is told to stop and its answer is dropped. */
    function withoutVerdict(cancelled = false): Pick<InspectState, 'verification' | 'formProblem'> {
      const { verification } = get()
      if (verification.kind === 'running') {
        void settle(bridge['tokens.cancel']({ requestId: verification.requestId }))
      }
      return { verification: cancelled ? { kind: 'idle', cancelled } : idle, formProblem: null }
    }

    function followToken(key: KeyForm, reading: TokenReading): KeyForm {
      const suggested = suggestKey(reading)
      return {
        ...key,
        kind: chosen.kind ? key.kind : suggested.kind,
        issuer: chosen.issuer ? key.issuer : suggested.issuer,
      }
    }

    function take(text: string): TokenInput {
      stopScan()
      if (text.length < largeFrom || !deps.scanText) return readInput(withPlainLineEnds(text))
      return startLarge(text, deps.now())
    }

    function forgetTyped(): string | null {
      const text = typed?.text ?? null
      typed?.callOff()
      typed = null
      return text
    }

    function readTyped() {
      const text = forgetTyped()
      if (text !== null) get().edit(text)
    }

    function start(pasted: string, more: Partial<InspectState>) {
      const refused = tooLong(pasted.length)
      if (refused !== null) {
        set({ refused })
        return
      }
      forgetTyped()
      lastPaste += 1
      paste = lastPaste
      const taken = take(pasted)
      set((state) => ({
        ...withoutVerdict(),
        ...taken,
        refused: null,
        trail: [],
        from: null,
        key: followToken(state.key, taken.reading),
        validate: followReading(state.validate, taken.reading),
        beside: [],
        flow: null,
        requests: 0,
        ...more,
      }))
      if (taken.scan.kind === 'running') searchLarge(taken.input)
    }

    /** Batches of an earlier text come too late and are dropped. */
    function searchLarge(text: string) {
      const isCurrent = () => get().scan.kind === 'running' && get().input === text
      const stop = deps.scanText?.(text, {
        batch(batch) {
          if (!isCurrent()) return
          const before = get()
          const after = withBatch(before, batch)
          const first = before.tokens.length === 0 && after.tokens.length > 0
          const followed = () => ({
            key: followToken(before.key, after.reading),
            validate: followReading(before.validate, after.reading),
          })
          set({ ...after, ...(first ? followed() : {}) })
        },
        done() {
          if (isCurrent()) set({ scan: { kind: 'complete' } })
        },
        failed(message) {
          if (isCurrent()) set({ scan: { kind: 'failed', message } })
        },
      })
      stopScan = () => {
        stopScan = () => {}
        stop?.()
      }
    }

    return {
      ...nothing,
      vaultKeys: null,
      now: deps.now,

      paste(text) {
        // What another screen expected of its token says nothing about this one.
        const { from } = get()
        if (from !== null) chosen = { kind: false, issuer: false }
        if (from === null) {
          start(text, {})
          return
        }
        const reading = findToken(text)
        const validate = followReading(emptyAs, reading)
        start(text, { expect: emptyExpect, key: followToken(emptyKey, reading), validate })
      },
      type(text) {
        forgetTyped()
        if (!deps.afterTyping || text.length < slowFrom) {
          get().edit(text)
          return
        }
        typed = { text, callOff: deps.afterTyping(readTyped) }
        if (get().verification !== idle || get().formProblem !== null) set(withoutVerdict())
      },
      edit(changed) {
        forgetTyped()
        const text = withPlainLineEnds(changed)
        if (text === get().input) return
        const taken = take(text)
        set((state) => ({
          ...withoutVerdict(),
          ...taken,
          refused: null,
          from: state.from === null ? null : asEdited(state.from),
          key: followToken(state.key, taken.reading),
          validate: followReading(state.validate, taken.reading),
        }))
        if (taken.scan.kind === 'running') searchLarge(taken.input)
      },
      select(index) {
        readTyped()
        if (index === get().selected) return
        const chosen = withSelected(get(), index)
        if (!chosen) return
        set((state) => ({
          ...withoutVerdict(),
          ...chosen,
          key: followToken(state.key, chosen.reading),
          validate: followReading(state.validate, chosen.reading),
        }))
      },
      openNested(text, from, title) {
        readTyped()
        get().cancelScan()
        const { input, tokens, selected, reading, skipped, scan, large, key, expect, validate, trail } = get()
        const outer = { input, tokens, selected, reading, skipped, scan, large, key, expect, validate }
        const before = { ...outer, from: get().from }
        // What was expected of the outer token says nothing about the inner one; the clock is the same.
        chosen = { kind: false, issuer: false }
        start(text, {
          from,
          key: followToken(emptyKey, findToken(text)),
          expect: { ...emptyExpect, at: expect.at, skew: expect.skew },
          trail: [...trail, { title, before }],
        })
      },
      goBack(step) {
        const { trail } = get()
        const to = trail[step]
        if (!to) return
        forgetTyped()
        get().cancelScan()
        chosen = { kind: true, issuer: true }
        lastPaste += 1
        paste = lastPaste
        set({ ...withoutVerdict(), ...to.before, refused: null, requests: 0, trail: trail.slice(0, step) })
      },
      async openFile(file) {
        const refused = tooLong(file.size)
        if (refused !== null) {
          set({ refused })
          return
        }
        const at = lastPaste
        const read = await readTextFile(file)
        // Something else was pasted meanwhile.
        if (at !== lastPaste) return
        if (read.ok) {
          if (get().from !== null) chosen = { kind: false, issuer: false }
          start(read.text, { from: file.name })
        } else set({ refused: read.message })
      },
      cancelScan() {
        const { scan } = get()
        if (scan.kind !== 'running') return
        stopScan()
        set({ scan: { kind: 'cancelled', at: scan.at, total: scan.total } })
      },
      open(handover) {
        chosen = { kind: handover.key !== undefined, issuer: handover.iss !== undefined }
        const given = handover.key === undefined ? {} : ({ kind: 'key', key: handover.key } as const)
        const key = followToken(
          { ...emptyKey, ...given, issuer: handover.iss ?? '' },
          findToken(handover.token),
        )
        start(handover.token, {
          from: handover.from,
          key,
          validate: followReading(formOfHandover(handover.as, handover.context), findToken(handover.token)),
          beside: handover.beside ?? [],
          flow: handover.flow ?? null,
          expect: {
            ...emptyExpect,
            iss: handover.iss ?? '',
            aud: handover.aud ?? '',
            nonce: handover.nonce ?? '',
          },
        })
      },
      showExample() {
        chosen = { kind: true, issuer: false }
        const { token, key, iss, aud, at, from } = exampleToken
        start(token, {
          from,
          key: { ...emptyKey, kind: 'key', key, issuer: iss },
          expect: { ...emptyExpect, iss, aud, at },
          validate: followReading(emptyAs, findToken(token)),
        })
      },
      clear() {
        readTyped()
        get().cancelScan()
        const {
          input,
          tokens,
          selected,
          reading,
          skipped,
          scan,
          large,
          from,
          key,
          expect,
          validate,
          opening,
        } = get()
        const before = {
          input,
          tokens,
          selected,
          reading,
          skipped,
          scan,
          large,
          from,
          key,
          expect,
          validate,
          opening,
        }
        const wasChosen = chosen
        const wasPaste = paste
        chosen = { kind: false, issuer: false }
        lastPaste += 1
        paste = lastPaste
        set({ ...nothing, ...withoutVerdict() })
        return () => {
          chosen = wasChosen
          paste = wasPaste
          set({ ...before, ...withoutVerdict(), requests: sent.get(wasPaste) ?? 0 })
        }
      },
      changeKey(change) {
        chosen = {
          kind: chosen.kind || change.kind !== undefined,
          issuer: chosen.issuer || change.issuer !== undefined,
        }
        set((state) => ({ ...withoutVerdict(), key: { ...state.key, ...change } }))
      },
      changeExpect(change) {
        set((state) => ({ ...withoutVerdict(), expect: { ...state.expect, ...change } }))
      },
      validateAs(as) {
        set((state) => ({ ...withoutVerdict(), validate: { ...state.validate, as, chosen: true } }))
      },
      changeContext(change) {
        set(({ validate }) => ({
          ...withoutVerdict(),
          validate: { ...validate, context: { ...validate.context, ...change } },
        }))
      },
      changeOpening(change) {
        set((state) => ({ ...withoutVerdict(), opening: { ...state.opening, ...change } }))
      },
      async loadVaultKeys() {
        const answer = await settle(bridge['keys.list']())
        set({ vaultKeys: answer.ok ? answer.value : [] })
      },
      async verify() {
        readTyped()
        const { reading, opening, validate, verification } = get()
        if (verification.kind === 'running' || !isActionable(get())) return
        const asked = parseAsForm(validate, shownReading(get()))
        const parsed = parseRequestForm(get(), validate.as === 'dpop_proof')
        const problem = parsed.ok ? (asked.ok ? null : asked.problem) : parsed.problem
        if (!parsed.ok || !asked.ok) {
          set({ formProblem: problem, verification: idle })
          return
        }
        sequence += 1
        const requestId = `verify-${sequence}-${deps.now()}`
        const request = { ...parsed.request, ...asked.asked }
        const pasteOfRequest = paste
        set({ verification: { kind: 'running', requestId, request }, formProblem: null })
        const answer = await settle(bridge['tokens.verify']({ requestId, request }))
        // Requests were made even where their answer is no longer wanted.
        sent.set(pasteOfRequest, (sent.get(pasteOfRequest) ?? 0) + requestsOf(answer))
        set({ requests: sent.get(paste) ?? 0 })
        const current = get().verification
        if (current.kind !== 'running' || current.requestId !== requestId) return
        const opened = answer.ok ? readOpened(reading, opening, answer.value) : null
        set({
          ...(opened ? { opened, validate: followReading(validate, opened.reading) } : {}),
          verification: answer.ok
            ? { kind: 'done', request, result: answer.value }
            : { kind: 'failed', error: answer.error },
        })
      },
      cancel() {
        if (get().verification.kind === 'running') set(withoutVerdict(true))
      },
    }
  })
}

/** How many requests were sent for an answer: a cancelled verification says so in its error. */
function requestsOf(answer: Answer<VerifyResult>): number {
  if (answer.ok) return answer.value.requests.length
  const requests = answer.error.details?.requests
  return typeof requests === 'number' ? requests : 0
}

/** Editors count a line end as one character; positions of problems must mean the same place here and there. */
function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** An edited text is no longer the one that was handed over, and says so. */
function asEdited(from: string): string {
  return from.endsWith(', edited') ? from : `${from}, edited`
}

/** The moment everything on the screen is judged for, in Unix seconds, and whether it is simply now. */
export function asOf(state: Pick<InspectState, 'expect' | 'now'>): {
  readonly seconds: number
  readonly isNow: boolean
} {
  const text = state.expect.at.trim()
  const at = text === '' ? null : parseAsOf(text)
  return at === null ? { seconds: state.now() / 1000, isNow: true } : { seconds: at, isNow: false }
}
