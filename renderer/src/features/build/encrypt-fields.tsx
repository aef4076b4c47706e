import {
  contentEncryptions,
  type EncryptRequest,
  encryptionAlgorithms,
} from '../../../../shared/build/encrypt-request.ts'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import type { BuildState } from './build-store.ts'
import styles from './key-pane.module.css'

/** Encrypting what was signed: a nested JWT, whose recipient alone can read it (RFC 7519 §5.2). */
export function EncryptFields({ state }: { readonly state: BuildState }) {
  const { encrypt, changeEncrypt, keys } = state
  const usable = keys.filter(({ use }) => use !== 'sig')
  const isUseless = state.recipient?.algorithms.length === 0
  const algorithms = isUseless ? encryptionAlgorithms : (state.recipient?.algorithms ?? encryptionAlgorithms)
  return (
    <>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={encrypt.on}
          onChange={(event) => changeEncrypt({ on: event.target.checked })}
        />
        Encrypt it to a recipient (nested JWT)
      </label>
      {encrypt.on && (
        <>
          {usable.length > 0 && (
            <Select
              aria-label="Key to encrypt to"
              options={[
                { value: '', label: 'A key I paste' },
                ...usable.map(({ id, name, description }) => ({
                  value: id,
                  label: `${name} · ${description}`,
                })),
              ]}
              value={encrypt.keyId}
              onValueChange={(keyId) => changeEncrypt({ keyId })}
            />
          )}
          {encrypt.keyId === '' && (
            <Field label="Public key of the recipient" hint="A JWK, a JWKS of one key, or PEM.">
              {(control) => (
                <TextArea
                  {...control}
                  mono
                  rows={3}
                  className={styles.area}
                  value={encrypt.text}
                  onChange={(event) => changeEncrypt({ text: event.target.value })}
                />
              )}
            </Field>
          )}
          {isUseless && (
            <InlineProblem title={`Nothing can be encrypted to this key, ${state.recipient?.description}`}>
              It is for signatures: its type, or its own alg, allows no encryption.
            </InlineProblem>
          )}
          {state.detached && (
            <p className={styles.text}>
              The payload is left out of what is encrypted, so the recipient must get it another way.
            </p>
          )}
          <Field label="Key management" wire="alg">
            {(control) => (
              <Select<EncryptRequest['alg']>
                {...control}
                options={algorithms.map((value) => ({ value, label: value }))}
                value={encrypt.alg}
                onValueChange={(alg) => changeEncrypt({ alg })}
              />
            )}
          </Field>
          <Field label="Content encryption" wire="enc">
            {(control) => (
              <Select<EncryptRequest['enc']>
                {...control}
                options={contentEncryptions.map((value) => ({ value, label: value }))}
                value={encrypt.enc}
                onValueChange={(enc) => changeEncrypt({ enc })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
