import type { StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import type { FlowFacts } from '../../../../shared/lint/lint-context.ts'
import type { ListBatch } from '../../../../shared/token/scan/list-tokens.ts'
import type {
  ValidationProfile,
  VerifyRequest,
  VerifyResult,
} from '../../../../shared/verdict/verification.ts'
import type { Beside, Handover } from '../../app-actions.ts'
import { type Comparing, emptyComparing } from './compare/comparing.ts'
import {
  type ExpectForm,
  emptyExpect,
  emptyKey,
  type FormProblem,
  type KeyForm,
  parseAsOf,
} from './key-choice.ts'
import { emptyOpening, type Opened, type OpeningForm } from './parts/opening.ts'
import type { Carried } from './store/carry-over.ts'
import { readInput, type TokenInput } from './tokens/token-input.ts'
import { type AsForm, type ContextForm, emptyAs } from './validate-as/as-form.ts'

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
  readonly before: TokenInput &
    Pick<
      InspectState,
      'from' | 'key' | 'expect' | 'validate' | 'opening' | 'opened' | 'carried' | 'comparing'
    >
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
  /** Grows with each token that takes the place of another: what was folded or scrolled by hand is for one token only. */
  readonly generation: number
  /** What the token is compared with. */
  readonly comparing: Comparing
  /** What stays in the forms from the token before, for a line that says so; null where nothing does. */
  readonly carried: Carried | null
  /** The field that keeps a verification from starting; shown after an attempt. */
  readonly formProblem: FormProblem | null
  readonly verification: Verification
  /** Network requests that were sent to verify what was pasted last, cancelled ones included. */
  readonly requests: number
  /** Unix milliseconds. */
  readonly now: () => number

  /** A new text as a whole: starts over, except for what `carryOver` keeps, which `carried` says. */
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
  /** Empties what stayed from the token before. */
  dropCarried(): void
  changeKey(change: Partial<KeyForm>): void
  changeExpect(change: Partial<ExpectForm>): void
  /** Another kind of token than it seems to be; the choice is for this token only. */
  validateAs(as: ValidationProfile): void
  changeContext(change: Partial<ContextForm>): void
  changeComparing(change: Partial<Comparing>): void
  changeOpening(change: Partial<OpeningForm>): void
  loadVaultKeys(): Promise<void>
  verify(): Promise<void>
  cancel(): void
}

export type InspectStore = StoreApi<InspectState>

export const idle: Verification = { kind: 'idle', cancelled: false }

/** Before anything was pasted. */
export const nothing = {
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
  carried: null,
  comparing: emptyComparing,
  formProblem: null,
  verification: idle,
  requests: 0,
} as const

/** The moment everything on the screen is judged for, in Unix seconds, and whether it is simply now. */
export function asOf(state: Pick<InspectState, 'expect' | 'now'>): {
  readonly seconds: number
  readonly isNow: boolean
} {
  const text = state.expect.at.trim()
  const at = text === '' ? null : parseAsOf(text)
  return at === null ? { seconds: state.now() / 1000, isNow: true } : { seconds: at, isNow: false }
}
