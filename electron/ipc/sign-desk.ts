import type {
  SigningKey,
  SigningKeyAnswer,
  SignRequest,
  SignResult,
} from '../../shared/build/sign-request.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import type { VaultKey } from '../jose/resolve-key-source.ts'
import type { SigningMaterial } from '../jose/sign/read-signing-key.ts'

export type SignDesk = {
  /** Rejects with AppError where a kept key cannot be had; what does not fit is an answer. */
  sign(request: SignRequest): Promise<SignResult>
  describeKey(key: SigningKey): Promise<SigningKeyAnswer>
}

/** Puts a kept key in the place of its name; private keys go from here to the job and nowhere else. */
export function createSignDesk({
  run,
  vaultKey,
}: {
  readonly run: RunJob
  readonly vaultKey: VaultKey
}): SignDesk {
  const material = async (key: Exclude<SigningKey, { kind: 'none' }>): Promise<SigningMaterial> =>
    key.kind === 'vault' ? { kind: 'key', text: (await vaultKey(key.keyId)).text } : key
  return {
    async sign(request) {
      const { key } = request
      return run('signToken', { ...request, key: key.kind === 'none' ? key : await material(key) })
    },
    async describeKey(key) {
      if (key.kind === 'none') return { kind: 'refused', code: 'ALG_NONE', message: 'There is no key.' }
      return run('describeSigningKey', await material(key))
    },
  }
}
