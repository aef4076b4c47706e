import type { EncryptRequest, EncryptResult } from '../../shared/build/encrypt-request.ts'
import type {
  SigningKey,
  SigningKeyAnswer,
  SignRequest,
  SignResult,
} from '../../shared/build/sign-request.ts'
import type { RunJob } from '../jose/crypto-jobs.ts'
import type { VaultKey } from '../jose/resolve-key-source.ts'
import type { SigningMaterial } from '../jose/sign/read-signing-key.ts'
import type { KeyMaterial } from '../jose/verify-job.ts'

export type SignDesk = {
  /** Rejects with AppError where a kept key cannot be had; what does not fit is an answer. */
  sign(request: SignRequest): Promise<SignResult>
  describeKey(key: SigningKey): Promise<SigningKeyAnswer>
  encrypt(request: EncryptRequest): Promise<EncryptResult>
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
      const { key, holder, ...rest } = request
      return run('signToken', {
        ...rest,
        key: key.kind === 'none' ? key : await material(key),
        ...(holder === undefined ? {} : { holder: { ...holder, key: await material(holder.key) } }),
      })
    },
    async describeKey(key) {
      if (key.kind === 'none') return { kind: 'refused', code: 'ALG_NONE', message: 'There is no key.' }
      return run('describeSigningKey', await material(key))
    },
    async encrypt({ plaintext, key, alg, enc, cty }) {
      if (key.kind === 'none') return { kind: 'refused', message: 'There is no key to encrypt to.' }
      const given = await material(key)
      const outcome = await run('encryptToken', {
        plaintext: { text: plaintext, encoding: 'utf8' },
        enc,
        form: 'compact',
        recipients: [{ alg, material: keyMaterial(given, key.kind) }],
        ...(cty === undefined ? {} : { header: { cty } }),
      })
      if (outcome.ok) return { kind: 'encrypted', token: outcome.token, notes: outcome.notes }
      return { kind: 'refused', message: `Not encrypted: ${outcome.reason}.` }
    },
  }
}

function keyMaterial(given: SigningMaterial, from: SigningKey['kind']): KeyMaterial {
  if (given.kind === 'secret') return given
  const { text, passphrase } = given
  const provenance = from === 'vault' ? 'vault' : 'pasted'
  return { kind: 'key', text, provenance, ...(passphrase === undefined ? {} : { passphrase }) }
}
