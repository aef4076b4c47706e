import {
  contentEncryptions,
  type EncryptRequest,
  encryptionAlgorithms,
  usualEncryption,
} from '../../../../shared/build/encrypt-request.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import type { BuildState } from './build-store.ts'
import styles from './key-pane.module.css'

/** Encrypting what was signed: a nested JWT, whose recipient alone can read it (RFC 7519 §5.2). */
export function EncryptFields({ state }: { readonly state: BuildState }) {
  const { encrypt, changeEncrypt, keys } = state
  const usable = keys.filter(({ use }) => use !== 'sig')
  const choose = (keyId: string) => {
    const alg = usualEncryption(keys.find(({ id }) => id === keyId)?.kty)
    changeEncrypt({ keyId, ...(alg === null ? {} : { alg }) })
  }
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
              onValueChange={choose}
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
                  onChange={(event) => {
                    const text = event.target.value
                    const alg = usualEncryption(ktyOf(text))
                    changeEncrypt({ text, ...(alg === null ? {} : { alg }) })
                  }}
                />
              )}
            </Field>
          )}
          <Field label="Key management" wire="alg">
            {(control) => (
              <Select<EncryptRequest['alg']>
                {...control}
                options={encryptionAlgorithms.map((value) => ({ value, label: value }))}
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

/** The type a pasted JWK says; a suggestion for the list below it, nothing more. */
function ktyOf(text: string): unknown {
  return /"kty"\s*:\s*"(RSA|EC|OKP|oct)"/.exec(text.slice(0, 20_000))?.[1]
}
