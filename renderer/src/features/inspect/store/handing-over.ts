import { exampleToken } from '../example-token.ts'
import { type InspectState, nothing } from '../inspect-state.ts'
import { emptyExpect, emptyKey } from '../key-choice.ts'
import { followReading, formOfHandover } from '../validate-as/as-form.ts'
import { nothingChosen } from './carry-over.ts'
import type { Choice } from './follow-token.ts'
import type { StoreAccess } from './store-access.ts'
import type { TextTaking } from './taking-text.ts'
import type { Verifying } from './verifying.ts'

type Actions = Pick<InspectState, 'openNested' | 'goBack' | 'open' | 'showExample' | 'clear'>

/** Tokens that come from elsewhere than the clipboard, the way back from them, and an empty screen. */
export function createHandingOver(
  { set, get }: StoreAccess,
  choice: Choice,
  verifying: Verifying,
  texts: TextTaking,
): Actions {
  /** Everything about the text that is there, except for its verdict. */
  function whatIsThere() {
    const { input, tokens, selected, reading, skipped, scan, large, from } = get()
    const { key, expect, validate, opening, opened, carried, comparing } = get()
    const text = { input, tokens, selected, reading, skipped, scan, large, from }
    return { ...text, key, expect, validate, opening, opened, carried, comparing }
  }

  return {
    openNested(text, from, title) {
      texts.readTyped()
      texts.cancelScan()
      const before = whatIsThere()
      const { at, skew } = before.expect
      const trail = [...get().trail, { title, before }]
      // What was expected of the outer token says nothing about the inner one; the clock is the same.
      const forms = (reading: InspectState['reading']) => ({
        ...choice.startOver(reading),
        expect: { ...emptyExpect, at, skew },
      })
      texts.start(text, forms, { from, trail })
    },
    goBack(step) {
      const { trail, generation } = get()
      const to = trail[step]
      if (!to) return
      texts.forgetTyped()
      texts.cancelScan()
      choice.put({ kind: true, issuer: true })
      verifying.nextPaste()
      set({
        ...verifying.withoutVerdict(),
        ...to.before,
        refused: null,
        requests: 0,
        trail: trail.slice(0, step),
        generation: generation + 1,
      })
    },
    open({ token, key: given, iss, aud, nonce, as, context, from, beside, flow }) {
      const forms = (reading: InspectState['reading']) => {
        const started = choice.startOver(reading)
        choice.put({ kind: given !== undefined, issuer: iss !== undefined })
        const key = given === undefined ? emptyKey : { ...emptyKey, kind: 'key' as const, key: given }
        return {
          ...started,
          key: choice.follow({ ...key, issuer: iss ?? '' }, reading),
          validate: followReading(formOfHandover(as, context), reading),
          expect: { ...emptyExpect, iss: iss ?? '', aud: aud ?? '', nonce: nonce ?? '' },
        }
      }
      texts.start(token, forms, { from, beside: beside ?? [], flow: flow ?? null })
    },
    showExample() {
      const { token, key, iss, aud, at, from } = exampleToken
      const forms = (reading: InspectState['reading']) => {
        const started = choice.startOver(reading)
        choice.put({ kind: true, issuer: false })
        return {
          ...started,
          key: { ...emptyKey, kind: 'key' as const, key, issuer: iss },
          expect: { ...emptyExpect, iss, aud, at },
        }
      }
      texts.start(token, forms, { from })
    },
    clear() {
      texts.readTyped()
      texts.cancelScan()
      const before = whatIsThere()
      const wasChosen = choice.get()
      const wasPaste = verifying.currentPaste()
      choice.put(nothingChosen)
      verifying.nextPaste()
      set({ ...nothing, ...verifying.withoutVerdict(), generation: get().generation + 1 })
      return () => {
        choice.put(wasChosen)
        const requests = verifying.backToPaste(wasPaste)
        set({ ...before, ...verifying.withoutVerdict(), requests, generation: get().generation + 1 })
      }
    },
  }
}
