import { emptyComparing } from '../compare/comparing.ts'
import type { InspectState, TextScanner } from '../inspect-state.ts'
import { idle } from '../inspect-state.ts'
import { readTextFile } from '../tokens/read-text-file.ts'
import {
  largeFrom,
  readInput,
  startLarge,
  type TokenInput,
  tooLong,
  withBatch,
  withSelected,
} from '../tokens/token-input.ts'
import { followReading } from '../validate-as/as-form.ts'
import type { Choice, StartedOver } from './follow-token.ts'
import type { StoreAccess } from './store-access.ts'
import type { Verifying } from './verifying.ts'

export type TextTaking = ReturnType<typeof createTextTaking>

/** Texts from this length on take a part of a frame to read. */
const slowFrom = 16_000

/** Pastes, files, typing and the choice of a token in a text. */
export function createTextTaking(
  { set, get }: StoreAccess,
  deps: {
    readonly now: () => number
    readonly scanText?: TextScanner
    readonly afterTyping?: (work: () => void) => () => void
  },
  choice: Choice,
  verifying: Verifying,
) {
  const { withoutVerdict } = verifying
  let stopScan = () => {}
  // What was typed and is not read yet.
  let typed: { readonly text: string; readonly callOff: () => void } | null = null

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

  function readTyped(): void {
    const text = forgetTyped()
    if (text !== null) edit(text)
  }

  /** Another text takes the place of what is there, with the forms that it gets and whatever else comes with it. */
  function start(
    text: string,
    forms: (reading: TokenInput['reading']) => StartedOver,
    more: Partial<InspectState> = {},
  ): void {
    const refused = tooLong(text.length)
    if (refused !== null) {
      set({ refused })
      return
    }
    forgetTyped()
    verifying.nextPaste()
    const taken = take(text)
    set((state) => ({
      ...withoutVerdict(),
      ...taken,
      ...forms(taken.reading),
      refused: null,
      trail: [],
      from: null,
      beside: [],
      comparing: emptyComparing,
      flow: null,
      requests: 0,
      generation: state.generation + 1,
      ...more,
    }))
    if (taken.scan.kind === 'running') searchLarge(taken.input)
  }

  /** Batches of an earlier text come too late and are dropped. */
  function searchLarge(text: string): void {
    const isCurrent = () => get().scan.kind === 'running' && get().input === text
    const stop = deps.scanText?.(text, {
      batch(batch) {
        if (!isCurrent()) return
        const before = get()
        const after = withBatch(before, batch)
        const first = before.tokens.length === 0 && after.tokens.length > 0
        const followed = () => ({
          key: choice.follow(before.key, after.reading),
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

  /** What another screen or a file brought says nothing about what is pasted next. */
  function formsOfPaste(reading: TokenInput['reading']): StartedOver {
    const before = get()
    return before.from === null ? choice.goOn(before, reading) : choice.startOver(reading)
  }

  function edit(changed: string): void {
    forgetTyped()
    const text = withPlainLineEnds(changed)
    if (text === get().input) return
    const taken = take(text)
    set((state) => ({
      ...withoutVerdict(),
      ...taken,
      refused: null,
      from: state.from === null ? null : asEdited(state.from),
      key: choice.follow(state.key, taken.reading),
      validate: followReading(state.validate, taken.reading),
    }))
    if (taken.scan.kind === 'running') searchLarge(taken.input)
  }

  return {
    start,
    readTyped,
    forgetTyped,
    edit,
    paste(text: string): void {
      start(text, formsOfPaste)
    },
    type(text: string): void {
      forgetTyped()
      if (!deps.afterTyping || text.length < slowFrom) {
        edit(text)
        return
      }
      typed = { text, callOff: deps.afterTyping(readTyped) }
      if (get().verification !== idle || get().formProblem !== null) set(withoutVerdict())
    },
    select(index: number): void {
      readTyped()
      const before = get()
      if (index === before.selected) return
      const selected = withSelected(before, index)
      if (!selected) return
      set({
        ...withoutVerdict(),
        ...selected,
        ...choice.goOn(before, selected.reading),
        generation: before.generation + 1,
      })
    },
    async openFile(file: File): Promise<void> {
      const refused = tooLong(file.size)
      if (refused !== null) {
        set({ refused })
        return
      }
      const at = verifying.latestPaste()
      const read = await readTextFile(file)
      // Something else was pasted meanwhile.
      if (at !== verifying.latestPaste()) return
      if (read.ok) start(read.text, formsOfPaste, { from: file.name })
      else set({ refused: read.message })
    },
    cancelScan(): void {
      const { scan } = get()
      if (scan.kind !== 'running') return
      stopScan()
      set({ scan: { kind: 'cancelled', at: scan.at, total: scan.total } })
    },
  }
}

/** Editors count a line end as one character; positions of problems must mean the same place here and there. */
function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** An edited text is no longer the one that was handed over, and says so. */
function asEdited(from: string): string {
  return from.endsWith(', edited') ? from : `${from}, edited`
}
