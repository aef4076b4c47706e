import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { InspectState } from '../inspect-state.ts'
import { emptyExpect, emptyKey, type KeyForm, suggestKey } from '../key-choice.ts'
import { emptyOpening } from '../parts/opening.ts'
import { emptyAs, followReading } from '../validate-as/as-form.ts'
import { type Chosen, carryOver, nothingChosen } from './carry-over.ts'

/** Which part of the key form is the person's; the rest follows the token that is read. */
export type Choice = ReturnType<typeof createChoice>

export function createChoice() {
  let chosen: Chosen = nothingChosen

  function follow(key: KeyForm, reading: TokenReading): KeyForm {
    const suggested = suggestKey(reading)
    return {
      ...key,
      kind: chosen.kind ? key.kind : suggested.kind,
      issuer: chosen.issuer ? key.issuer : suggested.issuer,
    }
  }

  return {
    follow,
    get: () => chosen,
    put(next: Chosen): void {
      chosen = next
    },
    /** Every form for a token that has nothing to do with the one before. */
    startOver(reading: TokenReading): StartedOver {
      chosen = nothingChosen
      return {
        key: follow(emptyKey, reading),
        expect: emptyExpect,
        validate: followReading(emptyAs, reading),
        opening: emptyOpening,
        opened: null,
        carried: null,
      }
    },
    /** Every form for the next token, with what makes sense for it too. */
    goOn(before: Pick<InspectState, 'reading' | 'key' | 'expect'>, reading: TokenReading): StartedOver {
      const { key, expect, carried } = carryOver(before, reading, chosen)
      const started = this.startOver(reading)
      if (key === null) return { ...started, expect, carried }
      chosen = { kind: true, issuer: key.kind === 'discovery' }
      return { ...started, key: follow(key, reading), expect, carried }
    },
  }
}

export type StartedOver = Pick<InspectState, 'key' | 'expect' | 'validate' | 'opening' | 'opened' | 'carried'>
