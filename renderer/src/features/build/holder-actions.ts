import type { StoreApi } from 'zustand/vanilla'
import type { SignRequest } from '../../../../shared/build/sign-request.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { settle } from '../../bridge.ts'
import { nextName } from './build-defaults.ts'
import type { BuildData, SdForm } from './build-state.ts'

export type HolderActions = {
  changeSd(change: Partial<SdForm>): void
  /** Makes a key for the holder that lives in the main process until the app quits, and chooses it. */
  generateHolder(): Promise<void>
}

/** What makes an SD-JWT besides its disclosures: decoys, and whoever will present it. */
export function createHolderActions({
  bridge,
  set,
  get,
  change,
}: {
  readonly bridge: Bridge
  readonly set: StoreApi<BuildData>['setState']
  readonly get: () => BuildData
  readonly change: (next: Partial<BuildData>) => void
}): HolderActions {
  const changeSd = (next: Partial<SdForm>) => change({ sd: { ...get().sd, ...next } })
  return {
    changeSd,
    async generateHolder() {
      const spec = { type: 'EC-P-256', alg: 'ES256' } as const
      const name = nextName(get().keys, 'Holder key')
      const answer = await settle(bridge['keys.generate']({ spec, name, keep: false }))
      if (!answer.ok) {
        return set({ outcome: { kind: 'refused', at: 'holder', message: `${answer.error.message}.` } })
      }
      const record = answer.value
      set(({ keys }) => ({ keys: [record, ...keys.filter(({ id }) => id !== record.id)] }))
      changeSd({ keyId: record.id })
    },
  }
}

/** The part of a request that makes an SD-JWT; a sentence where something is missing. */
export function sdJwtPart(
  { disclose, sd }: Pick<BuildData, 'disclose' | 'sd'>,
  nowSeconds: number,
): Pick<SignRequest, 'disclose' | 'decoys' | 'holder'> | { readonly missing: string } {
  if (disclose === null) return {}
  const paths = disclose.map((path) => [...path]) as NonNullable<SignRequest['disclose']>
  const base = { disclose: paths, decoys: sd.decoys }
  if (!sd.hasHolder) return base
  if (sd.keyId === '' && sd.text.trim() === '') {
    return { missing: 'Choose the holder’s key, paste one, or generate one.' }
  }
  const key =
    sd.keyId === ''
      ? ({ kind: 'key', text: sd.text } as const)
      : ({ kind: 'vault', keyId: sd.keyId } as const)
  if (!sd.binds) return { ...base, holder: { key } }
  const [aud, nonce] = [sd.aud.trim(), sd.nonce.trim()]
  if (aud === '' || nonce === '') {
    return { missing: 'A key binding names the verifier (aud) and the nonce it gave; both are needed.' }
  }
  return { ...base, holder: { key, binding: { aud, nonce, iat: nowSeconds } } }
}
