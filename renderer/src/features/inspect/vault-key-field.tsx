import { useEffect } from 'react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'

/** One of the person's own keys, by name; the key itself never comes to the window. */
export function VaultKeyField({
  value,
  keys,
  purpose,
  problem,
  className,
  onKeys,
  onChange,
}: {
  readonly value: string
  /** Null until they are here. */
  readonly keys: readonly KeyRecord[] | null
  readonly purpose: 'verify' | 'decrypt'
  readonly problem: string | null
  readonly className?: string | undefined
  readonly onKeys: () => void
  readonly onChange: (keyId: string) => void
}) {
  // The list may have changed while another view was open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the field appears
  useEffect(onKeys, [])
  const usable = (keys ?? []).filter(({ hasPrivate }) => purpose === 'verify' || hasPrivate)
  const none = keys !== null && usable.length === 0
  const empty = none ? 'There is no such key yet' : keys === null ? 'Looking for your keys' : 'Choose a key'
  return (
    <Field
      label="Key"
      hint={
        none
          ? 'Generate or import one under Keys.'
          : purpose === 'verify'
            ? 'One of those under Keys. You vouch for it; nothing ties it to the issuer.'
            : 'One of those under Keys that has its private half. It stays in the main process.'
      }
      problem={problem}
      className={className}
    >
      {(control) => (
        <Select
          {...control}
          options={[
            { value: '', label: empty },
            ...usable.map(({ id, name, description }) => ({ value: id, label: `${name} · ${description}` })),
          ]}
          value={usable.some(({ id }) => id === value) ? value : ''}
          onValueChange={onChange}
        />
      )}
    </Field>
  )
}
