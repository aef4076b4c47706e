import { useId } from 'react'
import { readMemberSpans } from '../../../../shared/build/member-edits.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { BuildState } from './build-store.ts'
import { headerValue, knownTypes } from './header-fields.ts'
import styles from './key-pane.module.css'

const allAlgorithms = [
  ...['RS', 'PS', 'ES', 'HS'].flatMap((name) => [`${name}256`, `${name}384`, `${name}512`]),
  'ES256K',
  'EdDSA',
  'Ed25519',
  'Ed448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
]

/** The three header parameters that are changed most, written into the header's text and nowhere else. */
export function HeaderFields({ state }: { readonly state: BuildState }) {
  const types = useId()
  const { header, knowledge, setHeader } = state
  const readable = readMemberSpans(header) !== null
  const value = (name: string) => headerValue(header, name) ?? ''
  const facts = knowledge.kind === 'known' && state.key.kind !== 'none' ? knowledge.facts : null
  const alg = value('alg')
  const possible =
    state.key.kind === 'none' ? ['none', ...allAlgorithms] : (facts?.algorithms ?? allAlgorithms)
  const algorithms = possible.includes(alg) || alg === '' ? possible : [alg, ...possible]
  const ownNames = [
    ...(facts?.kid ? [{ label: 'Use the key’s own', kid: facts.kid }] : []),
    ...(facts?.thumbprint && facts.thumbprint !== facts.kid
      ? [{ label: 'Use the thumbprint', kid: facts.thumbprint }]
      : []),
  ].filter(({ kid }) => kid !== value('kid'))
  if (!readable) {
    return (
      <p className={styles.text}>
        The header is not one JSON object, so only its text can be changed. It can be signed as it stands,
        with the algorithm of the key.
      </p>
    )
  }
  return (
    <>
      <Field label="Algorithm" wire="alg" hint={state.algNote ?? undefined}>
        {(control) => (
          <Select
            {...control}
            options={[
              ...(alg === '' ? [{ value: '', label: 'none given' }] : []),
              ...algorithms.map((name) => ({ value: name, label: name })),
            ]}
            value={alg}
            onValueChange={(name) => setHeader('alg', name)}
          />
        )}
      </Field>
      <Field label="Type" wire="typ">
        {(control) => (
          <>
            <TextInput
              {...control}
              mono
              list={types}
              placeholder="left out"
              value={value('typ')}
              onChange={(event) => setHeader('typ', event.target.value)}
            />
            <datalist id={types}>
              {knownTypes.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Key identifier" wire="kid">
        {(control) => (
          <TextInput
            {...control}
            mono
            placeholder="left out"
            value={value('kid')}
            onChange={(event) => setHeader('kid', event.target.value)}
          />
        )}
      </Field>
      {ownNames.length > 0 && (
        <div className={styles.buttons}>
          {ownNames.map(({ label, kid }) => (
            <Button key={label} variant="ghost" title={kid} onClick={() => setHeader('kid', kid)}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}
